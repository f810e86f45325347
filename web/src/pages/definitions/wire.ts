// 表单和服务端的写法互换：服务端按台账、代码表、数、段落写成文件；流程的文件在这里写。
import type { FieldType } from '@/api/types'
import type { FormCondition, FormField, FormIndicator, FormLedger, FormModel } from './model'

export interface WireField {
  name: string
  label: string
  type: string
  required: boolean
  private: boolean
  max_length: number | null
  places: number | null
  unit: string
  list: string
  ledger: string
  about: string
}

export interface WireFigure {
  id: string
  title: string
  about: string
  unit: string
  places: number
  kind: string
  owner: string
  from: string
  day: string
  measure: string
  field: string
  conditions: { field: string; test: string; values: string[]; type: string }[]
  by: string[]
  show: string[]
}

export interface WireModel {
  ledger: { id: string; title: string; about: string; office: string; key: string[]; workflow: string; fields: WireField[] } | null
  codes: { id: string; title: string; about: string; items: { code: string; label: string }[] }[]
  figures: WireFigure[]
  paragraphs: { report: string; name: string; heading: string; level: number; text: string }[]
}

export const ledgerId = (it: FormLedger): string => `${it.domain}/${it.name}`
export const figureId = (it: FormLedger, name: string): string => `${it.domain}/${it.name}_${name}`
const flowId = (it: FormLedger): string => `${it.domain}_${it.name}`
const listId = (it: FormLedger, field: FormField): string => `${it.domain}_${it.name}_${field.name}`

const options = (field: FormField): string[] => [...new Set((field.options ?? '').split('\n').map((it) => it.trim()).filter(Boolean))]

function wireField(ledger: FormLedger, it: FormField): WireField {
  return {
    name: it.name, label: it.label.trim(), type: it.type, required: it.required, private: it.private === true, max_length: Number(it.max_length) || null, places: it.places ?? null,
    unit: it.unit ?? '', list: it.type === 'code' ? (it.list ?? listId(ledger, it)) : '', ledger: it.ledger ?? '', about: it.about ?? '',
  }
}

function wireCondition(ledger: FormLedger, it: FormCondition): WireFigure['conditions'][number] {
  const type = it.field === 'state' ? 'text' : (ledger.fields.find((one) => one.name === it.field)?.type ?? 'text')
  if (it.test === 'is_set' || it.test === 'not_set') return { field: it.field, test: 'is_set', values: [String(it.test === 'is_set')], type }
  return { field: it.field, test: it.test, values: [codeOf(ledger, it)], type }
}

/** 自己写的选项，值写的是名称，换成代码。 */
function codeOf(ledger: FormLedger, it: FormCondition): string {
  const field = ledger.fields.find((one) => one.name === it.field)
  const at = field?.type === 'code' && !field.list ? options(field).indexOf(it.value.trim()) : -1
  return at < 0 ? it.value.trim() : `c${at + 1}`
}

function wireFigure(ledger: FormLedger, it: FormIndicator): WireFigure {
  const of = ledger.fields.find((one) => one.name === it.of)
  const places = it.measure === 'sum' && of?.type === 'decimal' ? (of.places ?? 0) : it.measure === 'sum' && of?.type === 'money' ? 2 : 0
  return {
    id: figureId(ledger, it.name), title: it.title.trim(), about: it.about.trim(), unit: it.unit.trim(), places, kind: it.kind, owner: ledger.office, from: ledgerId(ledger),
    day: it.kind === 'flow' ? it.day : '', measure: it.measure, field: it.measure === 'count' ? '' : it.of, conditions: it.where.map((one) => wireCondition(ledger, one)), by: it.by,
    show: ledger.fields.filter((one) => one.type !== 'long_text' && one.type !== 'file').slice(0, 6).map((one) => one.name),
  }
}

/** 给服务端写成文件的样子。 */
export function toWire(model: FormModel): WireModel {
  const { ledger } = model
  return {
    ledger: {
      id: ledgerId(ledger), title: ledger.title.trim(), about: ledger.about.trim(), office: ledger.office, key: ledger.key, workflow: ledger.workflow === 'own' ? flowId(ledger) : ledger.workflow,
      fields: ledger.fields.map((it) => wireField(ledger, it)),
    },
    codes: ledger.fields.filter((it) => it.type === 'code' && !it.list).map((it) => ({
      id: listId(ledger, it), title: it.label.trim(), about: `${ledger.title.trim()}的${it.label.trim()}。`, items: options(it).map((label, index) => ({ code: `c${index + 1}`, label })),
    })),
    figures: model.indicators.map((it) => wireFigure(ledger, it)),
    paragraphs: model.paragraphs.map((it, index) => ({
      report: it.report, name: `90_${ledger.domain}_${ledger.name}${index ? `_${index + 1}` : ''}`, heading: '', level: 1, text: it.text.trim().replace(/\{([^}]*)\}/g, (_, name: string) => `{${figureId(ledger, name)}}`),
    })),
  }
}

/** 一段文字写进 TOML 的引号里，出不去。 */
export function quoted(text: string): string {
  const body = Array.from(text, (it) => {
    if (it === '"' || it === '\\') return `\\${it}`
    if (it === '\n') return '\\n'
    const code = it.codePointAt(0) ?? 0
    return code < 0x20 || code === 0x7f ? `\\u${code.toString(16).toUpperCase().padStart(4, '0')}` : it
  })
  return `"${body.join('')}"`
}

/** 自己排的流程写成文件；不是自己排的没有。 */
export function flowFile(ledger: FormLedger): { path: string; text: string } | null {
  if (ledger.workflow !== 'own') return null
  const list = (words: readonly string[]): string => `[${words.map(quoted).join(', ')}]`
  const lines = [
    `title = ${quoted(`${ledger.title.trim()}流程`)}`,
    `about = ${quoted(`${ledger.states.map((it) => it.label.trim()).join('、')}。`)}`,
    'states = [',
    ...ledger.states.map((it) => `  { name = ${quoted(it.name)}, label = ${quoted(it.label.trim())}, closed = ${it.closed} },`),
    ']',
    'moves = [',
    ...ledger.moves.map((it) => `  { name = ${quoted(it.name)}, label = ${quoted(it.label.trim())}, from = ${list([it.from])}, to = ${quoted(it.to)}, roles = ${list(it.roles)}${it.reason ? ', reason = true' : ''} },`),
    ']',
  ]
  return { path: `workflows/${flowId(ledger)}.toml`, text: `${lines.join('\n')}\n` }
}

function fromCondition(it: WireFigure['conditions'][number]): FormCondition {
  if (it.test === 'is_set') return { field: it.field, test: it.values[0] === 'false' ? 'not_set' : 'is_set', value: '' }
  return { field: it.field, test: it.test as FormCondition['test'], value: it.values.join('|') }
}

/** 服务端读回来的样子变成表单。 */
export function fromWire(wire: WireModel): FormModel {
  const ledger = wire.ledger
  const [domain = '', name = ''] = (ledger?.id ?? '').split('/')
  const form: FormLedger = {
    domain, name, title: ledger?.title ?? '', about: ledger?.about ?? '', office: ledger?.office ?? '', key: ledger?.key ?? [], workflow: ledger?.workflow || 'register',
    states: [{ name: 'open', label: '在办', closed: false }, { name: 'done', label: '办结', closed: true }], moves: [],
    fields: (ledger?.fields ?? []).map((it): FormField => ({
      name: it.name, label: it.label, type: it.type as FieldType, required: it.required, private: it.private, unit: it.unit || undefined, places: it.places ?? undefined,
      max_length: it.max_length ?? undefined, list: it.list || undefined, ledger: it.ledger || undefined, about: it.about,
    })),
  }
  const short = (id: string): string => (id.startsWith(`${domain}/${name}_`) ? id.slice(`${domain}/${name}_`.length) : (id.split('/')[1] ?? id))
  return {
    ledger: form,
    indicators: wire.figures.map((it): FormIndicator => ({
      name: short(it.id), title: it.title, about: it.about, kind: it.kind === 'stock' ? 'stock' : 'flow', unit: it.unit, measure: it.measure === 'sum' || it.measure === 'distinct' ? it.measure : 'count',
      of: it.field, day: it.day, where: it.conditions.map(fromCondition), by: it.by,
    })),
    paragraphs: wire.paragraphs.map((it) => ({ report: it.report, text: it.text.replace(/\{([^}]*)\}/g, (_, id: string) => `{${short(id)}}`) })),
  }
}
