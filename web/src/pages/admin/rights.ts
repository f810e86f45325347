// 权限的变化念成句子；授权的表和文件里的写法互换。
import type { Act, Grant, RightsChange, RightsLine } from '@/api/types'
import { actWords, powerWords } from '@/terms/words'

export interface Said {
  word: '多了' | '少了' | '看得更远' | '看得更近' | '登录'
  tone: 'green' | 'red' | 'amber' | 'grey'
  text: string
}

/** 同样几本台账上的动作合成一句。 */
function lines(all: readonly RightsLine[]): string[] {
  const groups = new Map<string, { acts: string[]; where: string }>()
  for (const it of all) {
    const more = it.ledgers > it.titles.length ? `等 ${it.ledgers} 本台账` : ''
    const where = `${it.titles.map((title) => `《${title}》`).join('')}${more}`
    const group = groups.get(where) ?? { acts: [], where }
    group.acts.push(actWords[it.act] ?? it.act)
    groups.set(where, group)
  }
  return [...groups.values()].map((it) => `${it.acts.join('、')}：${it.where}`)
}

function few(steps: readonly string[]): string {
  return steps.length > 4 ? `${steps.slice(0, 4).join('、')}等 ${steps.length} 步` : steps.join('、')
}

export function changeWords(change: RightsChange): Said[] {
  const out: Said[] = []
  for (const text of lines(change.gained)) out.push({ word: '多了', tone: 'green', text })
  if (change.powers_gained.length) out.push({ word: '多了', tone: 'green', text: change.powers_gained.map((it) => powerWords[it] ?? it).join('、') })
  if (change.steps_gained.length) out.push({ word: '多了', tone: 'green', text: `办理：${few(change.steps_gained)}` })
  for (const text of lines(change.wider)) out.push({ word: '看得更远', tone: 'amber', text })
  for (const text of lines(change.lost)) out.push({ word: '少了', tone: 'red', text })
  if (change.powers_lost.length) out.push({ word: '少了', tone: 'red', text: change.powers_lost.map((it) => powerWords[it] ?? it).join('、') })
  if (change.steps_lost.length) out.push({ word: '少了', tone: 'red', text: `办理：${few(change.steps_lost)}` })
  for (const text of lines(change.narrower)) out.push({ word: '看得更近', tone: 'amber', text })
  if (change.second_factor) out.push({ word: '登录', tone: 'grey', text: '动态口令的要求变了' })
  return out
}

/** 表上的一行：一处台账、勾了哪些。 */
export interface GrantRow {
  ledger: string
  acts: Act[]
}

/** 授权拆成一处一行，同一处的勾合在一起。 */
export function toRows(grants: readonly Grant[]): GrantRow[] {
  const rows = new Map<string, Set<Act>>()
  for (const grant of grants) for (const ledger of grant.ledgers) rows.set(ledger, new Set([...(rows.get(ledger) ?? []), ...grant.acts]))
  return [...rows].map(([ledger, acts]) => ({ ledger, acts: [...acts] }))
}

/** 勾得一样的合成一条授权；没有勾的不算。 */
export function toGrants(rows: readonly GrantRow[], order: readonly Act[]): Grant[] {
  const groups = new Map<string, Grant>()
  for (const row of rows) {
    const acts = order.filter((it) => row.acts.includes(it))
    if (!row.ledger || !acts.length) continue
    const key = acts.join(' ')
    const had = groups.get(key)
    if (had) had.ledgers.push(row.ledger)
    else groups.set(key, { ledgers: [row.ledger], acts })
  }
  return [...groups.values()]
}
