// 一年的日历摆成十二个月，每月按周一开头补空格。
import type { WorkDayKind } from '@/api/types'

export interface Cell {
  day: string
  date: number
  kind: WorkDayKind
  name: string | null
}

export interface Month {
  month: number
  weeks: (Cell | null)[][]
}

export const dayWords: Record<WorkDayKind, string> = { workday: '工作日', workday_by_notice: '调休上班', restday: '周末', holiday: '放假', unknown: '未公布' }

export function months(days: readonly { day: string; kind: WorkDayKind; name?: string | null }[]): Month[] {
  const out: Month[] = []
  for (let month = 1; month <= 12; month++) {
    const own = days.filter((it) => Number(it.day.slice(5, 7)) === month)
    const first = own[0]
    if (!first) continue
    const blank = (new Date(`${first.day}T00:00:00Z`).getUTCDay() + 6) % 7
    const cells: (Cell | null)[] = Array<null>(blank).fill(null)
    for (const it of own) cells.push({ day: it.day, date: Number(it.day.slice(8, 10)), kind: it.kind, name: it.name ?? null })
    // 每月都摆满六周，十二块一样高。
    while (cells.length < 42) cells.push(null)
    const weeks: (Cell | null)[][] = []
    for (let at = 0; at < cells.length; at += 7) weeks.push(cells.slice(at, at + 7))
    out.push({ month, weeks })
  }
  return out
}

/** 角上的字：放假写“休”，调休上班写“班”。 */
export function mark(cell: Cell): string {
  if (cell.kind === 'holiday') return '休'
  if (cell.kind === 'unknown') return '？'
  return cell.kind === 'workday_by_notice' ? '班' : ''
}
