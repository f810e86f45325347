import { describe, expect, it } from 'vitest'
import type { Field, Ledger } from '@/api/types'
import { chosen, columns, defaults, moved, summed, usualSort } from './columns'

const field = (name: string, more: Partial<Field> = {}): Field => ({ name, label: name, type: 'text', required: true, private: false, values: [], required_when: false, about: '', ...more })
const ledger = {
  key: ['no'], acts: ['see'], clocks: [{ id: 'c', title: '' }], list: ['no', 'filed_on', 'party'], dates: ['paid_on', 'filed_on'], sums: ['fine', 'axles', 'speed', 'people'],
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
  it('钱和带单位的个数才合计，轴数、车速不加', () => expect(summed(ledger)).toEqual(['fine', 'people']))
  it('没点过排序时按必填的日期，新的在前', () => expect(usualSort(ledger)).toBe('-filed_on'))
  it('上移一位', () => expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b']))
})
