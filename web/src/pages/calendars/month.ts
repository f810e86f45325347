// 月历：一格一天，星期一开头，前后补空格；一班的人和钟点怎样写。
import type { CalendarDay, Shift } from '@/api/types'
import { parseDay } from '@/terms/date'

/** 2021-07 的上一个月、下一个月。 */
export function shiftMonth(month: string, by: number): string {
  const [year = 0, at = 1] = month.split('-').map(Number)
  const total = year * 12 + (at - 1) + by
  return `${String(Math.floor(total / 12)).padStart(4, '0')}-${String((total % 12) + 1).padStart(2, '0')}`
}

export function monthTitle(month: string): string {
  const [year = '', at = ''] = month.split('-')
  return `${year}年${Number(at)}月`
}

/** 一周一行，星期一在前；不在这个月的是 null。 */
export function weeks(days: readonly CalendarDay[]): (CalendarDay | null)[][] {
  const first = parseDay(days[0]?.day ?? '')
  if (!first) return []
  const before = (new Date(Date.UTC(first.year, first.month - 1, first.day)).getUTCDay() + 6) % 7
  const cells: (CalendarDay | null)[] = [...Array<null>(before).fill(null), ...days]
  while (cells.length % 7) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, row) => cells.slice(row * 7, row * 7 + 7))
}

/** 钟点：同一天写 08:00—18:00，到次日写“次日”，24 小时写全天。 */
export function hours(shift: Pick<Shift, 'starts' | 'ends'>): string {
  const [from, until] = [shift.starts ?? '', shift.ends ?? ''].map((it) => it.replace('T', ' ')) as [string, string]
  const [start, end] = [from.slice(11, 16), until.slice(11, 16)]
  if (!start || !end) return ''
  const same = from.slice(0, 10) === until.slice(0, 10)
  if (!same && start === end) return `${start} 起全天`
  return `${start}—${same ? '' : '次日 '}${end}`
}
