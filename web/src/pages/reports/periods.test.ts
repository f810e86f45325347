import { describe, expect, it } from 'vitest'
import { endOfPeriod, periodTitle, periodsFor } from './periods'

const ids = (kinds: string[], today: string): string[] => periodsFor(kinds, today).map((it) => it.id)

describe('起草时能选的统计期', () => {
  it('按半年写的列半年，没开始的不列', () => {
    expect(ids(['half'], '2021-06-30').slice(0, 3)).toEqual(['2021H1', '2020H2', '2020H1'])
    expect(ids(['half'], '2021-07-01')[0]).toBe('2021H2')
    expect(periodsFor(['half'], '2021-07-01')[0]?.title).toBe('2021年下半年')
  })
  it('按月写的列月，不限的都列', () => {
    expect(ids(['month'], '2021-02-15').slice(0, 3)).toEqual(['2021-02', '2021-01', '2020-12'])
    expect(ids([], '2021-06-30')).toEqual(expect.arrayContaining(['2021', '2021H1', '2021Q2', '2021-06', '2020Q4']))
    expect(ids([], '2021-06-30')).not.toContain('2021Q3')
    expect(periodsFor(['quarter'], '2021-06-30')[0]?.title).toBe('2021年第二季度')
  })
  it('统计期写成字', () => {
    expect(['2021H1', '2020-12', '2021', '2021Q4', '2021W05'].map(periodTitle)).toEqual(['2021年上半年', '2020年12月', '2021年', '2021年第四季度', '2021W05'])
  })
  it('先后按到哪个月为止排', () => {
    expect(['2021', '2021H1', '2021Q2', '2021-06', '2020H2'].map(endOfPeriod)).toEqual(['2021-12', '2021-06', '2021-06', '2021-06', '2020-12'])
    expect(endOfPeriod('2021-06-30')).toBe('2021-06')
  })
})
