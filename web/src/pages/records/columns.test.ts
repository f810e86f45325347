import { describe, expect, it } from 'vitest'
import type { Field, Ledger } from '@/api/types'
import { usualSort } from '@/terms/order'
import { chosen, columns, defaults, fitted, moved, summed } from './columns'

const field = (name: string, more: Partial<Field> = {}): Field => ({ name, label: name, type: 'text', required: true, private: false, values: [], required_when: false, closed: false, about: '', ...more })
const ledger = {
  key: ['no'], acts: ['see'], clocks: [{ id: 'c', title: '' }], list: ['no', 'filed_on', 'party'], dates: ['paid_on', 'filed_on'], sums: ['fine', 'people'], sort: '-filed_on',
  fields: [
    field('no'), field('filed_on', { type: 'date' }), field('paid_on', { type: 'date', required: false }), field('party', { private: true }),
    field('fine', { type: 'money', unit: '元' }), field('axles', { type: 'integer' }), field('speed', { type: 'decimal', unit: '公里/小时' }), field('people', { type: 'integer', unit: '人' }),
  ],
  workflow: { states: [{ name: 'a' }, { name: 'b' }] },
} as unknown as Ledger

describe('列', () => {
  it('默认：编号、状态、期限在前，看不了的个人信息不占地方', () => {
    expect(defaults(ledger)).toEqual(['no', 'state', 'light', 'filed_on'])
    expect(defaults({ ...ledger, acts: ['see', 'private'] })).toContain('party')
  })

  it('存过的列照存的；定义里没有了的丢掉，一列不剩就回默认', () => {
    expect(chosen(ledger, { columns: ['fine', 'gone', 'no'] })).toEqual(['fine', 'no'])
    expect(chosen(ledger, { columns: ['gone'] })).toEqual(defaults(ledger))
  })

  it('编号不论选在第几列，总钉在最左', () => {
    expect(columns(ledger, ['fine', 'no'], false).map((it) => [it.key, it.pinned ?? false])).toEqual([['no', true], ['fine', false]])
  })

  it('看不了的个人信息不能排序', () => expect(columns(ledger, ['party'], false)[0]?.sortable).toBe(false))
  it('合计照定义', () => expect(summed(ledger)).toEqual(['fine', 'people']))
  it('没点过排序时照定义的次序', () => {
    expect(usualSort(ledger)).toBe('-filed_on')
    expect(usualSort({ ...ledger, sort: null })).toBe('')
  })
  it('列宽照内容收放：放得下最宽的一格和表头，空列只留表头，长文截在 288', () => {
    const texts: Record<string, string[]> = { no: ['阳交立〔2021〕419号', '1'], party: ['', ''], long: ['字'.repeat(60), ''] }
    const made = ['no', 'party', 'long'].map((key) => ({ key, title: '当事人', width: 100 }))
    const [no, party, long] = fitted(made, 2, (row, key) => texts[key]![row]!, 1).map((it) => it.width)
    expect(no).toBeGreaterThan(6 * 14 + 7 * 8)
    expect(party).toBe(3 * 14 + 34)
    expect(long).toBe(288)
    expect(fitted(made, 2, (row, key) => texts[key]![row]!, 1.25)[2]!.width).toBe(360)
    expect(fitted(made, 0, () => '', 1)[0]!.width).toBe(100)
  })
  it('上移一位', () => expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b']))
})
