// 督办怎样摆：灯的次序、按灯分栏、催办要带过去的字。
import { lightWords } from '@/terms/light'
import type { Color, Deadline, DueItem, DueState, DueSummary, Field, Ledger, Me } from '@/api/types'

/** 从急到缓。 */
export const STATES: readonly DueState[] = ['late', 'today', 'soon', 'running', 'stopped', 'unknown']

export const stateColors: Record<DueState, Color> = { late: 'red', today: 'yellow', soon: 'yellow', running: 'green', stopped: 'grey', unknown: 'grey' }

export interface Lane {
  state: DueState
  items: DueItem[]
}

/** 按灯分栏，栏里先到期的在前。 */
export function lanes(items: readonly DueItem[]): Lane[] {
  const sorted = [...items].sort((one, other) => (one.due ?? '9999').localeCompare(other.due ?? '9999'))
  return STATES.map((state) => ({ state, items: sorted.filter((it) => it.state === state) })).filter((it) => it.state !== 'unknown' || it.items.length)
}

export interface PersonRow {
  who: string
  office: string
  office_title: string
  counts: Record<DueState, number>
}

/** 按承办人数一数；不排名，照股室、姓名的次序。 */
export function byPerson(items: readonly DueItem[]): PersonRow[] {
  const rows = new Map<string, PersonRow>()
  for (const item of items) {
    const key = `${item.office}/${item.who}`
    const row = rows.get(key) ?? { who: item.who || '未落实到人', office: item.office, office_title: item.office_title, counts: { late: 0, today: 0, soon: 0, running: 0, stopped: 0, unknown: 0 } }
    row.counts[item.state] += 1
    rows.set(key, row)
  }
  return [...rows.values()].sort((one, other) => one.office_title.localeCompare(other.office_title, 'zh') || one.who.localeCompare(other.who, 'zh'))
}

/** 各股室加起来。 */
export function total(summary: readonly DueSummary[]): Record<DueState, number> {
  const sum = { late: 0, today: 0, soon: 0, running: 0, stopped: 0, unknown: 0 }
  for (const it of summary) {
    for (const state of STATES) sum[state] += it[state] ?? 0
  }
  return sum
}

/** 同一条记录可能有几个钟：找讲的是哪一个。 */
export function clockOf(deadlines: readonly Deadline[], clock: string): Deadline | undefined {
  return deadlines.find((it) => it.clock === clock) ?? deadlines[0]
}

/** 灯旁边的字：逾期几天、还有几天；算不出的说状态。 */
export function lightText(item: Pick<DueItem, 'text' | 'state_label'>): string {
  return lightWords({ text: item.state_label, left: item.text })
}

/** 催的是什么；没有计时的没有钟的名称。 */
export type Reminded = Pick<DueItem, 'ledger' | 'ledger_title' | 'key' | 'title' | 'due' | 'text' | 'state' | 'state_label' | 'office_title' | 'who'>

/** 催办的话：哪件事、到哪天、现在怎样。 */
export function reminderText(item: Reminded): string {
  const parts = [`《${item.ledger_title}》${item.key}${item.title ? `的“${item.title}”` : ''}`]
  if (item.due) parts.push(`应于${item.due}前办结`)
  const stands = item.text || item.state_label
  if (stands && item.title) parts.push(item.state === 'late' ? `现已${stands}` : `还剩${stands}`)
  return `${parts.join('，')}，请抓紧办理并回复。`
}

/** 催办登记表怎样预填：按字段的类型认，不认名字；写给谁由定义说是哪一项。 */
export function reminderQuery(ledger: Ledger, item: Reminded, today: string, to: { field: string; name: string }): Record<string, string> {
  const first = (wanted: (field: Field) => boolean): string | undefined => ledger.fields.find(wanted)?.name
  const query: Record<string, string> = {}
  const put = (name: string | undefined, value: string | null): void => {
    if (name && value) query[name] = value
  }
  put(first((it) => it.type === 'link' && it.ledger === item.ledger), item.key)
  put(to.field, to.name)
  put(first((it) => it.type === 'long_text' && it.required), reminderText(item))
  put(first((it) => it.type === 'date' && it.required), today)
  return query
}

type Standing = Pick<Me, 'office' | 'office_title' | 'post'>

/** 列的是谁看得到的：督办不越过岗位看的范围。 */
export function scopeWords(me: Standing | null): string {
  const post = me?.post?.title || me?.office_title
  return post ? `“${post}”岗位看得到的` : '您看得到的'
}

/** 一件也没有时怎样说：是筛没了，还是岗位看不到，还是真没有；接下来可以做什么。 */
export function nothingWords(me: Standing | null, filtered: boolean, office: string): { text: string; hint: string } {
  if (filtered) {
    const other = office !== '' && office !== me?.office
    return { text: '这样筛没有正在计时的事。', hint: other ? '别的股室的记录，您的岗位不一定看得到；可以请那个股室的人看，或者换一个筛选。' : '换一个筛选，或者清掉筛选再看。' }
  }
  return { text: '您看得到的记录里，没有正在计时的事。', hint: `这里只列${scopeWords(me)}，多数岗位只看本股室的。要看更多股室的，请系统管理员调整岗位；不计时的事在“待办”里。` }
}
