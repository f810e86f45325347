// 列表有哪些列：默认照定义，人可以挑、排、调宽。
import type { Field, Ledger, LedgerPreferences } from '@/api/types'
import { fields } from '@/fields'
import type { Column } from '@/parts/grid'
import { fieldOf, META } from './query'

export const LIGHT = 'light'
const KEY_PX = 160

const metaWidths: Record<string, number> = { state: 112, office: 120, created_by: 88, updated_by: 96, created_at: 140, updated_at: 140 }

/** 可以当列的：除明细以外的字段，加期限和每条都有的几项。 */
export function available(ledger: Ledger): { name: string; label: string }[] {
  const own = ledger.fields.filter((it) => it.type !== 'lines').map((it) => ({ name: it.name, label: it.label }))
  const names = new Set(own.map((it) => it.name))
  const light = ledger.clocks.length ? [{ name: LIGHT, label: '期限' }] : []
  return [...own, ...light, ...META.filter((it) => !names.has(it.name)).map((it) => ({ name: it.name, label: it.label }))]
}

/** 默认的列；看不了的个人信息不占地方。 */
export function defaults(ledger: Ledger): string[] {
  const open = ledger.acts.includes('private')
  const names = ledger.list.filter((name) => ledger.fields.some((it) => it.name === name && (open || !it.private)))
  const keys = ledger.key.filter((name) => !names.includes(name))
  // 状态和期限紧跟编号：横着滚之前就看得见。
  const first = [...keys, ...names.filter((it) => ledger.key.includes(it))]
  const states = ledger.workflow.states.length > 1 ? ['state'] : []
  return [...first, ...states, ...(ledger.clocks.length ? [LIGHT] : []), ...names].filter((it, at, all) => all.indexOf(it) === at)
}

export function chosen(ledger: Ledger, preferences: LedgerPreferences | undefined): string[] {
  const able = new Set(available(ledger).map((it) => it.name))
  const kept = (preferences?.columns ?? []).filter((it) => able.has(it))
  return kept.length ? kept : defaults(ledger)
}

function column(ledger: Ledger, name: string, may_private: boolean): Column | null {
  if (name === LIGHT) return { key: LIGHT, title: '期限', width: 150 }
  const field: Field | undefined = fieldOf(ledger, name)
  if (!field) return null
  const own = ledger.fields.includes(field)
  const unit = field.unit && (field.type === 'integer' || field.type === 'decimal' || field.type === 'mass' || field.type === 'money') ? `（${field.unit}）` : ''
  const words = [...field.label, ...unit].length * 14 + 34
  const key = ledger.key.includes(name) ? KEY_PX : 0
  const width = own ? fields[field.type].width : (metaWidths[name] ?? 120)
  return {
    key: name,
    title: field.label + unit,
    width: Math.max(key, width, Math.min(words, 190)),
    align: own ? fields[field.type].align : 'start',
    sortable: !(field.private && !may_private),
  }
}

/** 画表用的列；钥匙列钉在左边。 */
export function columns(ledger: Ledger, names: readonly string[], may_private: boolean): Column[] {
  const made = names.map((it) => column(ledger, it, may_private)).filter((it): it is Column => it !== null)
  const first = made.find((it) => ledger.key.includes(it.key))
  if (first) {
    made.splice(made.indexOf(first), 1)
    made.unshift({ ...first, pinned: true })
  }
  return made
}

/** 加起来有意思的列：照定义。 */
export function summed(ledger: Ledger): string[] {
  return ledger.sums
}

/** 没点过排序时的次序：照定义，多半是新的在前。 */
export function usualSort(ledger: Ledger): string {
  return ledger.sort ?? ''
}

/** 拖着换次序：把 from 处的挪到 to 处。 */
export function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const out = [...all]
  const [it] = out.splice(from, 1)
  if (it !== undefined) out.splice(to, 0, it)
  return out
}
