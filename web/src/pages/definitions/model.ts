// 定义器的表单：一本台账、它的流程、几个数、报告里一句话。写成文件由服务端做，这里只管填和当场看得出的毛病。
import type { FieldType, Finding } from '@/api/types'

export interface FormField {
  name: string
  label: string
  type: FieldType
  required: boolean
  private?: boolean
  unit?: string
  places?: number
  max_length?: number
  min?: string
  max?: string
  /** 现成的代码表；不选就把选项写在 options 里。 */
  list?: string
  /** 自己写的选项，一行一个。 */
  options?: string
  /** 关联的台账。 */
  ledger?: string
  about?: string
}

export interface FormState {
  name: string
  label: string
  closed: boolean
}

export interface FormMove {
  name: string
  label: string
  from: string
  to: string
  roles: string[]
  reason: boolean
}

export interface FormLedger {
  domain: string
  name: string
  title: string
  about: string
  office: string
  key: string[]
  /** 用现成的流程写它的编号；自己排的写 own。 */
  workflow: string
  states: FormState[]
  moves: FormMove[]
  fields: FormField[]
}

export type Test = 'eq' | 'not' | 'at_least' | 'at_most' | 'is_set' | 'not_set'

export interface FormCondition {
  field: string
  test: Test
  value: string
}

export interface FormIndicator {
  name: string
  title: string
  about: string
  kind: 'flow' | 'stock'
  unit: string
  measure: 'count' | 'sum' | 'distinct'
  /** 加哪个、按哪个去重。 */
  of: string
  /** 按哪个日期算进哪一期。 */
  day: string
  where: FormCondition[]
  by: string[]
}

export interface FormParagraph {
  report: string
  /** 数写成 {名}。 */
  text: string
}

export interface FormModel {
  ledger: FormLedger
  indicators: FormIndicator[]
  paragraphs: FormParagraph[]
}

export const typeWords: Record<FieldType, string> = {
  text: '一行文字', long_text: '多行文字', integer: '整数', decimal: '小数', money: '金额（元）', mass: '质量（千克）', date: '日期', time: '钟点', date_time: '日期和钟点',
  yes_no: '是或否', code: '选项（代码表）', person: '人名', organisation: '单位', division: '行政区划', road: '路线', stake: '桩号', plate: '车牌', phone: '电话', id_number: '身份证号',
  credit_code: '统一社会信用代码', file: '附件', point: '位置', link: '关联另一本台账', lines: '明细',
}

/** 能在这里选的类型；明细要写文件。 */
export const choosable = (Object.keys(typeWords) as FieldType[]).filter((it) => it !== 'lines')

const NUMBERS: ReadonlySet<FieldType> = new Set(['integer', 'decimal', 'money', 'mass'])
const DATES: ReadonlySet<FieldType> = new Set(['date', 'date_time'])
export const isNumber = (type: FieldType): boolean => NUMBERS.has(type)
export const isDate = (type: FieldType): boolean => DATES.has(type)

export const testWords: Record<Test, string> = { eq: '等于', not: '不等于', at_least: '不小于', at_most: '不大于', is_set: '已填', not_set: '没填' }

/** 没用过的英文编号：text_1、text_2…… 办事员不必管它。 */
export function fresh(stem: string, used: readonly string[]): string {
  let at = 1
  while (used.includes(`${stem}_${at}`)) at++
  return `${stem}_${at}`
}

export function blankField(type: FieldType, used: readonly string[]): FormField {
  return { name: fresh(type, used), label: '', type, required: false, ...(type === 'decimal' ? { places: 2 } : {}) }
}

export function blank(domain: string, office: string): FormModel {
  return {
    ledger: {
      domain, name: '', title: '', about: '', office, key: ['text_1'], workflow: 'register',
      states: [{ name: 'open', label: '在办', closed: false }, { name: 'done', label: '办结', closed: true }],
      moves: [{ name: 'finish', label: '办结', from: 'open', to: 'done', roles: ['clerk'], reason: false }],
      fields: [
        { name: 'text_1', label: '编号', type: 'text', required: true, max_length: 20 },
        { name: 'date_1', label: '日期', type: 'date', required: true },
      ],
    },
    indicators: [], paragraphs: [],
  }
}

export function blankIndicator(ledger: FormLedger, used: readonly string[]): FormIndicator {
  const day = ledger.fields.find((it) => isDate(it.type))?.name ?? ''
  return { name: fresh('count', used), title: '', about: '', kind: day ? 'flow' : 'stock', unit: '件', measure: 'count', of: '', day, where: [], by: [] }
}

const NAME = /^[a-z][a-z0-9_]*$/

function fault(where: string, what: string, mend: string): Finding {
  return { rule: 'form', grade: '必须修改', place: { name: where }, what, mend }
}

function doubled(values: readonly string[]): string[] {
  return [...new Set(values.filter((it, index) => it && values.indexOf(it) !== index))]
}

function ofLedger(it: FormLedger): Finding[] {
  const found: Finding[] = []
  if (!it.title.trim()) found.push(fault('台账', '没有名称', '写办事员叫它的名字，如“桥梁台账”'))
  if (!it.about.trim()) found.push(fault('台账', '没有说明记什么', '一两句话：什么事、什么时候登记'))
  if (!NAME.test(it.name)) found.push(fault('台账', it.name ? `英文编号“${it.name}”写法不对` : '没有英文编号', '小写字母开头，只用小写字母、数字、下划线'))
  if (!it.domain) found.push(fault('台账', '没有选业务线', '选一条业务线'))
  if (!it.office) found.push(fault('台账', '没有选主管股室', '选一个股室'))
  if (!it.key.length) found.push(fault('台账', '没有指定哪几个字段认得出一条记录', '在字段表里勾“认得出”，通常是编号'))
  return found
}

function ofFields(it: FormLedger): Finding[] {
  const found: Finding[] = []
  if (!it.fields.length) found.push(fault('字段', '一个字段也没有', '至少要有一个编号'))
  for (const [index, field] of it.fields.entries()) {
    const where = field.label ? `字段“${field.label}”` : `第 ${index + 1} 个字段`
    if (!field.label.trim()) found.push(fault(where, '没有名称', '写表头上的名称'))
    if (!NAME.test(field.name)) found.push(fault(where, `英文编号“${field.name}”写法不对`, '小写字母开头，只用小写字母、数字、下划线'))
    if (field.type === 'code' && !field.list && !field.options?.trim()) found.push(fault(where, '没有写选项', '一行写一个选项'))
    if (field.type === 'link' && !field.ledger) found.push(fault(where, '没有选关联哪本台账', '选一本台账'))
    if (it.key.includes(field.name) && !field.required) found.push(fault(where, '用来认记录，却不是必填', '勾上必填'))
  }
  for (const label of doubled(it.fields.map((one) => one.label.trim()))) found.push(fault('字段', `“${label}”写了两次`, '改一个名称'))
  for (const name of doubled(it.fields.map((one) => one.name))) found.push(fault('字段', `英文编号“${name}”用了两次`, '改一个编号'))
  for (const name of it.key) if (!it.fields.some((one) => one.name === name)) found.push(fault('台账', `用来认记录的“${name}”不在字段里`, '在字段表里重新勾“认得出”'))
  return found
}

function ofFlow(it: FormLedger): Finding[] {
  if (it.workflow !== 'own') return []
  const found: Finding[] = []
  const names = it.states.map((one) => one.name)
  if (it.states.length < 2) found.push(fault('流程', '至少要有两个状态', '如“在办”“办结”'))
  if (!it.states.some((one) => one.closed)) found.push(fault('流程', '没有办结的状态', '给最后的状态勾上“办结”'))
  for (const state of it.states) if (!state.label.trim()) found.push(fault('流程', '有一个状态没有名称', '写状态的名称'))
  for (const move of it.moves) {
    const where = `流程“${move.label || '没有名称的一步'}”`
    if (!move.label.trim()) found.push(fault(where, '没有名称', '写按钮上的字，如“办结”'))
    if (!names.includes(move.from) || !names.includes(move.to)) found.push(fault(where, '没有选从哪到哪', '选两个状态'))
    else if (move.from === move.to) found.push(fault(where, '从哪来又到哪去', '选两个不同的状态'))
    if (!move.roles.length) found.push(fault(where, '没有说谁能走这一步', '至少勾一个角色'))
  }
  return found
}

function ofFigures(model: FormModel): Finding[] {
  const found: Finding[] = []
  const field = (name: string): FormField | undefined => model.ledger.fields.find((it) => it.name === name)
  for (const it of model.indicators) {
    const where = `数“${it.title || '没有名称'}”`
    if (!it.title.trim()) found.push(fault(where, '没有名称', '写报告里叫它的名字'))
    if (!it.about.trim()) found.push(fault(where, '没有写口径', '写清楚数哪些、不数哪些'))
    if (!it.unit.trim()) found.push(fault(where, '没有单位', '写单位，如“件”'))
    if (it.kind === 'flow' && !it.day) found.push(fault(where, '没有说按哪个日期算', '选一个日期字段'))
    if (it.measure === 'sum' && !isNumber(field(it.of)?.type ?? 'text')) found.push(fault(where, '没有说加哪个字段', '选一个数字字段'))
    if (it.measure === 'distinct' && !field(it.of)) found.push(fault(where, '没有说按哪个字段去重', '选一个字段'))
    for (const condition of it.where) {
      if (condition.field !== 'state' && !field(condition.field)) found.push(fault(where, '条件里没有选字段', '选一个字段，或去掉这个条件'))
      else if (!['is_set', 'not_set'].includes(condition.test) && !condition.value.trim()) found.push(fault(where, '条件没有写值', '写上要比的值'))
    }
  }
  for (const it of model.paragraphs) {
    const used = [...it.text.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? '')
    if (!it.report) found.push(fault('段落', '没有选写进哪份报告', '选一份报告'))
    if (!it.text.trim()) found.push(fault('段落', '没有写句子', '写一句话，数用“插入数”放进去'))
    for (const name of used) if (!model.indicators.some((one) => one.name === name)) found.push(fault('段落', `句子里的 {${name}} 不是这里的数`, '用“插入数”放进去'))
    if (/[0-9０-９]/.test(it.text.replace(/\{[^}]*\}/g, ''))) found.push(fault('段落', '句子里有手写的数', '数要从台账来，用“插入数”'))
  }
  return found
}

/** 当场看得出的毛病；口径、权限、迁移由服务端再看一遍。 */
export function check(model: FormModel): Finding[] {
  return [...ofLedger(model.ledger), ...ofFields(model.ledger), ...ofFlow(model.ledger), ...ofFigures(model)]
}

/** 挪一行：by 是 −1 上移、1 下移。 */
export function moved<T>(list: readonly T[], at: number, by: -1 | 1): T[] {
  const out = [...list]
  const [one, other] = [out[at], out[at + by]]
  if (one === undefined || other === undefined) return out
  out[at] = other
  out[at + by] = one
  return out
}
