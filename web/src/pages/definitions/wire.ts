// 表单和服务端的写法互换；写成文件、读回来都由服务端做。
import type { DefinitionFile, FieldType, Finding } from '@/api/types'
import { freshCode, isMany, type Fault, type FormCondition, type FormField, type FormIndicator, type FormLedger, type FormModel, type FormOption, type FormRule, type KeptFile } from './model'

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
  aliases: string[]
  min: string
  max: string
  total: boolean | null
  closed: boolean
  about: string
  fields: WireField[]
}

export interface WireOption {
  code: string
  label: string
  aliases: string[]
  from: string
  until: string
}

export interface WireCodes {
  id: string
  title: string
  about: string
  items: WireOption[]
}

export interface WireFlow {
  id: string
  title: string
  about: string
  states: { name: string; label: string; closed: boolean }[]
  moves: { name: string; label: string; from: string[]; kind: string; to: string; roles: string[]; evidence: string[]; attachment: boolean; reason: boolean }[]
}

export interface WireFigure {
  id: string
  title: string
  aliases: string[]
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

export interface WireLedger {
  id: string
  title: string
  about: string
  office: string
  key: string[]
  unique: string[][]
  workflow: string
  fields: WireField[]
  rules: FormRule[]
  summary: string[]
  list: string[]
  sort: string
  open: boolean
  closed: boolean
}

export interface WireModel {
  ledger: WireLedger | null
  flow: WireFlow | null
  codes: WireCodes[]
  figures: WireFigure[]
  paragraphs: { report: string; name: string; heading: string; level: number; text: string }[]
  kept: KeptFile[]
  /** 跟着这本台账来的全部文件。 */
  owned: string[]
}

export const ledgerId = (it: FormLedger): string => `${it.domain}/${it.name}`
export const figureId = (it: FormLedger, figure: FormIndicator): string => figure.id ?? `${it.domain}/${it.name}_${figure.name}`
const flowId = (it: FormLedger): string => `${it.domain}_${it.name}`
const listId = (it: FormLedger, field: { name: string }): string => `${it.domain}_${it.name}_${field.name}`

/** 选项给服务端的样子；空行不要，没有编号的给一个。 */
export function wireOptions(items: readonly FormOption[]): WireOption[] {
  const out: WireOption[] = []
  const used = items.map((it) => it.code).filter(Boolean)
  for (const it of items) {
    const label = it.label.trim()
    if (!label) continue
    const code = it.code || freshCode(out.map((one) => ({ ...one })), used)
    out.push({ code, label, aliases: it.aliases ?? [], from: it.from ?? '', until: it.until ?? '' })
  }
  return out
}

function wireField(ledger: FormLedger, it: FormField): WireField {
  return {
    name: it.name, label: it.label.trim(), type: it.type, required: it.required, private: it.private === true, max_length: Number(it.max_length) || null, places: it.places ?? null,
    unit: it.unit?.trim() ?? '', list: it.type === 'code' ? (it.list ?? listId(ledger, it)) : '', ledger: it.ledger ?? '', aliases: it.aliases ?? [], min: it.min ?? '', max: it.max ?? '',
    total: it.total ?? null, closed: it.closed === true, about: it.about ?? '', fields: (it.fields ?? []).map((one) => wireField(ledger, one)),
  }
}

function wireCondition(ledger: FormLedger, it: FormCondition): WireFigure['conditions'][number] {
  const field = ledger.fields.find((one) => one.name === it.field)
  const type = field?.type ?? 'text'
  if (it.test === 'is_set' || it.test === 'not_set') return { field: it.field, test: 'is_set', values: [String(it.test === 'is_set')], type }
  const values = isMany(it.test) ? it.value.split('、').map((one) => one.trim()).filter(Boolean) : [it.value.trim()]
  return { field: it.field, test: it.test, values: values.map((one) => codeOf(field, one)), type }
}

/** 选项字段的条件写的是名称，换成代码。 */
function codeOf(field: FormField | undefined, value: string): string {
  if (field?.type !== 'code' || field.list) return value
  return wireOptions(field.items ?? []).find((it) => it.label === value)?.code ?? value
}

function wireFigure(ledger: FormLedger, it: FormIndicator): WireFigure {
  const of = ledger.fields.find((one) => one.name === it.of)
  const usual = it.measure === 'sum' && of?.type === 'decimal' ? (of.places ?? 0) : it.measure === 'sum' && of?.type === 'money' ? 2 : 0
  const shown = ledger.fields.filter((one) => !one.closed && !['long_text', 'file', 'lines'].includes(one.type)).slice(0, 6).map((one) => one.name)
  const kept = it.show?.filter((name) => name === 'state' || name === 'office' || name.includes('.') || ledger.fields.some((one) => one.name === name))
  return {
    id: figureId(ledger, it), title: it.title.trim(), aliases: it.aliases ?? [], about: it.about.trim(), unit: it.unit.trim(), places: it.places ?? usual, kind: it.kind, owner: it.owner ?? ledger.office,
    from: ledgerId(ledger), day: it.kind === 'flow' ? it.day : '', measure: it.measure, field: it.measure === 'count' ? '' : it.of, conditions: it.where.map((one) => wireCondition(ledger, one)), by: it.by,
    show: kept ?? shown,
  }
}

/** 句子里本台账的数换成全编号，别的不动。 */
function slotsOut(model: FormModel, text: string): string {
  return text.replace(/\{([^}|]*)/g, (all, name: string) => {
    const figure = model.indicators.find((it) => it.name === name)
    return figure ? `{${figureId(model.ledger, figure)}` : all
  })
}

/** 没用过的段落文件名，排在现成各节之后。 */
function sectionName(model: FormModel, at: number): string {
  const used = model.paragraphs.map((it) => it.name)
  const stem = `90_${model.ledger.domain}_${model.ledger.name}`
  const free = [stem, ...Array.from({ length: 98 }, (_, index) => `${stem}_${index + 2}`)].filter((it) => !used.includes(it))
  return free[model.paragraphs.slice(0, at).filter((it) => !it.name).length] ?? stem
}

/** 给服务端写成文件的样子。 */
export function toWire(model: FormModel): WireModel {
  const { ledger } = model
  const own = ledger.workflow === 'own'
  return {
    ledger: {
      id: ledgerId(ledger), title: ledger.title.trim(), about: ledger.about.trim(), office: ledger.office, key: ledger.key, unique: ledger.unique, workflow: own ? flowId(ledger) : ledger.workflow,
      fields: ledger.fields.map((it) => wireField(ledger, it)), rules: ledger.rules.map((it) => ({ ...it, fields: it.fields.filter(Boolean) })),
      summary: ledger.summary, list: ledger.list, sort: ledger.sort, open: ledger.open, closed: ledger.closed,
    },
    flow: own
      ? {
          id: flowId(ledger), title: `${ledger.title.trim()}流程`, about: `${ledger.states.map((it) => it.label.trim()).join('、')}。`,
          states: ledger.states.map((it) => ({ ...it, label: it.label.trim() })),
          moves: ledger.moves.map((it) => ({ ...it, label: it.label.trim(), to: it.kind === 'step' ? it.to : '' })),
        }
      : null,
    codes: ledger.fields.filter((it) => it.type === 'code' && !it.list).map((it) => ({
      id: listId(ledger, it), title: `${ledger.title.trim()}·${it.label.trim()}`, about: `${ledger.title.trim()}的${it.label.trim()}。`, items: wireOptions(it.items ?? []),
    })),
    figures: model.indicators.map((it) => wireFigure(ledger, it)),
    paragraphs: model.paragraphs.map((it, index) => ({
      report: it.report, name: it.name ?? sectionName(model, index), heading: it.heading ?? '', level: it.level ?? 0, text: slotsOut(model, it.text.trim()),
    })),
    kept: model.kept,
    owned: [],
  }
}

function fromCondition(it: WireFigure['conditions'][number], fields: readonly FormField[]): FormCondition {
  if (it.test === 'is_set') return { field: it.field, test: it.values[0] === 'false' ? 'not_set' : 'is_set', value: '' }
  const field = fields.find((one) => one.name === it.field)
  const words = (value: string): string => {
    if (field?.type === 'yes_no') return value === 'true' ? '是' : value === 'false' ? '否' : value
    return field?.items?.find((one) => one.code === value)?.label ?? value
  }
  return { field: it.field, test: it.test as FormCondition['test'], value: it.values.map(words).join('、') }
}

/** 服务端读回来的样子变成表单。 */
export function fromWire(wire: WireModel): FormModel {
  const ledger = wire.ledger
  const [domain = '', name = ''] = (ledger?.id ?? '').split('/')
  const own = (it: { name: string }): WireCodes | undefined => wire.codes.find((one) => one.id === `${domain}_${name}_${it.name}`)
  const field = (it: WireField): FormField => {
    const list = own(it)
    return {
      name: it.name, label: it.label, type: it.type as FieldType, required: it.required, private: it.private, unit: it.unit || undefined, places: it.places ?? undefined,
      max_length: it.max_length ?? undefined, list: list ? undefined : it.list || undefined, items: list?.items.map((one) => ({ ...one })), ledger: it.ledger || undefined,
      aliases: it.aliases, min: it.min || undefined, max: it.max || undefined, total: it.total, closed: it.closed, about: it.about, fields: it.fields.length ? it.fields.map(field) : undefined,
    }
  }
  const flow = wire.flow && wire.flow.id === `${domain}_${name}` ? wire.flow : null
  const form: FormLedger = {
    domain, name, title: ledger?.title ?? '', about: ledger?.about ?? '', office: ledger?.office ?? '', key: ledger?.key ?? [], workflow: flow ? 'own' : ledger?.workflow || 'register',
    unique: ledger?.unique ?? [], rules: ledger?.rules ?? [], summary: ledger?.summary ?? [], list: ledger?.list ?? [], sort: ledger?.sort ?? '', open: ledger?.open ?? false, closed: ledger?.closed ?? false,
    states: flow?.states ?? [{ name: 'open', label: '在办', closed: false }, { name: 'done', label: '办结', closed: true }],
    moves: (flow?.moves ?? []).map((it) => ({ ...it, kind: it.kind as 'step' })),
    fields: (ledger?.fields ?? []).map(field),
  }
  const stem = `${domain}/${name}_`
  const short = (id: string): string => (id.startsWith(stem) ? id.slice(stem.length) : id.replace('/', '_'))
  return {
    ledger: form,
    indicators: wire.figures.map((it): FormIndicator => ({
      name: short(it.id), id: it.id, title: it.title, aliases: it.aliases, about: it.about, kind: it.kind === 'stock' ? 'stock' : 'flow', unit: it.unit,
      measure: it.measure === 'sum' || it.measure === 'distinct' ? it.measure : 'count', of: it.field, day: it.day, where: it.conditions.map((one) => fromCondition(one, form.fields)), by: it.by,
      places: it.places, owner: it.owner, show: it.show,
    })),
    paragraphs: wire.paragraphs.map((it) => ({
      report: it.report, name: it.name, heading: it.heading, level: it.level,
      text: it.text.replace(/\{([^}|]*)/g, (all, id: string) => (wire.figures.some((one) => one.id === id) ? `{${short(id)}` : all)),
    })),
    kept: wire.kept,
  }
}

/** 服务端说的毛病归哪一格：照它指的文件和行，找到写着哪个字段、哪一项。 */
export function locate(finding: Finding, files: readonly DefinitionFile[], model: FormModel): string {
  const { file, line, field } = finding.place
  if (field) {
    const own = model.ledger.fields.find((it) => it.name === field || it.label === field)
    return own ? `field.${own.name}` : field === '流程' ? 'flow' : 'fields'
  }
  const path = (file ?? '').replace(/^local\//, '')
  const text = files.find((it) => it.path === path)?.text.split('\n')[Number(line ?? 1) - 1] ?? ''
  const name = /\bname = "([^"]*)"/.exec(text)?.[1] ?? ''
  const key = /^(\w+) =/.exec(text)?.[1] ?? ''
  if (path.startsWith('ledgers/')) {
    if (text.includes('rule = ')) return `rule.${model.ledger.rules.findIndex((it) => text.includes(`rule = "${it.rule}"`))}`
    return name ? `field.${name}` : ['title', 'about', 'office'].includes(key) ? `ledger.${key}` : key === 'key' ? 'fields' : 'ledger.title'
  }
  if (path.startsWith('workflows/')) {
    const state = model.ledger.states.findIndex((it) => it.name === name)
    const move = model.ledger.moves.findIndex((it) => it.name === name)
    return /\bfrom = /.test(text) && move >= 0 ? `move.${move}` : state >= 0 && name ? `state.${state}` : 'flow'
  }
  if (path.startsWith('codes/')) {
    const own = model.ledger.fields.find((it) => path === `codes/${listId(model.ledger, it)}.toml`)
    return own ? `field.${own.name}` : ''
  }
  if (path.startsWith('indicators/')) {
    const at = model.indicators.findIndex((it) => path === `indicators/${figureId(model.ledger, it)}.toml`)
    const parts: Record<string, string> = { title: 'title', about: 'about', unit: 'unit', day: 'day', measure: 'of', where: 'where.0', from: 'title', kind: 'title', owner: 'title' }
    return at < 0 ? '' : `figure.${at}.${parts[key] ?? 'title'}`
  }
  if (path.startsWith('reports/')) {
    const at = toWire(model).paragraphs.findIndex((it) => path === `reports/${it.report}/${it.name}.toml`)
    return at < 0 ? '' : `paragraph.${at}`
  }
  return ''
}

/** 没有归到哪一格的毛病，照原话放在清单里；归到的写明是哪一格，不写文件名。 */
export function placed(finding: Finding, files: readonly DefinitionFile[], model: FormModel): Fault {
  const at = locate(finding, files, model)
  return { ...finding, at, place: at ? { name: whereWords(at, model) } : finding.place }
}

export function whereWords(at: string, model: FormModel): string {
  const [kind = '', which = '', part = ''] = at.split('.')
  const parts: Record<string, string> = { title: '名称', about: '口径', unit: '单位', day: '日期', of: '怎样算', where: '条件' }
  if (kind === 'ledger') return `台账·${{ title: '名称', about: '记什么', office: '主管股室', domain: '业务线', name: '英文编号' }[which] ?? ''}`
  if (kind === 'field') return `字段“${model.ledger.fields.find((it) => it.name === which)?.label ?? which}”`
  if (kind === 'state') return `状态“${model.ledger.states[Number(which)]?.label ?? ''}”`
  if (kind === 'move') return `流程“${model.ledger.moves[Number(which)]?.label ?? ''}”`
  if (kind === 'rule') return '字段间的规则'
  if (kind === 'figure') return `数“${model.indicators[Number(which)]?.title ?? ''}”${part ? `·${parts[part] ?? ''}` : ''}`
  if (kind === 'paragraph') return '段落'
  return kind === 'flow' ? '流程' : '字段'
}
