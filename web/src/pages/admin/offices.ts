// 股室的树在屏幕上怎么改：移、排、收；改了哪些由服务说，这里只管不让树打结。
import type { Office } from '@/api/types'

/** 一个股室和它下面各级的名称。 */
export function under(offices: readonly Office[], name: string): Set<string> {
  const found = new Set([name])
  for (let grown = true; grown; ) {
    grown = false
    for (const it of offices) {
      if (it.parent !== null && found.has(it.parent) && !found.has(it.name)) {
        found.add(it.name)
        grown = true
      }
    }
  }
  return found
}

/** 能做上级的：不是自己和自己下面的，没有撤并，不是共用的。 */
export function parents(offices: readonly Office[], name: string): Office[] {
  const own = under(offices, name)
  return offices.filter((it) => !own.has(it.name) && !it.closed && !it.shared)
}

/** 同一个上级下面前移一位或后移一位；到头了不动。 */
export function shift(offices: readonly Office[], name: string, by: -1 | 1): Office[] {
  const out = [...offices]
  const at = out.findIndex((it) => it.name === name)
  const own = out[at]
  if (!own) return out
  for (let next = at + by; next >= 0 && next < out.length; next += by) {
    const other = out[next]
    if (other && other.parent === own.parent) {
      out[at] = other
      out[next] = own
      break
    }
  }
  return out
}

/** 两棵树是不是一样。 */
export function same(one: readonly Office[], other: readonly Office[]): boolean {
  const key = (it: Office): string => JSON.stringify([it.name, it.title, it.parent ?? '', it.about ?? '', it.closed ?? false, it.into ?? ''])
  return one.length === other.length && one.every((it, index) => key(it) === key(other[index] as Office))
}
