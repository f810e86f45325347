// 起草时能选的统计期：报告按半年写的列半年，按月写的列月；已经开始的才列，新的在前。
import type { PeriodRef } from '@/api/types'

/** 往回列几年。 */
const YEARS = 3
const QUARTERS = ['一', '二', '三', '四']

interface Choice extends PeriodRef {
  kind: string
  /** 头一个月。 */
  month: number
  months: number
  year: number
}

function choices(year: number): Choice[] {
  const it = (kind: string, id: string, title: string, month: number, months: number): Choice => ({ kind, id: `${year}${id}`, title: `${year}年${title}`, month, months, year })
  return [
    it('year', '', '', 1, 12),
    it('half', 'H2', '下半年', 7, 6),
    it('half', 'H1', '上半年', 1, 6),
    ...[4, 3, 2, 1].map((quarter) => it('quarter', `Q${quarter}`, `第${QUARTERS[quarter - 1] ?? ''}季度`, quarter * 3 - 2, 3)),
    ...Array.from({ length: 12 }, (_, index) => 12 - index).map((month) => it('month', `-${String(month).padStart(2, '0')}`, `${month}月`, month, 1)),
  ]
}

/** kinds 空着的，哪种都能写。 */
export function periodsFor(kinds: readonly string[], today: string): PeriodRef[] {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  const all = Array.from({ length: YEARS }, (_, index) => choices(year - index)).flat()
  return all
    .filter((it) => (!kinds.length || kinds.includes(it.kind)) && (it.year < year || it.month <= month))
    .map((it) => ({ id: it.id, title: it.title }))
}

/** 2021H1 → 2021年上半年；不是这几种的照写。 */
export function periodTitle(id: string): string {
  return choices(Number(id.slice(0, 4))).find((it) => it.id === id)?.title ?? id
}

/** 到哪个月为止：排先后用。 */
export function endOfPeriod(id: string): string {
  const match = /^(\d{4})(?:H([12])|Q([1-4])|-(\d{2}))?/.exec(id)
  if (!match) return ''
  const month = match[2] ? Number(match[2]) * 6 : match[3] ? Number(match[3]) * 3 : match[4] ? Number(match[4]) : 12
  return `${match[1] ?? ''}-${String(month).padStart(2, '0')}`
}
