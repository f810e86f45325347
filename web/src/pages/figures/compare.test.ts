// 期望值都是手算的。
import { describe, expect, it } from 'vitest'
import { axisNames, changeWords, difference, direction, share } from './compare'

describe('和去年比', () => {
  it('增加的说增加多少、增长百分之几', () => {
    expect(changeWords('309', '271', '宗')).toBe('比去年同期增加 38 宗，增长 14%')
    expect(changeWords('63000', '52083', '人次')).toBe('比去年同期增加 10,917 人次，增长 21%')
  })
  it('减少的说减少、下降', () => {
    expect(changeWords('6050.71', '7000', '吨')).toBe('比去年同期减少 949.29 吨，下降 13.6%')
  })
  it('持平、没有去年数、去年为零各有说法', () => {
    expect(changeWords('12', '12.00', '件')).toBe('与去年同期持平')
    expect(changeWords('12', null, '件')).toBe('没有去年同期数')
    expect(changeWords('12', '0', '件')).toBe('比去年同期增加 12 件')
  })
  it('比率说百分点，不说百分之几', () => {
    expect(changeWords('93.7', '90', '%')).toBe('比去年同期提高 3.7 个百分点')
  })
  it('小数相减没有浮点误差', () => {
    expect(difference('0.3', '0.1')).toBe('0.2')
    expect(difference('4797.1794', '4584.66')).toBe('212.5194')
  })
  it('升降平', () => {
    expect([direction('3', '2'), direction('2', '3'), direction('2', '2.0'), direction(null, '2')]).toEqual(['up', 'down', 'flat', 'none'])
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
