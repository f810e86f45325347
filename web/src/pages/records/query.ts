// 列表的条件：写在地址里，刷新、后退、存成视图都不丢。一条是“字段:比法:值”，照接口的 filter。
import type { Field, Ledger } from '@/api/types'
import type { Look, Op } from '@/fields'
import { print } from '@/fields'

export interface Condition {
  field: string
  op: Op
  value: string
}

export interface ListQuery {
  filters: Condition[]
  sort: string
  q: string
  /** 按哪个字段归总；空着就是一条一条看。 */
  by: string
}

export type RouteQuery = Record<string, string | null | (string | null)[] | undefined>

const OPS = new Set<string>(['eq', 'not', 'in', 'less', 'at_most', 'more', 'at_least', 'between', 'is_set', 'is_empty', 'contains'])

function texts(value: RouteQuery[string]): string[] {
  const all = Array.isArray(value) ? value : [value]
  return all.filter((it): it is string => typeof it === 'string' && it !== '')
}

export function parseCondition(text: string): Condition | null {
  const [field = '', op = '', ...rest] = text.split(':')
  return field && OPS.has(op) ? { field, op: op as Op, value: rest.join(':') } : null
}

export function writeCondition({ field, op, value }: Condition): string {
  return op === 'is_set' || op === 'is_empty' ? `${field}:${op}` : `${field}:${op}:${value}`
}

export function readQuery(query: RouteQuery): ListQuery {
  return {
    filters: texts(query.filter).map(parseCondition).filter((it): it is Condition => it !== null),
    sort: texts(query.sort)[0] ?? '',
    q: texts(query.q)[0] ?? '',
    by: texts(query.by)[0] ?? '',
  }
}

/** 写回地址；空的不写。 */
export function writeQuery(query: ListQuery): Record<string, string | string[]> {
  const out: Record<string, string | string[]> = {}
  if (query.filters.length) out.filter = query.filters.map(writeCondition)
  if (query.sort) out.sort = query.sort
  if (query.q) out.q = query.q
  if (query.by) out.by = query.by
  return out
}

/** 问服务端用的：条件和词，不含排序。 */
export function asked(query: ListQuery): { filter: string[]; q: string } {
  return { filter: query.filters.map(writeCondition), q: query.q }
}

export function conditionsOf(query: ListQuery, field: string): Condition[] {
  return query.filters.filter((it) => it.field === field)
}

/** 把一个字段的条件换成新的；空值就是不限。 */
export function setCondition(query: ListQuery, field: string, next: Condition | null): ListQuery {
  const at = query.filters.findIndex((it) => it.field === field)
  const rest = query.filters.filter((it) => it.field !== field)
  if (next) rest.splice(at < 0 ? rest.length : at, 0, next)
  return { ...query, filters: rest }
}

/** 两头的范围：都填是“之间”，填一头是“不小于”“不大于”。 */
export function range(field: string, from: string, until: string): Condition | null {
  if (from && until) return { field, op: 'between', value: `${from}|${until}` }
  if (from) return { field, op: 'at_least', value: from }
  if (until) return { field, op: 'at_most', value: until }
  return null
}

export function rangeOf(condition: Condition | undefined): { from: string; until: string } {
  if (!condition) return { from: '', until: '' }
  const [one = '', other = ''] = condition.value.split('|')
  switch (condition.op) {
    case 'between':
      return { from: one, until: other }
    case 'at_least':
    case 'more':
      return { from: one, until: '' }
    case 'at_most':
    case 'less':
      return { from: '', until: one }
    case 'eq':
      return { from: one, until: one }
    default:
      return { from: '', until: '' }
  }
}

/** 勾选的几个值：一个用“等于”，几个用“之一”。 */
export function choice(field: string, values: readonly string[]): Condition | null {
  if (!values.length) return null
  return values.length === 1 ? { field, op: 'eq', value: values[0] ?? '' } : { field, op: 'in', value: values.join('|') }
}

export function choiceOf(condition: Condition | undefined): string[] {
  return condition && (condition.op === 'eq' || condition.op === 'in') ? condition.value.split('|') : []
}

/** 每条记录都有的几列。 */
export const META: readonly { name: string; label: string; type: Field['type'] }[] = [
  { name: 'state', label: '状态', type: 'text' },
  { name: 'office', label: '责任股室', type: 'text' },
  { name: 'created_by', label: '登记人', type: 'text' },
  { name: 'created_at', label: '登记时间', type: 'date' },
  { name: 'updated_by', label: '最后修改人', type: 'text' },
  { name: 'updated_at', label: '最后修改时间', type: 'date' },
]

/** 字段，或者状态、股室这些每条都有的；台账自己的字段优先。 */
export function fieldOf(ledger: Ledger, name: string): Field | undefined {
  const own = ledger.fields.find((it) => it.name === name)
  if (own) return own
  const meta = META.find((it) => it.name === name)
  return meta ? { ...meta, required: false, private: false, values: [], required_when: false, closed: false, about: '' } : undefined
}

const opWords: Record<Op, string> = {
  eq: '是', not: '不是', in: '是', less: '小于', at_most: '不大于', more: '大于', at_least: '不小于', between: '', is_set: '已填', is_empty: '未填', contains: '含',
}
const dayWords: Partial<Record<Op, string>> = { at_least: '不早于', more: '晚于', at_most: '不晚于', less: '早于' }

/** 一条条件给人看：“立案日期 2021-01-01 至 2021-06-30”。 */
export function conditionWords(condition: Condition, ledger: Ledger, look: Look): string {
  const field = fieldOf(ledger, condition.field)
  if (!field) return writeCondition(condition)
  const one = (text: string): string => {
    if (condition.field === 'state' && !ledger.fields.some((it) => it.name === 'state')) {
      return ledger.workflow.states.find((it) => it.name === text)?.label ?? text
    }
    if (condition.field === 'office' && !ledger.fields.some((it) => it.name === 'office')) return look.officeChoice?.(text) ?? text
    return print(text, field, look) || text
  }
  const values = condition.value.split('|').map(one)
  const day = field.type === 'date' || field.type === 'date_time'
  switch (condition.op) {
    case 'between':
      return `${field.label} ${values[0] === values[1] ? values[0] : values.join(' 至 ')}`
    case 'in':
      return `${field.label} ${values.join('、')}`
    case 'is_set':
    case 'is_empty':
      return `${field.label}${opWords[condition.op]}`
    case 'eq':
      return `${field.label} ${values.join('、')}`
    default:
      return `${field.label}${(day && dayWords[condition.op]) || opWords[condition.op]} ${values.join('、')}`
  }
}

/** 全部条件一句话，打印和导出的页眉用。 */
export function queryWords(query: ListQuery, ledger: Ledger, look: Look): string {
  const parts = query.filters.map((it) => conditionWords(it, ledger, look))
  if (query.q) parts.push(`含“${query.q}”`)
  return parts.length ? parts.join('；') : '全部'
}
