// 期限给人看：服务端的两种写法都认，归成一种；逐日的说明、停钟、延期排成一列。
import type { Color, Deadline, DeadlineStep } from '@/api/types'

/** 命令行那一套键：颜色是一个字，逐日在 days 里。 */
export interface PlainDeadline {
  clock: string
  label: string
  state: string
  light: string
  card?: string | null
  start: string | null
  end?: string | null
  due: string | null
  promised?: string | null
  due_words: string
  limit: number
  unit: string
  left: number | null
  cite: string | null
  certainty: string | null
  days?: { day: string; number: number | null; words: string }[]
  stops?: { from: string; until: string | null; why: string }[]
  extensions?: { on: string; amount: number; why: string; by: string }[]
}

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

const colors: Record<string, Color> = { 红: 'red', 黄: 'yellow', 绿: 'green', 灰: 'grey', red: 'red', yellow: 'yellow', green: 'green', grey: 'grey' }

function unitWords(unit: string): string {
  return unit === '工作日' ? '个工作日' : unit
}

function leftWords(left: number | null, unit: string): string {
  if (left === null) return ''
  return left < 0 ? `逾期 ${-left} ${unitWords(unit)}` : `还剩 ${left} ${unitWords(unit)}`
}

function isPlain(it: Deadline | PlainDeadline): it is PlainDeadline {
  return 'days' in it || 'light' in it
}

function ofPlain(it: PlainDeadline): DeadlineCard {
  const days = (it.days ?? []).map((day) => ({ day: day.day, kind: day.number === null ? ('skipped' as const) : ('counted' as const), text: day.words.replace(/^\d{4}-\d{2}-\d{2}\s*/, '') }))
  const stops = (it.stops ?? []).map((stop) => ({ day: stop.from, kind: 'note' as const, text: `停钟，${stop.until ? `${stop.until} 复钟` : '尚未复钟'}${stop.why ? `（${stop.why}）` : ''}` }))
  const extensions = (it.extensions ?? []).map((one) => ({ day: one.on, kind: 'note' as const, text: `批准延期 ${one.amount} ${unitWords(it.unit)}${one.by ? `，${one.by}` : ''}${one.why ? `（${one.why}）` : ''}` }))
  const steps = [...days, ...stops, ...extensions].sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0))
  return {
    clock: it.clock, title: it.label, state_label: it.state, color: colors[it.light] ?? 'grey', due: it.due ?? it.due_words ?? '', starts: it.start ?? '',
    limit: it.limit ? `${it.limit} ${unitWords(it.unit)}` : '', left: it.end ? '' : leftWords(it.left, it.unit), ended: it.end ?? '', promised: it.promised ?? '', law: it.cite ?? '', certainty: it.certainty ?? '',
    text: it.card ? `已亮${it.card}` : '', steps,
  }
}

const skipped = new Set(['skip', 'skipped', 'holiday', 'restday', 'rest'])

function ofContract(it: Deadline): DeadlineCard {
  const kind = (step: DeadlineStep): 'counted' | 'skipped' | 'note' => (skipped.has(step.kind) ? 'skipped' : step.kind === 'day' || step.kind === 'counted' || step.kind === 'due' ? 'counted' : 'note')
  return {
    clock: it.clock, title: it.title, state_label: it.state_label, color: it.color, due: it.due ?? '', starts: it.starts ?? '', limit: '', left: it.days_text ?? '', ended: '', promised: '', law: it.law ?? '',
    certainty: it.certainty ?? '', text: it.text ?? '', steps: (it.steps ?? []).map((step) => ({ day: step.day, kind: kind(step), text: step.text.replace(/^\d{4}-\d{2}-\d{2}\s*/, '') })),
  }
}

export function deadlineCard(it: Deadline | PlainDeadline): DeadlineCard {
  return isPlain(it) ? ofPlain(it) : ofContract(it)
}
