import { describe, expect, it } from 'vitest'
import type { Field, Ledger } from '@/api/types'
import { byField, changedValues, conflicts, filledLines, following, groups, lineConflicts, merged, mergedLines, sameLines } from './form'

const field = (name: string, label: string, more: Partial<Field> = {}): Field => ({ name, label, type: 'text', required: false, private: false, values: [], required_when: false, closed: false, about: '', ...more })

describe('表单', () => {
  it.each([['CQ2021-0574', 'CQ2021-0575'], ['阳交立〔2021〕419号', '阳交立〔2021〕420号'], ['JC2021-0999', 'JC2021-1000'], ['GL-QL-009', 'GL-QL-010']])('%s 接着编 %s', (key, next) =>
    expect(following(key, field('no', '编号'))).toBe(next))

  it('名称、车牌、没有数字的不接着编', () => {
    expect(following('太平镇2', field('name', '名称'))).toBe('')
    expect(following('粤R12345 黄', field('plate', '车牌号', { type: 'plate' }))).toBe('')
    expect(following('示例', field('no', '编号'))).toBe('')
  })

  it('走到那一步才填的收成一块；已经填了就不收', () => {
    const ledger = {
      fields: [field('no', '编号', { required: true }), field('served_on', '送达日期', { type: 'date' }), field('rows', '明细', { type: 'lines', fields: [] })],
      workflow: { moves: [{ evidence: ['served_on'], fields: [] }] },
    } as unknown as Ledger
    expect(groups(ledger, {}).map((it) => [it.key, it.folded])).toEqual([['basic', false], ['later', true], ['lines-rows', false]])
    expect(groups(ledger, { served_on: '2021-07-02' })[1]?.folded).toBe(false)
  })

  it('只送动过的，清空的送 null', () => {
    expect(changedValues({ a: '1', b: '2', c: null }, { a: '1', b: '', d: '4' })).toEqual({ b: null, d: '4' })
  })

  it('空行不算改动', () => {
    expect(sameLines({ rows: [{ a: '1' }] }, { rows: [{ a: '1', b: null }, {}] })).toBe(true)
    expect(sameLines({}, { rows: [] })).toBe(true)
    expect(sameLines({ rows: [{ a: '1' }] }, { rows: [{ a: '2' }] })).toBe(false)
    expect(filledLines({ rows: [{}, { a: '' }, { a: '1' }] })).toEqual({ rows: [{ a: '1' }] })
  })

  it('问题按名或按标题落到那一格，认不出的归到空', () => {
    const fields = [field('filed_on', '立案日期'), field('plate', '车牌号')]
    const finding = (place: object) => ({ rule: 'x', grade: '必须修改' as const, place, what: '', mend: '' })
    const found = byField([finding({ field: '立案日期' }), finding({ field: 'plate' }), finding({ name: '整条' })], fields)
    expect(Object.fromEntries(Object.entries(found).map(([name, list]) => [name, list.length]))).toEqual({ filed_on: 1, plate: 1, '': 1 })
  })
})

describe('别人先存了', () => {
  const fields = [field('a', '甲'), field('b', '乙'), field('c', '丙')]
  const base = { a: '1', b: '1', c: '1' }

  it('只有两边都动过又不一样的才要人选', () => {
    expect(conflicts(fields, base, { a: '2', b: '2', c: '1' }, { a: '3', b: '2', c: '3' }).map((it) => it.field.name)).toEqual(['a'])
  })

  it('一边动的自动合上，冲突的照选的', () => {
    const mine = { a: '2', b: '9', c: '1' }
    const theirs = { a: '3', b: '1', c: '3' }
    expect(merged(base, mine, theirs, { a: 'theirs' })).toEqual({ a: '3', b: '9', c: '3' })
    expect(merged(base, mine, theirs, { a: 'mine' })).toEqual({ a: '2', b: '9', c: '3' })
  })

  it('明细一张张合：他改乙表、我改甲表，都留着；同一张都改过的，要人选', () => {
    const tables = [field('t1', '甲表', { type: 'lines' }), field('t2', '乙表', { type: 'lines' })]
    const was = { t1: [{ x: '1' }], t2: [{ x: '1' }] }
    const mine = { t1: [{ x: '2' }], t2: [{ x: '1' }] }
    const theirs = { t1: [{ x: '1' }], t2: [{ x: '1' }, { x: '9' }] }
    expect(lineConflicts(tables, was, mine, theirs)).toEqual([])
    expect(mergedLines(was, mine, theirs, {})).toEqual({ t1: [{ x: '2' }], t2: [{ x: '1' }, { x: '9' }] })
    const both = { t1: [{ x: '3' }, { x: '4' }], t2: [{ x: '1' }] }
    expect(lineConflicts(tables, was, mine, both).map((it) => [it.field.name, it.base, it.mine, it.theirs])).toEqual([['t1', '1 行', '1 行', '2 行']])
    expect(mergedLines(was, mine, both, { t1: 'theirs' }).t1).toEqual(both.t1)
    expect(mergedLines(was, mine, both, { t1: 'mine' }).t1).toEqual(mine.t1)
  })
})
