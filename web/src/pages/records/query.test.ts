import { describe, expect, it } from 'vitest'
import type { Ledger } from '@/api/types'
import { choice, choiceOf, conditionWords, parseCondition, queryWords, range, rangeOf, readQuery, setCondition, writeCondition, writeQuery } from './query'

const ledger = {
  id: 'a/b', title: '甲簿', about: '', office: '', objects: [], key: ['no'], clocks: [], sums: [], acts: [], dates: [], fingerprint: '', list: [],
  fields: [
    { name: 'no', label: '编号', type: 'text', required: true, private: false },
    { name: 'filed_on', label: '立案日期', type: 'date', required: true, private: false },
    { name: 'kind', label: '类别', type: 'code', list: 'kinds', required: true, private: false },
    { name: 'fine', label: '罚款', type: 'money', required: false, private: false },
  ],
  workflow: { id: 'w', title: '', states: [{ name: 'filed', label: '立案', closed: false }], moves: [] },
} as unknown as Ledger
const look = { codeLabel: (_: string, code: string) => ({ a: '超限', b: '运政' })[code] ?? code, today: '2021-07-02' }

describe('条件写在地址里', () => {
  it('股室写现在的名称；台账自己有 office 字段的照字段', () => {
    const now = { ...look, officeChoice: (name: string) => (name === '治超办' ? '治超大队' : name) }
    expect(conditionWords({ field: 'office', op: 'in', value: '治超办|路政股' }, ledger, now)).toBe('责任股室 治超大队、路政股')
    const own = { ...ledger, fields: [...ledger.fields, { name: 'office', label: '承办处室', type: 'text' }] } as unknown as Ledger
    expect(conditionWords({ field: 'office', op: 'eq', value: '治超办' }, own, now)).toBe('承办处室 治超办')
  })
  it('读回来和写出去一样，值里有冒号也不断', () => {
    const text = 'place:contains:K24:450'
    expect(parseCondition(text)).toEqual({ field: 'place', op: 'contains', value: 'K24:450' })
    expect(writeCondition(parseCondition(text)!)).toBe(text)
    expect(writeCondition(parseCondition('note:is_empty')!)).toBe('note:is_empty')
  })

  it('比法不认识的不要', () => {
    expect(parseCondition('no:like:1')).toBeNull()
    expect(parseCondition('')).toBeNull()
    expect(readQuery({ filter: ['no:like:1', 'no:eq:2'], sort: '-no', q: undefined }).filters).toEqual([{ field: 'no', op: 'eq', value: '2' }])
  })

  it('空的不写进地址', () => {
    expect(writeQuery({ filters: [], sort: '', q: '', by: '' })).toEqual({})
    expect(writeQuery(readQuery({ filter: 'no:eq:2', q: '粤R' }))).toEqual({ filter: ['no:eq:2'], q: '粤R' })
  })

  it('换一个字段的条件不动别的次序', () => {
    const query = readQuery({ filter: ['a:eq:1', 'b:eq:2', 'c:eq:3'] })
    expect(setCondition(query, 'b', { field: 'b', op: 'eq', value: '9' }).filters.map((it) => it.value)).toEqual(['1', '9', '3'])
    expect(setCondition(query, 'b', null).filters.map((it) => it.field)).toEqual(['a', 'c'])
  })

  it('范围只填一头也行', () => {
    expect(range('d', '2021-01-01', '')).toEqual({ field: 'd', op: 'at_least', value: '2021-01-01' })
    expect(range('d', '', '')).toBeNull()
    expect(rangeOf(range('d', '1', '2')!)).toEqual({ from: '1', until: '2' })
    expect(rangeOf({ field: 'd', op: 'eq', value: '5' })).toEqual({ from: '5', until: '5' })
  })

  it('勾几个是“之一”，勾一个是“等于”', () => {
    expect(choice('k', ['a', 'b'])?.op).toBe('in')
    expect(choice('k', ['a'])?.op).toBe('eq')
    expect(choiceOf(choice('k', ['a', 'b'])!)).toEqual(['a', 'b'])
    expect(choice('k', [])).toBeNull()
  })

  it('说成话：日期不早于，代码用名称，状态用名称', () => {
    expect(conditionWords({ field: 'filed_on', op: 'at_least', value: '2021-01-01' }, ledger, look)).toBe('立案日期不早于 2021-01-01')
    expect(conditionWords({ field: 'filed_on', op: 'between', value: '2021-01-01|2021-06-30' }, ledger, look)).toBe('立案日期 2021-01-01 至 2021-06-30')
    expect(conditionWords({ field: 'kind', op: 'in', value: 'a|b' }, ledger, look)).toBe('类别 超限、运政')
    expect(conditionWords({ field: 'state', op: 'eq', value: 'filed' }, ledger, look)).toBe('状态 立案')
    expect(conditionWords({ field: 'fine', op: 'more', value: '2000' }, ledger, look)).toBe('罚款大于 2,000.00')
    expect(queryWords({ filters: [], sort: '', q: '', by: '' }, ledger, look)).toBe('全部')
  })
})
