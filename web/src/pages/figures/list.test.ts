import { describe, expect, it } from 'vitest'
import type { FigureItem } from '@/api/types'
import { candidates } from './list'

const figure = (id: string, title: string, domain_title: string, refs: string[] = []): FigureItem => ({ id, title, refs, domain: id.split('/')[0] ?? '', domain_title, kind_label: '流量', owner: '办公室', value: '1', unit: '宗', records: 1, notes: [], sealed: false })
const all = [figure('task/lead', '牵头任务', '督办任务', ['F076']), figure('overload/cases', '违章案件', '治超'), figure('overload/fined', '已处罚的案件', '治超'), figure('road/cases', '路产案件', '公路桥梁')]
const found = (typed: string, beside?: string): string[] => candidates(all, typed, beside).map((it) => it.value)

describe('picking one figure among hundreds', () => {
  it('by a part of its name, of its number, of its line of business', () => {
    expect(found('案件')).toEqual(['overload/cases', 'overload/fined', 'road/cases'])
    expect(found('f076')).toEqual(['task/lead'])
    expect(found('治超')).toEqual(['overload/cases', 'overload/fined'])
    expect(found('没有的')).toEqual([])
  })
  it('names that begin with it go first, those of the other figure before all', () => {
    expect(found('路产')).toEqual(['road/cases'])
    expect(found('案件', 'road')).toEqual(['road/cases', 'overload/cases', 'overload/fined'])
    expect(found('', 'overload').slice(0, 2)).toEqual(['overload/cases', 'overload/fined'])
    expect(found('已处罚')[0]).toBe('overload/fined')
  })
  it('says the line of business beside the name, and never offers all four hundred', () => {
    expect(candidates(all, 'F076')[0]?.label).toBe('牵头任务　督办任务')
    expect(candidates(Array.from({ length: 400 }, (_, at) => figure(`a/${at}`, `数${at}`, '甲')), '')).toHaveLength(50)
  })
})
