// 说的是一个月的日子：存当月第一天，给人看的、给人敲的都是哪年哪月。
import type { Field, Ledger } from '@/api/types'
import { formatDay, isDay, parseDay, periodWords, tidyDay } from '@/terms/date'

/** 标题是“月份”的日期。 */
export function isMonth(field: Pick<Field, 'type' | 'label'>): boolean {
  return field.type === 'date' && field.label.endsWith('月份')
}

/** 2021-06-01 → 2021年6月；不是当月第一天的原样，好看出填错了。 */
export function monthWords(value: string): string {
  return /^\d{4}-\d{2}-01$/.test(value) ? periodWords(value.slice(0, 7)) : value
}

/** 敲进来的月份收拾成当月第一天：认 6月、2021年6月、2021-06、202106；敲了整个日子的，是它那个月。 */
export function tidyMonth(typed: string, today: string): string | null {
  const match = /^(?:(\d{4})[-/.年]?)?(\d{1,2})月?份?$/.exec(typed.normalize('NFKC').replace(/\s/g, ''))
  const year = match?.[1] ?? today.slice(0, 4)
  const parts = match ? { year: Number(year), month: Number(match[2]), day: 1 } : parseDay(tidyDay(typed, today) ?? '')
  return parts && isDay({ ...parts, day: 1 }) ? formatDay({ ...parts, day: 1 }) : null
}

/** 编号里的月份也说哪年哪月：编号由几个字段连成的，照台账的次序找。 */
export function keyWords(key: string, ledger: Pick<Ledger, 'key' | 'fields'> | null | undefined): string {
  const parts = key.split(' · ')
  if (!ledger || parts.length !== ledger.key.length) return key
  return parts
    .map((part, at) => {
      const field = ledger.fields.find((it) => it.name === ledger.key[at])
      return field && isMonth(field) ? monthWords(part) : part
    })
    .join(' · ')
}
