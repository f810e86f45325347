// 数背后的记录一格一格怎样写：和台账的列表一样，有单位、千分位，钟点到分，月份说哪年哪月。
import { fields, type Look } from '@/fields'
import type { Field, Ledger } from '@/api/types'

const PRINTED: ReadonlySet<Field['type']> = new Set(['integer', 'decimal', 'money', 'mass', 'date', 'time', 'date_time'])

/** 表头是哪个字段的：先找明细自己的，再找记录的。 */
export function fieldNamed(label: string, ledger: Ledger | undefined, lines: string | null | undefined): Field | undefined {
  const own = ledger?.fields.find((it) => it.name === lines)?.fields ?? []
  return own.find((it) => it.label === label) ?? ledger?.fields.find((it) => it.label === label)
}

/** 服务端给的已经是看得懂的字；数和日子照台账的写法，遮着的不动。 */
export function cellWords(value: string, field: Field | undefined, look: Look): string {
  return field && PRINTED.has(field.type) && /^-?\d/.test(value) ? fields[field.type].print(value, field, look) : value
}

export function headWords(label: string, field: Field | undefined): string {
  return field?.unit && fields[field.type].align === 'end' ? `${label}（${field.unit}）` : label
}
