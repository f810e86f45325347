// 角色能做什么，说成话：全部台账、部分业务、没有。
import type { Act, RoleChoices, RoleFull } from '@/api/types'
import { actWords } from '@/terms/words'

export const ACTS: readonly Act[] = ['see', 'create', 'edit', 'move', 'withdraw', 'import', 'export', 'confirm', 'seal', 'private', 'erase']

export type Reach = { kind: 'all' } | { kind: 'some'; ledgers: string[] } | { kind: 'none' }

export function reach(role: RoleFull, act: Act): Reach {
  const ledgers = [...new Set(role.grants.filter((it) => it.acts.includes(act)).flatMap((it) => it.ledgers))]
  if (ledgers.includes('*')) return { kind: 'all' }
  return ledgers.length ? { kind: 'some', ledgers } : { kind: 'none' }
}

export function reachWords(it: Reach): string {
  if (it.kind === 'all') return '全部'
  return it.kind === 'some' ? `部分（${it.ledgers.length}）` : '无'
}

/** “某业务线的全部”“某本台账”；目录里没有的看代号。 */
export function patternWords(pattern: string, domains: RoleChoices['domains']): string {
  if (pattern === '*') return '全部台账'
  const [domainId = '', name = ''] = pattern.split('/')
  const domain = domains.find((it) => it.id === domainId)
  if (name === '*') return domain ? `${domain.title}全部台账` : `${domainId} 类全部台账`
  return domain?.ledgers.find((it) => it.id === pattern)?.title ?? pattern
}

/** 一份授权念成一句。 */
export function grantWords(role: RoleFull, domains: RoleChoices['domains']): string[] {
  return role.grants.map((it) => {
    const acts = it.acts.map((act) => actWords[act] ?? act).join('、')
    return `${it.ledgers.map((one) => patternWords(one, domains)).join('、')}：${acts}`
  })
}
