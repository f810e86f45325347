import { describe, expect, it } from 'vitest'
import { blank, blankIndicator, blankMove } from './model'
import { fromWire, locate, toWire, whereWords, wireOptions } from './wire'

function lamp(): ReturnType<typeof blank> {
  const model = blank('road', '公路事务中心')
  Object.assign(model.ledger, { name: 'lamp', title: '路灯台账', about: '一盏一行。' })
  model.ledger.fields.push({ name: 'kind', label: '类别', type: 'code', required: true, items: [{ code: '', label: '高杆' }, { code: '', label: ' 低杆 ' }, { code: '', label: '' }] })
  model.indicators.push({ ...blankIndicator(model.ledger, []), name: 'broken', title: '坏灯', about: '报修的。', unit: '盏', where: [{ field: 'kind', test: 'eq', value: '低杆' }, { field: 'date_1', test: 'not_set', value: '' }] })
  model.paragraphs.push({ report: 'half_year', text: '{period}报修路灯{broken}，同比{broken|trend}，另有{overload/checks}。' })
  return model
}

describe('定义器给服务端的样子', () => {
  it('选项变成代码表，条件里写的名称换成代码', () => {
    const wire = toWire(lamp())
    expect(wire.codes).toEqual([{ id: 'road_lamp_kind', title: '路灯台账·类别', about: '路灯台账的类别。', items: ['高杆', '低杆'].map((label, at) => ({ code: `c${at + 1}`, label, aliases: [], from: '', until: '' })) }])
    expect(wire.ledger?.fields.find((it) => it.name === 'kind')?.list).toBe('road_lamp_kind')
    expect(wire.figures[0]?.conditions).toEqual([{ field: 'kind', test: 'eq', values: ['c2'], type: 'code' }, { field: 'date_1', test: 'is_set', values: ['false'], type: 'date' }])
  })
  it('选项的编号定了不变：删掉头一个，第二个还是 c2；改名的还是它；新的不占用过的编号', () => {
    expect(wireOptions([{ code: 'c2', label: '低杆灯' }, { code: '', label: '庭院灯' }]).map((it) => [it.code, it.label])).toEqual([['c2', '低杆灯'], ['c1', '庭院灯']])
    expect(wireOptions([{ code: 'c1', label: '' }, { code: 'c2', label: '低杆' }, { code: '', label: '庭院灯' }]).map((it) => it.code)).toEqual(['c2', 'c3'])
  })
  it('句子里本台账的数换成全编号，报告期和别的数不动', () => {
    expect(toWire(lamp()).paragraphs[0]?.text).toBe('{period}报修路灯{road/lamp_broken}，同比{road/lamp_broken|trend}，另有{overload/checks}。')
  })
  it('读回来再送去，和读来的一样', () => {
    const model = lamp()
    model.ledger.workflow = 'own'
    model.ledger.rules.push({ rule: 'not_future', fields: ['date_1'], same: [], limit: '', fill: false })
    model.ledger.moves.push({ ...blankMove(['finish']), name: 'back', label: '退回', kind: 'back', from: ['done'], reason: true })
    const wire = toWire(model)
    const again = toWire(fromWire(wire))
    expect(again).toEqual(wire)
    // 手写的文件名、口径外的列，读回来都认得。
    const hand = { ...wire, figures: wire.figures.map((it) => ({ ...it, id: 'road/lamps_by_hand', show: ['kind'], owner: '路政股', places: 1 })), paragraphs: [{ report: 'half_year', name: '31_lamps', heading: '路灯', level: 2, text: '报修{road/lamps_by_hand}。' }] }
    expect(toWire(fromWire(hand))).toEqual(hand)
  })
  it('服务端的毛病落到写着它的那一格', () => {
    const model = lamp()
    const text = 'title = "路灯台账"\noffice = "无"\nfields = [\n  { name = "kind", type = "code", label = "类别", list = "x" },\n]\n'
    const files = [{ path: 'ledgers/road/lamp.toml', text }, { path: 'indicators/road/lamp_broken.toml', text: 'title = "坏灯"\nunit = "盏灯泡"\n' }]
    const at = (file: string, line: number): string => locate({ rule: 'x', grade: '必须修改', place: { file: `local/${file}`, line }, what: '', mend: '' }, files, model)
    expect([at('ledgers/road/lamp.toml', 2), at('ledgers/road/lamp.toml', 4), at('indicators/road/lamp_broken.toml', 2)]).toEqual(['ledger.office', 'field.kind', 'figure.0.unit'])
    expect(locate({ rule: 'x', grade: '必须修改', place: { ledger: '路灯台账', record: '', field: '类别' }, what: '', mend: '' }, files, model)).toBe('field.kind')
    expect(whereWords('figure.0.unit', model)).toBe('数“坏灯”·单位')
  })
})
