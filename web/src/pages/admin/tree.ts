// 股室的树：按上级排成一列，带上深浅。
import type { Office } from '@/api/types'

export interface Leaf {
  office: Office
  depth: number
}

export function flatten(offices: readonly Office[]): Leaf[] {
  const names = new Set(offices.map((it) => it.name))
  const out: Leaf[] = []
  const seen = new Set<string>()
  const walk = (parent: string | null, depth: number): void => {
    for (const office of offices) {
      // 上级已经不在的，按最上层排，不能丢。
      const under = office.parent !== null && names.has(office.parent) ? office.parent : null
      if (under !== parent || seen.has(office.name)) continue
      seen.add(office.name)
      out.push({ office, depth })
      walk(office.name, depth + 1)
    }
  }
  walk(null, 0)
  // 互为上级的绕成圈，也要看得见。
  for (const office of offices) if (!seen.has(office.name)) out.push({ office, depth: 0 })
  return out
}
