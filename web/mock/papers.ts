// 假服务：校核和报告稿子。文字是编的。
import type { Check, CheckFinding, Draft, DraftFinding, DraftRef, Run, Slot } from '../src/api/types.ts'
import { ok, refuse, type Routes } from './route.ts'

const TEXT: [string, string, number][] = [
  ['title', '县交通运输局2021年上半年工作总结', 0],
  ['heading', '一、治理超限超载', 1],
  ['text', '上半年，共出动执法人员4233人次，检查车辆5087辆次，查处违章案件309宗，已处罚280宗，卸载货物6050.71吨，共115余件许可按期办结。', 0],
  ['heading', '（一）联合执法', 2],
  ['text', '三个治超联合执法队在普通公路、高速公路出入口和货物装载源头周边路段开展检查,对违法超限超载行为保持高压态势。', 0],
  ['text', '其中专项整治查处76宗：非法营运6宗、巡游出租13宗、驾培4宗、客运3宗、网约车3宗、无从业资格证30宗、其他16宗。', 0],
  ['signature', '县交通运输局', 0],
  ['date', '2021年7月2日', 0],
]

function finding(n: number, quote: string, more: Partial<CheckFinding>): CheckFinding {
  const start = TEXT[n]![1].indexOf(quote)
  return { key: `k${n}-${start}`, rule: 'r', family: '数和单位', grade: '必须修改', paragraph: n, start, end: start + quote.length, quote, what: '', mend: '', authority: '算术', dismissed: null, ...more }
}

const findings: CheckFinding[] = [
  finding(2, '共115余件', { what: '“共”是确数，“余”是约数，不能连用', mend: '写确数，或删去“共”', authority: 'GB/T 15835—2011', grade: '必须修改' }),
  finding(2, '309宗', { family: '与台账', grade: '建议核实', what: '台账里是 311 宗，文中为 309 宗', mend: '核实统计日' }),
  finding(4, '检查,对', { family: '标点', grade: '必须修改', what: '中文里用全角逗号', mend: '“检查,对”应改为“检查，对”', fix: '检查，对', safe: true, authority: 'GB/T 15834—2011' }),
  finding(5, '76宗', { what: '6＋13＋4＋3＋3＋30＋16＝75，文中为76', mend: '核对分项或合计' }),
  finding(4, '保持高压态势', { family: '用词', grade: '可改进', what: '常见套话，可以写做了什么', mend: '' }),
]

const checks = new Map<string, Check>()
function makeCheck(name: string): Check {
  const id = `c${checks.size + 1}`
  const made: Check = {
    id, name, who: '罗文斌', at: '2021-07-02T10:20:00+08:00', tie: '2021H1',
    paragraphs: TEXT.map(([kind, text, level], n) => ({ n, text, kind, level })), findings: findings.map((it) => ({ ...it })), counts: {},
  }
  checks.set(id, made)
  return made
}
makeCheck('上半年工作总结（送审稿）.docx')

const slot = (id: string, title: string, printed: string, value: string, unit: string, figure: string): { slot: Slot } => ({ slot: { id, title, printed, value, unit, kind: 'figure', figure } })
const text = (words: string): Run => ({ text: words })

function sections(): Draft['sections'] {
  const more = ['加强党的建设，全面推进从严治党', '全力推进交通基础设施建设', '规范交通运输行业管理', '安全生产', '存在问题', '下半年工作思路']
  return [
    { id: 's0', heading: '', level: 1, office: '办公室', state: 'open', signed_by: '罗文斌', signed_at: '2021-07-02T09:00:00+08:00', blocks: [
      { id: 'b0', kind: 'title', runs: [text('县交通运输局2021年上半年工作总结')] },
      { id: 'b1', kind: 'text', runs: [text('今年以来，县交通运输局围绕县委、县政府中心工作，扎实推进各项工作，现将有关情况总结如下。')] },
    ] },
    { id: 's1', heading: '一、治理超限超载', level: 1, office: '治超办', state: 'open', signed_by: null, signed_at: null, may_sign: true, blocks: [
      { id: 'b2', kind: 'heading', level: 1, runs: [{ text: '一、', number: true }, text('治理超限超载')] },
      { id: 'b3', kind: 'text', runs: [text('上半年，共出动执法人员'), slot('f1', '出动执法人员', '4233人次', '4233', '人次', 'overload/officers'), text('，检查车辆'), slot('f2', '检查客货运车辆', '5087辆次', '5087', '辆次', 'overload/checks'), text('，查处违章案件'), slot('f3', '超限超载违章案件', '309宗', '309', '宗', 'overload/cases_filed'), text(',已处罚'), slot('f4', '已处罚', '280宗', '280', '宗', 'overload/cases_filed'), text('，卸载货物'), slot('f5', '卸载货物', '6050.71吨', '6050.71', '吨', 'overload/unloaded'), text('。')] },
      { id: 'b4', kind: 'heading', level: 2, runs: [text('（一）联合执法')] },
      { id: 'b5', kind: 'text', runs: [text('三个治超联合执法队在普通公路、高速公路出入口和货物装载源头周边路段开展检查，对违法超限超载行为保持高压态势，路面秩序持续好转。')] },
      { id: 'b6', kind: 'table', runs: [], table: { title: '表1 治超情况', columns: [{ heading: '项目' }, { heading: '上半年' }, { heading: '去年同期' }], rows: [[[text('检查车辆')], [text('5087')], [text('4620')]], [[text('违章案件')], [text('309')], [text('271')]]] } },
    ] },
    ...more.map((heading, i) => ({ id: `s${i + 2}`, heading: `${'二三四五六七'[i]}、${heading}`, level: 1, office: ['党办', '公路事务中心', '运政股', '安全股', '办公室', '办公室'][i]!, state: 'open', signed_by: null, signed_at: null, may_sign: true, blocks: [
      { id: `h${i}`, kind: 'heading' as const, level: 1, runs: [text(`${'二三四五六七'[i]}、${heading}`)] },
      { id: `t${i}`, kind: 'text' as const, runs: [text('按照年初部署，围绕目标任务，细化措施，落实责任，有序推进，完成'), slot(`g${i}`, heading, `${30 + i}项`, String(30 + i), '项', 'overload/checks'), text('，其余按计划办理。')] },
    ] })),
    { id: 's9', heading: '落款', level: 1, office: '办公室', state: 'open', signed_by: null, signed_at: null, may_sign: true, blocks: [
      { id: 'b8', kind: 'signature', runs: [text('县交通运输局')] }, { id: 'b9', kind: 'signature', runs: [text('2021年7月2日')] },
    ] },
  ]
}

const draftFindings: DraftFinding[] = [
  { key: 'd1', rule: 'r', family: '标点', grade: '必须修改', block: 'b3', start: 40, end: 41, quote: ',', what: '中文里用全角逗号', mend: '“,”应改为“，”', fix: '，', authority: 'GB/T 15834—2011' },
  { key: 'd2', rule: 'r', family: '与台账', grade: '建议核实', block: 'b3', start: 35, end: 39, quote: '309宗', what: '台账里现在是 311 宗', mend: '换成现在的数，或说明统计日', authority: '台账' },
  { key: 'd3', rule: 'r', family: '用词', grade: '可改进', block: 'b5', start: 43, end: 49, quote: '保持高压态势', what: '常见套话，可以写做了什么', mend: '', authority: '用法' },
]
{
  const words = sections()[1]!.blocks[1]!.runs.map((it) => ('text' in it ? it.text : it.slot.printed)).join('')
  const at = (quote: string): number => words.indexOf(quote)
  Object.assign(draftFindings[0]!, { start: at(','), end: at(',') + 1 })
  Object.assign(draftFindings[1]!, { start: at('309宗'), end: at('309宗') + 4 })
  const other = '三个治超联合执法队在普通公路、高速公路出入口和货物装载源头周边路段开展检查，对违法超限超载行为保持高压态势，路面秩序持续好转。'
  Object.assign(draftFindings[2]!, { start: other.indexOf('保持'), end: other.indexOf('保持') + 6 })
}

const drafts = new Map<string, Draft>()
function makeDraft(title: string): Draft {
  const id = `d${drafts.size + 1}`
  const made: Draft = {
    id, report: 'half_year', title, period: '2021H1', as_of: '2021-07-02', version: 3, state: 'drafting', state_label: '起草', who: '罗文斌', updated_by: '罗文斌', updated_at: '2021-07-02T10:00:00+08:00', may_edit: true, opinions: [],
    moves: [{ name: 'submit', label: '送审', opinion: false }], sections: sections(), findings: draftFindings.map((it) => ({ ...it })), stale_slots: [{ block: 'b3', slot: 'f3', old: '309宗', new: '311宗' }],
    versions: [1, 2, 3].map((version) => ({ version, who: '罗文斌', at: `2021-07-0${Math.min(2, version)}T09:0${version}:00+08:00`, note: ['起草', '改“治理超限超载”', '数按 7 月 2 日重算'][version - 1]! })),
  }
  drafts.set(id, made)
  return made
}
makeDraft('2021年上半年工作总结和下半年工作思路')

const labels = { drafting: '起草', reviewing: '审核', signed: '已签发', issued: '已印发' } as const
const ref = ({ sections: _s, findings: _f, stale_slots: _t, versions: _v, moves: _m, opinions: _o, may_edit: _e, ...it }: Draft): DraftRef => it

export const paperRoutes: Routes = {
  'GET /checks': () => ok({ items: [...checks.values()].map(({ id, name, who, at, tie }) => ({ id, name, who, at, tie, mine: true })), next: null }),
  'POST /checks': (_, asked) => ({ status: 201, body: makeCheck(asked.query.get('name') ?? '文稿') }),
  'GET /checks/:id': (params) => (checks.has(params.id!) ? ok(checks.get(params.id!)) : refuse(404, 'not_found', '没有这次校核。')),
  'DELETE /checks/:id': (params) => (checks.delete(params.id!), ok()),
  'POST /checks/:id/dismissals': (params, asked) => {
    const check = checks.get(params.id!)!
    const given = asked.body as { key: string; reason: string }
    check.findings = check.findings.map((it) => (it.key === given.key ? { ...it, dismissed: { reason: given.reason, who: '罗文斌', at: '2021-07-02T10:30:00+08:00' } } : it))
    return ok({ ...check })
  },
  'DELETE /checks/:id/dismissals/:key': (params) => {
    const check = checks.get(params.id!)!
    check.findings = check.findings.map((it) => (it.key === params.key ? { ...it, dismissed: null } : it))
    return ok({ ...check })
  },
  'GET /reports': () => ok([{ id: 'half_year', title: '半年工作总结', kinds: ['half'] }]),
  'GET /drafts': () => ok({ items: [...drafts.values()].map(ref), next: null }),
  'POST /drafts': () => ({ status: 201, body: makeDraft('2021年上半年工作总结（新起）') }),
  'GET /drafts/:id': (params) => (drafts.has(params.id!) ? ok(drafts.get(params.id!)) : refuse(404, 'not_found', '没有这份稿子。')),
  'PUT /drafts/:id/blocks/:block': (params, asked) => {
    const draft = drafts.get(params.id!)!
    if (String(asked.headers['if-match']).replace(/"/g, '') !== String(draft.version)) return refuse(409, 'stale', '别人先保存了。', { have: draft.version, by: '梁少芳', at: draft.updated_at })
    for (const section of draft.sections) section.blocks = section.blocks.map((it) => (it.id === params.block ? { ...it, runs: (asked.body as { runs: Run[] }).runs } : it))
    draft.version++
    draft.versions.push({ version: draft.version, who: '罗文斌', at: '2021-07-02T11:00:00+08:00', note: '改文字' })
    draft.findings = draft.findings.filter((it) => it.block !== params.block)
    return ok({ ...draft, sections: [...draft.sections] })
  },
  'POST /drafts/:id/refresh': (params) => {
    const draft = drafts.get(params.id!)!
    draft.stale_slots = []
    draft.version++
    for (const section of draft.sections) for (const block of section.blocks) block.runs = block.runs.map((it) => ('slot' in it && it.slot.id === 'f3' ? { slot: { ...it.slot, printed: '311宗', value: '311' } } : it))
    return ok({ ...draft })
  },
  'POST /drafts/:id/dismissals': (params, asked) => {
    const draft = drafts.get(params.id!)!
    const given = asked.body as { key: string; reason: string }
    draft.findings = draft.findings.map((it) => (it.key === given.key ? { ...it, dismissed: { reason: given.reason, who: '罗文斌', at: '2021-07-02T10:30:00+08:00' } } : it))
    return ok({ ...draft })
  },
  'POST /drafts/:id/moves': (params, asked) => {
    const draft = drafts.get(params.id!)!
    const given = asked.body as { move: string; section?: string }
    if (given.move === 'sign_section') draft.sections = draft.sections.map((it) => (it.id === given.section ? { ...it, signed_by: '罗文斌', signed_at: '2021-07-02T11:00:00+08:00' } : it))
    else draft.state = ({ submit: 'reviewing', return: 'drafting', sign: 'signed', issue: 'issued' } as const)[given.move as 'submit']
    draft.state_label = labels[draft.state]
    draft.may_edit = draft.state === 'drafting'
    draft.moves = ({ drafting: [{ name: 'submit', label: '送审', opinion: false }], reviewing: [{ name: 'sign', label: '审签', opinion: false }, { name: 'return', label: '退回修改', opinion: true }], signed: [{ name: 'issue', label: '印发', opinion: false }], issued: [] })[draft.state]
    return ok({ ...draft })
  },
  'GET /drafts/:id/diff': () => ok({ from: '2', to: '3', changes: [
    { block: 'b3', kind: 'changed', marks: [{ kind: 'same', text: '上半年，' }, { kind: 'new', text: '共' }, { kind: 'same', text: '出动执法人员' }, { kind: 'old', text: '4200' }, { kind: 'new', text: '4233' }, { kind: 'same', text: '人次。' }] },
    { block: 'b5', kind: 'added', marks: [{ kind: 'new', text: '三个治超联合执法队开展检查。' }] },
  ] }),
  'POST /drafts/:id/returned': () => ok({
    file: '王局改.docx', at: '2021-07-02T11:00:00+08:00', given: 3, marked: true, version: 3, fresh: true, may_take: true, notes: [],
    changes: [{ key: '1', kind: 'changed', label: '改写', line: 8, block: 'b3', section: 's1', marks: [{ kind: 'same', text: '路面秩序' }, { kind: 'old', text: '持续' }, { kind: 'new', text: '明显' }, { kind: 'same', text: '好转。' }], blocks: [{ id: 'b3', kind: 'text', runs: [{ text: '路面秩序明显好转。' }] }], conflict: false, notes: [], ready: true }],
    numbers: [{ line: 5, block: 'b3', section: 's1', slot: { id: 'a', title: '超限超载违章案件', printed: '311宗', value: '311', unit: '宗', kind: 'figure', figure: 'overload/cases_filed' }, was: '309宗', said: '319宗' }],
  }),
}
