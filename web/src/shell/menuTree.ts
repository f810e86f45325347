// 左边菜单的内容：固定的、最近的、按业务线的；打几个字就只留对得上的。
import type { Domain, LedgerRef } from '@/api/types'

export const RECENT_MOST = 6

export function pick(ids: readonly string[] | undefined, byId: ReadonlyMap<string, LedgerRef>): LedgerRef[] {
  return (ids ?? []).flatMap((id) => byId.get(id) ?? [])
}

/** 刚打开的放最前，不重复，只留几本。 */
export function recently(ids: readonly string[] | undefined, id: string): string[] {
  return [id, ...(ids ?? []).filter((it) => it !== id)].slice(0, RECENT_MOST)
}

export function toggled(ids: readonly string[] | undefined, id: string): string[] {
  const had = ids ?? []
  return had.includes(id) ? had.filter((it) => it !== id) : [...had, id]
}

/** 每个字都对得上的台账：看名称、股室；“治超 登记”两段都要有。 */
export function filter(domains: readonly Domain[], typed: string): Domain[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...domains]
  return domains.flatMap((domain) => {
    const ledgers = domain.ledgers.filter((it) => {
      const text = `${it.title} ${it.office_title} ${domain.title} ${it.id}`.toLowerCase()
      return words.every((word) => text.includes(word))
    })
    // 名称里就有的排在只有股室对得上的前面。
    const titled = (it: LedgerRef): number => (words.every((word) => it.title.toLowerCase().includes(word)) ? 0 : 1)
    ledgers.sort((one, other) => titled(one) - titled(other))
    return ledgers.length ? [{ ...domain, ledgers }] : []
  })
}
