// 找到的字标出来；按台账归在一起。
import type { SearchAnswer, SearchHit } from '@/api/types'
import { thousands } from '@/terms/number'

export interface Piece {
  text: string
  hit: boolean
}

/** 把一段字按找的词切开，大小写不分；词和它的各种写法由服务端给。 */
export function pieces(text: string, words: string[]): Piece[] {
  const low = text.toLowerCase()
  const out: Piece[] = []
  let at = 0
  while (at < text.length) {
    let best = -1
    let length = 0
    for (const word of words) {
      const found = low.indexOf(word.toLowerCase(), at)
      if (found >= 0 && (best < 0 || found < best || (found === best && word.length > length))) {
        best = found
        length = word.length
      }
    }
    if (best < 0) break
    if (best > at) out.push({ text: text.slice(at, best), hit: false })
    out.push({ text: text.slice(best, best + length), hit: true })
    at = best + length
  }
  if (at < text.length) out.push({ text: text.slice(at), hit: false })
  return out
}

export interface HitGroup {
  ledger: string
  title: string
  hits: SearchHit[]
  /** 这本台账里一共有几条：列出来的，加上没列的。 */
  count: number
  /** 还不止这些。 */
  more: boolean
}

/** 一共几条；数不到头的说“以上”。 */
export const countWords = (count: number, more: boolean): string => `${thousands(String(count))} 条${more ? '以上' : ''}`

export function grouped(answer: Pick<SearchAnswer, 'items' | 'more'>): HitGroup[] {
  const groups = new Map<string, HitGroup>()
  for (const hit of answer.items) {
    const group = groups.get(hit.ledger) ?? { ledger: hit.ledger, title: hit.title, hits: [], count: 0, more: false }
    group.hits.push(hit)
    group.count = group.hits.length
    groups.set(hit.ledger, group)
  }
  for (const more of answer.more ?? []) {
    const group = groups.get(more.ledger)
    if (group) Object.assign(group, { count: group.hits.length + more.count, more: more.at_least })
    else groups.set(more.ledger, { ledger: more.ledger, title: more.title, hits: [], count: more.count, more: more.at_least })
  }
  return [...groups.values()]
}
