import { describe, expect, it } from 'vitest'
import { blank, blankIndicator } from './model'
import { flowFile, fromWire, quoted, toWire } from './wire'

function lamp(): ReturnType<typeof blank> {
  const model = blank('road', '公路事务中心')
  Object.assign(model.ledger, { name: 'lamp', title: '路灯台账', about: '一盏一行。' })
  model.ledger.fields.push({ name: 'kind', label: '类别', type: 'code', required: true, options: '高杆\n 低杆 \n高杆\n' })
  model.indicators.push({ ...blankIndicator(model.ledger, []), name: 'broken', title: '坏灯', about: '报修的。', unit: '盏', where: [{ field: 'kind', test: 'eq', value: '低杆' }, { field: 'date_1', test: 'not_set', value: '' }] })
  model.paragraphs.push({ report: 'half_year', text: '报修路灯{broken}。' })
  return model
}

describe('定义器给服务端的样子', () => {
  it('选项变成代码表，条件里写的名称换成代码', () => {
    const wire = toWire(lamp())
    expect(wire.codes).toEqual([{ id: 'road_lamp_kind', title: '类别', about: '路灯台账的类别。', items: [{ code: 'c1', label: '高杆' }, { code: 'c2', label: '低杆' }] }])
    expect(wire.ledger?.fields.find((it) => it.name === 'kind')?.list).toBe('road_lamp_kind')
    expect(wire.figures[0]?.conditions).toEqual([{ field: 'kind', test: 'eq', values: ['c2'], type: 'code' }, { field: 'date_1', test: 'is_set', values: ['false'], type: 'date' }])
  })
  it('数的编号带上台账，句子里的跟着换；读回来还是原来的', () => {
    const wire = toWire(lamp())
    expect(wire.figures[0]?.id).toBe('road/lamp_broken')
    expect(wire.paragraphs[0]?.text).toBe('报修路灯{road/lamp_broken}。')
    const back = fromWire(wire)
    expect(back.indicators[0]?.name).toBe('broken')
    expect(back.paragraphs[0]?.text).toBe('报修路灯{broken}。')
    expect(back.indicators[0]?.where[1]).toEqual({ field: 'date_1', test: 'not_set', value: '' })
  })
  it('流程写成文件，名称里的引号出不去', () => {
    const model = lamp()
    expect(flowFile(model.ledger)).toBeNull()
    model.ledger.workflow = 'own'
    model.ledger.states[0]!.label = '在"办"'
    const file = flowFile(model.ledger)
    expect(file?.path).toBe('workflows/road_lamp.toml')
    expect(file?.text).toContain('{ name = "open", label = "在\\"办\\"", closed = false },')
    expect(file?.text).toContain('{ name = "finish", label = "办结", from = ["open"], to = "done", roles = ["clerk"] },')
    expect(toWire(model).ledger?.workflow).toBe('road_lamp')
    expect(quoted('一行\n\u0001\\')).toBe('"一行\\n\\u0001\\\\"')
  })
})
