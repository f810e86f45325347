// 数的清单怎样筛、怎样按业务线归在一起。
import type { FigureItem, OfferItem } from '@/api/types'

export type Only = '' | 'zero' | 'noted' | 'sealed' | 'none'

export interface Choice {
  words: string
  domain: string
  only: Only
}

const isZero = (value: string | null): boolean => value !== null && /^-?0(\.0+)?$/.test(value)

/** 名称、登记号、责任股室里有这几个字；登记号不分大小写。 */
export function matches(item: FigureItem, choice: Choice): boolean {
  if (choice.domain && item.domain !== choice.domain) return false
  if (choice.only === 'zero' && !isZero(item.value)) return false
  if (choice.only === 'noted' && item.notes.length === 0) return false
  if (choice.only === 'sealed' && !item.sealed) return false
  if (choice.only === 'none' && item.value !== null) return false
  const words = choice.words.trim().toLowerCase()
  if (!words) return true
  return [item.title, item.owner ?? '', item.id, ...item.refs].some((it) => it.toLowerCase().includes(words))
}

export interface Group {
  id: string
  title: string
  items: FigureItem[]
}

/** 按业务线归组，次序照服务端给的。 */
export function grouped(items: readonly FigureItem[]): Group[] {
  const groups = new Map<string, Group>()
  for (const item of items) {
    const had = groups.get(item.domain)
    if (had) had.items.push(item)
    else groups.set(item.domain, { id: item.domain, title: item.domain_title, items: [item] })
  }
  return [...groups.values()]
}

/** 候选太多看不过来，先列这些；再敲几个字就少了。 */
const MOST = 50

/** 挑一个数：敲的字在名称、登记号、责任股室、业务线里都算；同一业务线的在前（能比的多半在一起），名称打头的再在前。 */
export function candidates(items: readonly FigureItem[], typed: string, beside = ''): OfferItem[] {
  const words = typed.trim().toLowerCase()
  const near = (it: FigureItem): number => (it.domain === beside ? 0 : 1)
  const heads = (it: FigureItem): number => (words && it.title.toLowerCase().startsWith(words) ? 0 : 1)
  return items
    .filter((it) => matches(it, { words, domain: '', only: '' }) || it.domain_title.includes(words))
    .sort((one, other) => near(one) - near(other) || heads(one) - heads(other))
    .slice(0, MOST)
    .map((it) => ({ value: it.id, label: `${it.title}　${it.domain_title}`, times: 0 }))
}
