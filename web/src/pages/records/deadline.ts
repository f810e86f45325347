// 期限给人看：逐日的说明、停钟、延期排成一列。
import type { Color, Deadline } from '@/api/types'

export interface DeadlineCard {
  clock: string
  title: string
  state_label: string
  color: Color
  due: string
  starts: string
  /** “7 日”“15 个工作日”。 */
  limit: string
  /** “还剩 2 日”“逾期 3 日”。 */
  left: string
  ended: string
  promised: string
  law: string
  certainty: string
  text: string
  steps: { day: string; kind: 'counted' | 'skipped' | 'note'; text: string }[]
}

const colors: Record<string, Color> = { 红: 'red', 黄: 'yellow', 绿: 'green', 灰: 'grey' }

function unitWords(unit: string): string {
  return unit === '工作日' ? '个工作日' : unit
}

function leftWords(left: number | null, unit: string): string {
  if (left === null) return ''
  return left < 0 ? `逾期 ${-left} ${unitWords(unit)}` : `还剩 ${left} ${unitWords(unit)}`
}

export function deadlineCard(it: Deadline): DeadlineCard {
  const days = it.days.map((day) => ({ day: day.day, kind: day.number === null ? ('skipped' as const) : ('counted' as const), text: day.words.replace(/^\d{4}-\d{2}-\d{2}\s*/, '') }))
  const stops = it.stops.map((stop) => ({ day: stop.from, kind: 'note' as const, text: `停钟，${stop.until ? `${stop.until} 复钟` : '尚未复钟'}${stop.why ? `（${stop.why}）` : ''}` }))
  const extensions = it.extensions.map((one) => ({ day: one.on, kind: 'note' as const, text: `批准延期 ${one.amount} ${unitWords(it.unit)}${one.by ? `，${one.by}` : ''}${one.why ? `（${one.why}）` : ''}` }))
  const steps = [...days, ...stops, ...extensions].sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0))
  return {
    clock: it.clock, title: it.label, state_label: it.state, color: colors[it.light] ?? 'grey', due: it.due ?? it.due_words, starts: it.start,
    limit: it.limit ? `${it.limit} ${unitWords(it.unit)}` : '', left: it.end ? '' : leftWords(it.left, it.unit), ended: it.end ?? '', promised: it.promised ?? '', law: it.cite ?? '', certainty: it.certainty ?? '',
    text: it.card ? `已亮${it.card}` : '', steps,
  }
}
