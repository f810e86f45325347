// 表单的算法：分几块、哪些要存、问题落在哪一格、回车去哪里。
import type { Field, Finding, Ledger, Lines, Values } from '@/api/types'

export interface FormGroup {
  key: string
  title: string
  fields: Field[]
  /** 开头收着（办理中才填的）。 */
  folded: boolean
}

/** 走流程时才填的字段：办理各步要的证据。 */
export function stepFields(ledger: Ledger): Set<string> {
  const names = new Set<string>()
  for (const move of ledger.workflow.moves) {
    for (const name of [...move.evidence, ...move.fields]) names.add(name)
  }
  return names
}

/** 分块：先是登记就要填的，再是办理中填的，长文字和附件各归一块，明细一表一块。 */
export function groups(ledger: Ledger, values: Values): FormGroup[] {
  const later = stepFields(ledger)
  const open = ledger.fields.filter((it) => !it.closed)
  const plain = open.filter((it) => it.type !== 'lines' && it.type !== 'file')
  const isLater = (it: Field): boolean => !it.required && later.has(it.name)
  const first = plain.filter((it) => !isLater(it))
  const rest = plain.filter(isLater)
  const files = open.filter((it) => it.type === 'file')
  const out: FormGroup[] = [{ key: 'basic', title: '基本信息', fields: first, folded: false }]
  if (rest.length) {
    out.push({ key: 'later', title: '办理中填写', fields: rest, folded: rest.every((it) => !values[it.name]) })
  }
  if (files.length) out.push({ key: 'files', title: '附件', fields: files, folded: false })
  for (const field of open.filter((it) => it.type === 'lines')) {
    out.push({ key: `lines-${field.name}`, title: field.label, fields: [field], folded: false })
  }
  return out.filter((it) => it.fields.length > 0)
}

/** 要占一整行的。 */
export function isWide(field: Field): boolean {
  return field.type === 'long_text' || field.type === 'lines' || field.type === 'file' || (field.type === 'text' && (field.max_length ?? 0) > 200)
}

function same(one: string | null | undefined, other: string | null | undefined): boolean {
  return (one ?? '') === (other ?? '')
}

/** 改了哪些：没动的不送，清空的送 null。 */
export function changedValues(before: Values, after: Values): Values {
  const out: Values = {}
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!same(before[name], after[name])) out[name] = after[name] || null
  }
  return out
}

export function filled(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''))
}

/** 空行不送。 */
export function filledLines(lines: Lines): Lines {
  return Object.fromEntries(Object.entries(lines).map(([name, rows]) => [name, rows.map(filled).filter((it) => Object.keys(it).length > 0)]))
}

export function sameLines(one: Lines, other: Lines): boolean {
  const write = (it: Lines): string =>
    JSON.stringify(Object.entries(filledLines(it)).filter(([, rows]) => rows.length).sort().map(([name, rows]) => [name, rows.map((row) => Object.entries(row).sort())]))
  return write(one) === write(other)
}

/** 一处问题落在哪个字段：有名用名，没有按标题认。 */
export function fieldOfFinding(finding: Finding, fields: readonly Field[]): string | null {
  const { field, label } = finding.place
  for (const word of [field, label]) {
    const found = word && fields.find((it) => it.name === word || it.label === word)
    if (found) return found.name
  }
  return null
}

/** 编号没填，“必填”已经说过一遍，“无法识别是哪条记录”不再说。 */
export function saidOnce(findings: readonly Finding[]): Finding[] {
  const required = findings.some((it) => it.rule === 'required')
  return findings.filter((it) => it.rule !== 'no_key' || !required)
}

/** 各字段的问题；落不到字段上的在 ''。 */
export function byField(findings: readonly Finding[], fields: readonly Field[]): Record<string, Finding[]> {
  const out: Record<string, Finding[]> = {}
  for (const finding of findings) {
    const at = fieldOfFinding(finding, fields) ?? ''
    ;(out[at] ??= []).push(finding)
  }
  return out
}

export interface Conflict {
  field: Field
  /** 打开时的。 */
  base: string
  mine: string
  theirs: string
}

/** 别人先存了：两边都动过、而且不一样的字段。只有一边动过的，不用人选。 */
export function conflicts(fields: readonly Field[], base: Values, mine: Values, theirs: Values): Conflict[] {
  return fields
    .filter((it) => it.type !== 'lines')
    .filter((it) => !same(base[it.name], mine[it.name]) && !same(base[it.name], theirs[it.name]) && !same(mine[it.name], theirs[it.name]))
    .map((field) => ({ field, base: base[field.name] ?? '', mine: mine[field.name] ?? '', theirs: theirs[field.name] ?? '' }))
}

/** 两边都动过的明细表；一张表整个选，给看的是各有几行。 */
export function lineConflicts(fields: readonly Field[], base: Lines, mine: Lines, theirs: Lines): Conflict[] {
  const rows = (of: Lines, name: string): string => `${filledLines({ [name]: of[name] ?? [] })[name]?.length ?? 0} 行`
  return fields
    .filter((it) => it.type === 'lines' && !sameTable(it.name, base, mine) && !sameTable(it.name, base, theirs) && !sameTable(it.name, mine, theirs))
    .map((field) => ({ field, base: rows(base, field.name), mine: rows(mine, field.name), theirs: rows(theirs, field.name) }))
}

function sameTable(name: string, one: Lines, other: Lines): boolean {
  return sameLines({ [name]: one[name] ?? [] }, { [name]: other[name] ?? [] })
}

/** 一张张表合：我没动的用他的，只有我动过的用我的，都动过的照选的。 */
export function mergedLines(base: Lines, mine: Lines, theirs: Lines, picks: Record<string, 'mine' | 'theirs'>): Lines {
  const names = new Set([...Object.keys(mine), ...Object.keys(theirs)])
  return Object.fromEntries([...names].map((name) => {
    const keep = sameTable(name, base, mine) || (!sameTable(name, base, theirs) && picks[name] === 'theirs')
    return [name, (keep ? theirs : mine)[name] ?? []]
  }))
}

/** 合起来：我动过的用我的，没动的用他的；冲突的照选的。 */
export function merged(base: Values, mine: Values, theirs: Values, picks: Record<string, 'mine' | 'theirs'>): Values {
  const out: Values = { ...theirs }
  for (const name of new Set([...Object.keys(base), ...Object.keys(mine)])) {
    if (same(base[name], mine[name])) continue
    if (!same(base[name], theirs[name]) && picks[name] === 'theirs') continue
    out[name] = mine[name] ?? null
  }
  return out
}

/** 接着上一个编号往下编：最后一段数字加一，位数不变；没有数字、不像编号的字段不给。 */
export function following(key: string, field: Field): string {
  if (field.type !== 'text' || !field.label.endsWith('号')) return ''
  const match = /^(.*?)(\d{1,15})(\D*)$/.exec(key)
  if (!match) return ''
  const [, head = '', digits = '', tail = ''] = match
  return head + String(Number(digits) + 1).padStart(digits.length, '0') + tail
}

const STOPS = 'input:not([type="hidden"]):not([type="file"]), select, textarea, [role="combobox"]'

/** 回车去下一格：同一张表里下一个能填的。 */
export function nextStop(root: ParentNode, from: Element): HTMLElement | null {
  const all = [...root.querySelectorAll<HTMLElement>(STOPS)].filter((it) => !it.hasAttribute('disabled') && it.tabIndex >= 0 && it.offsetParent !== null)
  const at = all.indexOf(from as HTMLElement)
  const radio = from instanceof HTMLInputElement && from.type === 'radio' ? from.name : null
  for (let next = at + 1; next < all.length; next++) {
    const it = all[next]!
    if (radio && it instanceof HTMLInputElement && it.name === radio) continue
    return it
  }
  return null
}
