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

const WIDEST_PX = 288
/** 列里除了字还占地方的：左右留白，状态的框、灯的记号。 */
const AROUND_PX = 22
const DRAWN_PX: Record<string, number> = { state: 18, [LIGHT]: 20 }

/** 一串字有多宽（14 像素的字）：汉字一格，数字、字母大半格。 */
function wide(text: string): number {
  let px = 0
  for (const one of text) px += one.codePointAt(0)! >= 0x2e80 ? 14 : 8.4
  return px
}

/** 照头一页的内容收放列宽，像在表格里双击列边：最宽的一格放得下，空列不占地方；特别长的截断。 */
export function fitted(columns: readonly Column[], rows: number, cell: (row: number, key: string) => string, scale: number): Column[] {
  if (!rows) return [...columns]
  return columns.map((column) => {
    const head = wide(column.title) + AROUND_PX + 12
    let body = 0
    for (let row = 0; row < rows; row++) body = Math.max(body, wide(cell(row, column.key)))
    // 数的合计比每一格都长，留几位。
    const more = column.align === 'end' && body > 0 ? 26 : (DRAWN_PX[column.key] ?? 0)
    const px = Math.max(Math.min(head, WIDEST_PX), Math.min(body + AROUND_PX + more, WIDEST_PX))
    return { ...column, width: Math.ceil(px * scale) }
  })
}

/** 加起来有意思的列：照定义。 */
export function summed(ledger: Ledger): string[] {
  return ledger.sums
}

/** 拖着换次序：把 from 处的挪到 to 处。 */
export function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const out = [...all]
  const [it] = out.splice(from, 1)
  if (it !== undefined) out.splice(to, 0, it)
  return out
}
