// 期望值都是手算的。
import { describe, expect, it } from 'vitest'
import type { LastYear } from '@/api/types'
import { axisNames, changeWords, direction, share } from './compare'

const last = (difference: string | null, percent: string | null = null, value: string | null = '1'): LastYear => ({
  period: '2020H1', value, unit: '宗', source: '台账', change: difference === null ? null : { difference, percent },
})

describe('和去年比', () => {
  it('增加的说增加多少、增长百分之几', () => {
    expect(changeWords(last('38', '14.02'), '宗')).toBe('比去年同期增加 38 宗，增长 14.02%')
    expect(changeWords(last('10917', '20.96'), '人次')).toBe('比去年同期增加 10,917 人次，增长 20.96%')
  })
  it('减少的说减少、下降', () => {
    expect(changeWords(last('-949.29', '-13.56'), '吨')).toBe('比去年同期减少 949.29 吨，下降 13.56%')
  })
  it('持平、没有去年数、去年为零、单位变了各有说法', () => {
    expect(changeWords(last('0', '0'), '件')).toBe('与去年同期持平')
    expect(changeWords(null, '件')).toBe('没有去年同期数')
    expect(changeWords(last(null, null, null), '件')).toBe('没有去年同期数')
    expect(changeWords(last('12'), '件')).toBe('比去年同期增加 12 件')
    expect(changeWords(last(null), '件')).toBe('与去年同期的单位不同，不能直接比')
  })
  it('比率说百分点，不说百分之几', () => {
    expect(changeWords(last('3.7'), '%')).toBe('比去年同期提高 3.7 个百分点')
  })
  it('升降平', () => {
    expect([direction(last('1')), direction(last('-1')), direction(last('0')), direction(null)]).toEqual(['up', 'down', 'flat', 'none'])
  })
  it('占比按四舍五入到一位', () => {
    expect(share('280', '309')).toBe('90.6%')
    expect(share('1', '0')).toBe('')
  })
})

describe('横轴上的统计期', () => {
  it('同一年的几个月不写年', () => expect(axisNames(['2021年1月', '2021年2月'])).toEqual(['1月', '2月']))
  it('几年的上半年只写年', () => expect(axisNames(['2019年上半年', '2020年上半年', '2021年上半年'])).toEqual(['2019年', '2020年', '2021年']))
  it('跨年的月份各写各的', () => expect(axisNames(['2020年12月', '2021年1月'])).toEqual(['12月', '1月']))
  it('一期就写全', () => expect(axisNames(['2021年上半年'])).toEqual(['2021年上半年']))
})
