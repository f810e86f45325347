// 补全：问服务端这一格用过什么、登记过什么；没有这个接口或断了网就当没有。
import { get } from '@/api/client'
import type { OfferItem } from '@/api/types'

export async function offers(ledger: string, field: string, q: string, signal: AbortSignal): Promise<OfferItem[]> {
  try {
    const got = await get<'/ledgers/{domain}/{name}/records/offer'>(`/ledgers/${ledger}/records/offer`, { field, q, limit: 8 }, { signal, quiet: true })
    return got.items ?? []
  } catch {
    return []
  }
}

/** 上下键在候选里走；到头绕回来，-1 是回到自己敲的字。 */
export function walk(key: string, at: number, count: number): number | null {
  if (count === 0) return null
  if (key === 'ArrowDown') return at + 1 >= count ? -1 : at + 1
  if (key === 'ArrowUp') return at < 0 ? count - 1 : at - 1
  return null
}
