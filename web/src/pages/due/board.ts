// 督办怎样摆：灯的次序、按灯分栏、催办要带过去的字。
import type { Color, Deadline, DueItem, DueState, DueSummary, Field, Ledger } from '@/api/types'

/** 从急到缓。 */
export const STATES: readonly DueState[] = ['late', 'today', 'soon', 'running', 'stopped']

export const stateColors: Record<DueState, Color> = { late: 'red', today: 'yellow', soon: 'yellow', running: 'green', stopped: 'grey' }

export interface Lane {
  state: DueState
  items: DueItem[]
}

/** 按灯分栏，栏里先到期的在前。 */
export function lanes(items: readonly DueItem[]): Lane[] {
  const sorted = [...items].sort((one, other) => (one.due ?? '9999').localeCompare(other.due ?? '9999'))
  return STATES.map((state) => ({ state, items: sorted.filter((it) => it.state === state) }))
}

export interface PersonRow {
  who: string
  office: string
  counts: Record<DueState, number>
}

/** 按承办人数一数；不排名，照股室、姓名的次序。 */
export function byPerson(items: readonly DueItem[]): PersonRow[] {
  const rows = new Map<string, PersonRow>()
  for (const item of items) {
    const key = `${item.office}/${item.who ?? ''}`
    const row = rows.get(key) ?? { who: item.who ?? '未落实到人', office: item.office, counts: { late: 0, today: 0, soon: 0, running: 0, stopped: 0 } }
    row.counts[item.state] += 1
    rows.set(key, row)
  }
  return [...rows.values()].sort((one, other) => one.office.localeCompare(other.office, 'zh') || one.who.localeCompare(other.who, 'zh'))
}

/** 各股室加起来。 */
export function total(summary: readonly DueSummary[]): Omit<DueSummary, 'office'> {
  const sum = { late: 0, soon: 0, running: 0, stopped: 0 }
  for (const it of summary) {
    sum.late += it.late
    sum.soon += it.soon
    sum.running += it.running
    sum.stopped += it.stopped
  }
  return sum
}

/** 同一条记录可能有几个钟：找讲的是哪一个。 */
export function clockOf(deadlines: readonly Deadline[], clock: string): Deadline | undefined {
  return deadlines.find((it) => it.clock === clock) ?? deadlines[0]
}

/** 催办的话：谁、哪件事、到哪天。 */
export function reminderText(item: DueItem): string {
  const due = item.due ? `，应于 ${item.due} 前办结` : ''
  return `《${item.ledger_title}》${item.key}的“${item.title}”${due}，现已${item.text}，请抓紧办理并回复。`
}

/** 催办登记表怎样预填：按字段的类型认，不认名字。 */
export function reminderQuery(ledger: Ledger, item: DueItem, today: string): Record<string, string> {
  const first = (wanted: (field: Field) => boolean): string | undefined => ledger.fields.find(wanted)?.name
  const query: Record<string, string> = {}
  const put = (name: string | undefined, value: string | null): void => {
    if (name && value) query[name] = value
  }
  put(first((it) => it.type === 'link' && it.ledger === item.ledger), item.key)
  put(first((it) => it.type === 'person'), item.who)
  put(first((it) => it.type === 'long_text' && it.required), reminderText(item))
  put(first((it) => it.type === 'date' && it.required), today)
  return query
}
