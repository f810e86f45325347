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
  /** 现成的代码表；不选就把选项写在 items 里。 */
  list?: string
  /** 自己写的选项。 */
  items?: FormOption[]
  /** 关联的台账。 */
  ledger?: string
  /** 导入时也认的表头。 */
  aliases?: string[]
  /** 列表的合计行加不加；没说的看类型和单位。 */
  total?: boolean | null
  /** 停用：登记时不再填，填过的照样看得到。 */
  closed?: boolean
  about?: string
  /** 明细的各列，照文件里的样子留着。 */
  fields?: FormField[]
}

/** 一个选项：编号定了就不变，名称可以改，停用写最后一天。 */
export interface FormOption {
  code: string
  label: string
  aliases?: string[]
  from?: string
  until?: string
}

/** 字段之间的规则。 */
export interface FormRule {
  rule: string
  fields: string[]
  same: string[]
  limit: string
  fill: boolean
}

export interface FormState {
  name: string
  label: string
  closed: boolean
}

export interface FormMove {
  name: string
  label: string
  from: string[]
  kind: 'step' | 'back' | 'take_back'
  to: string
  roles: string[]
  evidence: string[]
  attachment: boolean
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
  unique: string[][]
  rules: FormRule[]
  /** 记录叫什么：几个字段拼起来；空的用编号。 */
  summary: string[]
  /** 列表先显示哪些列；空的照常。 */
  list: string[]
  sort: string
  /** 全局可看：各股室的记录，看得到这本台账的人都看得到。 */
  open: boolean
  closed: boolean
}

export type Test = 'eq' | 'not' | 'in' | 'not_in' | 'less' | 'more' | 'at_least' | 'at_most' | 'between' | 'is_set' | 'not_set'

export interface FormCondition {
  field: string
  test: Test
  value: string
}

export interface FormIndicator {
  name: string
  /** 已有文件的编号；新加的没有。 */
  id?: string
  aliases?: string[]
  places?: number
  owner?: string
  show?: string[]
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
  /** 已有文件的名字；新加的没有。 */
  name?: string
  heading?: string
  level?: number
  /** 数写成 {名}。 */
  text: string
}

export interface FormModel {
  ledger: FormLedger
  indicators: FormIndicator[]
  paragraphs: FormParagraph[]
  /** 屏幕上显示不全、按文字改的文件。 */
  kept: KeptFile[]
}

export interface KeptFile {
  path: string
  text: string
  why: string
}

/** 毛病和它归哪一格：ledger.title、field.date_1、figure.0.unit……没有归处的写空。 */
export type Fault = Finding & { at: string }

export const typeWords: Record<FieldType, string> = {
  text: '一行文字', long_text: '多行文字', integer: '整数', decimal: '小数', money: '金额（元）', mass: '质量（千克）', date: '日期', time: '钟点', date_time: '日期和钟点',
  yes_no: '是或否', code: '选项（代码表）', person: '人名', organisation: '单位', division: '行政区划', road: '路线', stake: '桩号', plate: '车牌', phone: '电话', id_number: '身份证号',
  credit_code: '统一社会信用代码', file: '附件', point: '位置', link: '关联另一本台账', indicator: '指标', lines: '明细',
}

/** 能在这里选的类型；明细要写文件，已有的留着。 */
export const choosable = (Object.keys(typeWords) as FieldType[]).filter((it) => it !== 'lines')

const NUMBERS: ReadonlySet<FieldType> = new Set(['integer', 'decimal', 'money', 'mass'])
const DATES: ReadonlySet<FieldType> = new Set(['date', 'date_time'])
export const isNumber = (type: FieldType): boolean => NUMBERS.has(type)
export const isDate = (type: FieldType): boolean => DATES.has(type)

export const testWords: Record<Test, string> = {
  eq: '是', not: '不是', in: '是其中之一', not_in: '都不是', at_least: '不小于、不早于', at_most: '不大于、不晚于', more: '大于、晚于', less: '小于、早于', between: '在两者之间', is_set: '已填', not_set: '没填',
}

/** 比几个值的，写在一格里用“、”隔开。 */
export const isMany = (test: Test): boolean => test === 'in' || test === 'not_in' || test === 'between'

/** 字段间规则：屏幕上能加的，至少要几个字段，能不能自动填第一个。 */
export const ruleWords: Record<string, { label: string; least: number; fill?: boolean }> = {
  order: { label: '依次不早于、不小于', least: 2 },
  not_future: { label: '日期不晚于今天', least: 1 },
  together: { label: '要填都填', least: 2 },
  at_most: { label: '前一个不大于后一个', least: 2 },
  sum: { label: '第一个是后面几个的和', least: 3, fill: true },
  difference: { label: '第一个是后两个的差', least: 3, fill: true },
  product: { label: '第一个是后面几个的积', least: 3, fill: true },
  percent: { label: '第一个是后两个相除的百分数', least: 3, fill: true },
  distinct_people: { label: '不能是同一个人', least: 2 },
  stake_order: { label: '起点桩号在终点之前', least: 2 },
}

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
      domain, name: '', title: '', about: '', office, key: ['text_1'], workflow: 'register', unique: [], rules: [], summary: [], list: [], sort: '', open: false, closed: false,
      states: [{ name: 'open', label: '在办', closed: false }, { name: 'done', label: '办结', closed: true }],
      moves: [{ ...blankMove([]), name: 'finish', label: '办结', from: ['open'], to: 'done' }],
      fields: [
        { name: 'text_1', label: '编号', type: 'text', required: true, max_length: 20 },
        { name: 'date_1', label: '日期', type: 'date', required: true },
      ],
    },
    indicators: [], paragraphs: [], kept: [],
  }
}

export function blankMove(used: readonly string[]): FormMove {
  return { name: fresh('move', used), label: '', from: [], kind: 'step', to: '', roles: ['clerk'], evidence: [], attachment: false, reason: false }
}

/** 没用过的选项编号：c1、c2……删去的编号不再给别的选项用。 */
export function freshCode(items: readonly FormOption[], gone: readonly string[] = []): string {
  const used = new Set([...items.map((it) => it.code), ...gone])
  let at = 1
  while (used.has(`c${at}`)) at++
  return `c${at}`
}

export function blankIndicator(ledger: FormLedger, used: readonly string[]): FormIndicator {
  const day = ledger.fields.find((it) => isDate(it.type))?.name ?? ''
  return { name: fresh('count', used), title: '', about: '', kind: day ? 'flow' : 'stock', unit: '件', measure: 'count', of: '', day, where: [], by: [] }
}

const NAME = /^[a-z][a-z0-9_]*$/

function fault(at: string, where: string, what: string, mend: string): Fault {
  return { rule: 'form', grade: '必须修改', place: { name: where }, what, mend, at }
}

function doubled(values: readonly string[]): string[] {
  return [...new Set(values.filter((it, index) => it && values.indexOf(it) !== index))]
}

function ofLedger(it: FormLedger): Fault[] {
  const found: Fault[] = []
  const say = (at: string, what: string, mend: string): void => void found.push(fault(`ledger.${at}`, '台账', what, mend))
  if (!it.title.trim()) say('title', '没有名称', '写办事员叫它的名字，如“桥梁台账”')
  if (!it.about.trim()) say('about', '没有说明记什么', '一两句话：什么事、什么时候登记')
  if (!it.domain) say('domain', '没有选业务线', '选一条业务线')
  if (!NAME.test(it.name)) say('name', it.name ? `英文编号“${it.name}”写法不对` : '没有英文编号', '小写字母开头，只用小写字母、数字、下划线')
  if (!it.office) say('office', '没有选主管股室', '选一个股室')
  return found
}

function ofFields(it: FormLedger): Fault[] {
  const found: Fault[] = []
  if (!it.fields.length) found.push(fault('fields', '字段', '一个字段也没有', '添一个字段'))
  if (!it.key.length) found.push(fault('fields', '字段', '没有说靠什么认出一条记录', '给编号一类的字段勾上“编号”'))
  const labels = doubled(it.fields.map((one) => one.label.trim()))
  const names = doubled(it.fields.map((one) => one.name))
  for (const [at, field] of it.fields.entries()) {
    const where = field.label ? `字段“${field.label}”` : `第 ${at + 1} 个字段`
    const say = (what: string, mend: string): void => void found.push(fault(`field.${field.name}`, where, what, mend))
    if (!field.label.trim()) say('没有名称', '写表头上的字')
    if (!NAME.test(field.name)) say(`英文编号“${field.name}”写法不对`, '小写字母开头，只用小写字母、数字、下划线')
    if (labels.includes(field.label.trim())) say(`“${field.label.trim()}”写了两次`, '改一个名称')
    if (names.includes(field.name)) say(`英文编号“${field.name}”用了两次`, '改一个编号')
    if (field.type === 'code' && !field.list) {
      const options = (field.items ?? []).map((one) => one.label.trim())
      if (!options.some(Boolean)) say('没有写选项', '写几个选项，或选一张现成的代码表')
      for (const twice of doubled(options)) say(`选项“${twice}”写了两次`, '删去一个')
    }
    if (field.type === 'link' && !field.ledger) say('没有选关联哪本台账', '选一本台账')
    if (it.key.includes(field.name) && !field.required) say('用来认记录，却不是必填', '勾上必填')
    if (it.key.includes(field.name) && field.closed) say('用来认记录，不能停用', '先换一个字段作编号')
    if (field.min && field.max && Number(field.min) > Number(field.max)) say('最小值大于最大值', '对调两个数')
  }
  for (const name of it.key) if (!it.fields.some((one) => one.name === name)) found.push(fault('fields', '字段', `作编号的“${name}”不在字段里`, '重新勾“编号”'))
  it.rules.forEach((rule, at) => {
    const known = ruleWords[rule.rule]
    const where = `规则“${known?.label ?? rule.rule}”`
    if (rule.fields.filter(Boolean).length < (known?.least ?? 1)) found.push(fault(`rule.${at}`, where, `至少要选 ${known?.least ?? 1} 个字段`, '补上字段，或删去这条'))
    for (const name of rule.fields) if (name && !name.includes('.') && !it.fields.some((one) => one.name === name)) found.push(fault(`rule.${at}`, where, '用到的字段已经删去', '换一个字段，或删去这条'))
  })
  return found
}

function ofFlow(it: FormLedger): Fault[] {
  if (it.workflow !== 'own') return []
  const found: Fault[] = []
  const names = it.states.map((one) => one.name)
  if (it.states.length < 2) found.push(fault('flow', '流程', '至少要有两个状态', '如“在办”“办结”'))
  if (!it.states.some((one) => one.closed)) found.push(fault('flow', '流程', '没有办结的状态', '给最后的状态勾上“办结”'))
  it.states.forEach((state, at) => {
    if (!state.label.trim()) found.push(fault(`state.${at}`, '流程', '有一个状态没有名称', '写状态的名称'))
  })
  for (const label of doubled(it.states.map((one) => one.label.trim()))) found.push(fault(`state.${it.states.map((one) => one.label.trim()).lastIndexOf(label)}`, '流程', `状态“${label}”写了两次`, '改一个名称'))
  const reached = new Set(names.slice(0, 1))
  for (let more = true; more; ) {
    more = false
    for (const move of it.moves) if (move.kind === 'step' && move.to && !reached.has(move.to) && move.from.some((from) => reached.has(from))) more = !!reached.add(move.to)
  }
  it.states.forEach((state, at) => {
    if (state.label.trim() && !reached.has(state.name)) found.push(fault(`state.${at}`, '流程', `没有哪一步走得到“${state.label}”`, '添一步走到它，或删去这个状态'))
  })
  it.moves.forEach((move, at) => {
    const say = (what: string, mend: string): void => void found.push(fault(`move.${at}`, `流程“${move.label || '没有名称的一步'}”`, what, mend))
    if (!move.label.trim()) say('没有名称', '写按钮上的字，如“办结”')
    if (!move.from.length || move.from.some((one) => !names.includes(one)) || (move.kind === 'step' && !names.includes(move.to))) say('没有选从哪到哪', '选两个状态')
    else if (move.kind === 'step' && move.from.includes(move.to)) say('从哪来又到哪去', '选两个不同的状态')
    if (!move.roles.length && move.kind !== 'take_back') say('没有说谁能走这一步', '至少勾一个角色')
  })
  return found
}

/** 句子里的一处 {…}：本台账的数、别的数、报告期的词、常量，各归各。 */
const WORDS = new Set(['period', 'as_of', 'as_of|short', 'months', 'year', 'last_year'])
const isOther = (slot: string): boolean => slot.includes('/') || slot.startsWith('#') || WORDS.has(slot)

function ofFigures(model: FormModel): Fault[] {
  const found: Fault[] = []
  const field = (name: string): FormField | undefined => model.ledger.fields.find((it) => it.name === name)
  const titles = doubled(model.indicators.map((it) => it.title.trim()))
  model.indicators.forEach((it, at) => {
    const say = (part: string, what: string, mend: string): void => void found.push(fault(`figure.${at}.${part}`, `数“${it.title || '没有名称'}”`, what, mend))
    if (!it.title.trim()) say('title', '没有名称', '写报告里叫它的名字')
    if (titles.includes(it.title.trim())) say('title', `“${it.title.trim()}”写了两次`, '改一个名称')
    if (!it.about.trim()) say('about', '没有写口径', '写清楚数哪些、不数哪些')
    if (!it.unit.trim()) say('unit', '没有单位', '写单位，如“件”')
    if (it.kind === 'flow' && !isDate(field(it.day)?.type ?? 'text')) say('day', '没有说按哪个日期算', '选一个日期字段')
    if (it.measure === 'sum' && !isNumber(field(it.of)?.type ?? 'text')) say('of', '没有说加哪个字段', '选一个数字字段')
    if (it.measure === 'distinct' && !field(it.of)) say('of', '没有说按哪个字段去重', '选一个字段')
    it.where.forEach((condition, place) => {
      const known = condition.field === 'state' || condition.field === 'office' || condition.field.includes('.') || field(condition.field)
      if (!known) say(`where.${place}`, '条件里没有选字段', '选一个字段，或去掉这个条件')
      else if (!['is_set', 'not_set'].includes(condition.test) && !condition.value.trim()) say(`where.${place}`, '条件没有写值', '写上要比的值')
      else if (condition.test === 'between' && condition.value.split('、').filter(Boolean).length !== 2) say(`where.${place}`, '要写两个值', '中间用“、”隔开，如 1、9')
    })
  })
  model.paragraphs.forEach((it, at) => {
    const say = (what: string, mend: string): void => void found.push(fault(`paragraph.${at}`, '段落', what, mend))
    const used = [...it.text.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? '')
    if (!it.report) say('没有选写进哪份报告', '选一份报告')
    if (!it.text.trim()) say('没有写句子', '写一句话，数用“插入数”放进去')
    for (const name of used) if (!isOther(name) && !model.indicators.some((one) => one.name === name.split('|')[0])) say(`句子里的 {${name}} 不是这里的数`, '用“插入数”放进去')
    if (/[0-9０-９]/.test(it.text.replace(/\{[^}]*\}/g, ''))) say('句子里有手写的数', '数要从台账来，用“插入数”')
  })
  return found
}

/** 当场看得出的毛病；口径、权限、迁移由服务端再看一遍。按文字改的文件不在这里查。 */
export function check(model: FormModel): Fault[] {
  const kept = (part: string): boolean => model.kept.some((it) => it.path.includes(part))
  return [
    ...(kept('ledgers/') ? [] : [...ofLedger(model.ledger), ...ofFields(model.ledger)]),
    ...(kept('workflows/') ? [] : ofFlow(model.ledger)),
    ...ofFigures(model),
  ]
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
