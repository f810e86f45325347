// 数的清单怎样筛、怎样按业务线归在一起。
import type { FigureItem } from '@/api/types'

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
