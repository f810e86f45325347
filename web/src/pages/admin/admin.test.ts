import { describe, expect, it } from 'vitest'
import type { RoleFull } from '@/api/types'
import { lasting } from './lasting'
import { grantWords, patternWords, reach, reachWords } from './matrix'
import { mark, months } from './month'
import { flatten } from './tree'

describe('the tree of offices', () => {
  const offices = [
    { name: '局', parent: null }, { name: '线', parent: '局' }, { name: '股', parent: '线' }, { name: '办', parent: '局' }, { name: '孤', parent: '没有的' }, { name: '圈一', parent: '圈二' }, { name: '圈二', parent: '圈一' },
  ].map((it) => ({ ...it, about: '', shared: false, closed: false, ledgers: 0 }))
  it('is a list with depths; nobody is lost, not even orphans and rings', () => {
    expect(flatten(offices).map((it) => `${it.depth}${it.office.name}`)).toEqual(['0局', '1线', '2股', '1办', '0孤', '0圈一', '0圈二'])
  })
})

describe('what a role may do', () => {
  const role: RoleFull = { name: 'r', label: '角色', about: '', scope: '本股室', powers: [], second_factor: false, grants: [{ ledgers: ['*'], acts: ['see'] }, { ledgers: ['d1/*', 'd2/c'], acts: ['see', 'edit'] }] }
  it('in words', () => {
    expect(reachWords(reach(role, 'see'))).toBe('全部')
    expect(reachWords(reach(role, 'edit'))).toBe('部分（2）')
    expect(reachWords(reach(role, 'create'))).toBe('无')
  })
  it('patterns read as titles where the catalog is seen', () => {
    const domains = [{ id: 'd2', title: '乙线', ledgers: [{ id: 'd2/c', title: '桥梁', about: '', office: '', acts: [], local: false }] }]
    expect(patternWords('d2/*', domains)).toBe('乙线全部台账')
    expect(patternWords('d2/c', domains)).toBe('桥梁')
    expect(patternWords('d1/*', [])).toBe('d1 类全部台账')
    expect(grantWords(role, domains)[1]).toBe('d1 类全部台账、桥梁：查看、修改')
    expect(grantWords(role, [])[1]).toBe('指定的 2 类台账：查看、修改')
  })
})

describe('the work calendar', () => {
  const days = Array.from({ length: 28 }, (_, i) => ({ day: `2021-02-${String(i + 1).padStart(2, '0')}`, kind: 'workday' as const, name: i === 6 ? '春节调休上班' : null }))
  it('February 2021 began on a Monday', () => {
    const [month] = months(days)
    expect(month?.weeks[0]?.[0]?.date).toBe(1)
    expect(month?.weeks.length).toBe(6)
  })
  it('marks what differs from the week', () => {
    expect(mark({ day: '', date: 7, kind: 'workday_by_notice', name: '春节' })).toBe('班')
    expect(mark({ day: '', date: 8, kind: 'workday', name: null })).toBe('')
    expect(mark({ day: '', date: 11, kind: 'holiday', name: '春节' })).toBe('休')
  })
})

describe('how long it has run', () => {
  it.each([[-5, '不到 1 分钟'], [30, '不到 1 分钟'], [420, '7 分钟'], [3_600 * 5 + 360, '5 小时 6 分'], [273_600, '3 天 4 小时']])('%i', (seconds, words) => expect(lasting(seconds)).toBe(words))
})
