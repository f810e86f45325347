import { describe, expect, it } from 'vitest'
import type { Field } from '@/api/types'
import { tidyDay, tidyTime } from '@/terms/date'
import { tidyStake } from '@/terms/words'
import { pickCodes } from './code/pick'
import { isMonth, keyWords, monthWords, tidyMonth } from './date/month'
import { copied, keyed, removed } from './lines/rows'
import { walk } from './offer'
import { colourOf, withColour } from './plate/plate'
import { tidy as tidyPlateText } from './plate/tidy'
import { tidy as tidyPoint, writePoint } from './point/tidy'
import { tidy as tidyDateTime } from './date_time/tidy'
import { long, short } from './time/short'

describe('敲进来的收拾成规范的写法', () => {
  it.each([
    ['0702', '2021-07-02'], ['20210702', '2021-07-02'], ['7.2', '2021-07-02'], ['7月2日', '2021-07-02'], ['2021/7/2', '2021-07-02'], ['２０２１．７．２', '2021-07-02'], [' 0702 ', '2021-07-02'],
  ])('日子 %s', (typed, made) => expect(tidyDay(typed, '2021-07-05')).toBe(made))

  it.each(['0230', '1332', '20210229', '七月', '', '702'])('不成日子 %s', (typed) => expect(tidyDay(typed, '2021-07-05')).toBeNull())

  it.each([
    ['6月', '2021-06-01'], ['6 月', '2021-06-01'], ['06', '2021-06-01'], ['2020年12月', '2020-12-01'], ['2020-12', '2020-12-01'], ['202012', '2020-12-01'], ['２０２０．１２', '2020-12-01'], ['6月份', '2021-06-01'], ['0615', '2021-06-01'], ['2021-06-01', '2021-06-01'],
  ])('月份 %s', (typed, made) => expect(tidyMonth(typed, '2021-07-05')).toBe(made))
  it.each(['13月', '0', '六月', '', '2021-13'])('不成月份 %s', (typed) => expect(tidyMonth(typed, '2021-07-05')).toBeNull())
  it('月份给人看的是哪年哪月，编号里的也是；日子照旧', () => {
    const field = (name: string, label: string): Field => ({ name, label, type: 'date' }) as Field
    const ledger = { key: ['month', 'day'], fields: [field('month', '月份'), field('day', '日期')] }
    expect([isMonth(field('m', '月份')), isMonth(field('d', '日期')), isMonth({ type: 'integer', label: '月份' })]).toEqual([true, false, false])
    expect([monthWords('2021-06-01'), monthWords('2021-06-15'), monthWords('')]).toEqual(['2021年6月', '2021-06-15', ''])
    expect(keyWords('2021-06-01 · 2021-06-01', ledger)).toBe('2021年6月 · 2021-06-01')
    expect([keyWords('2021-06-01', ledger), keyWords('2021-06-01 · 2021-06-01', null)]).toEqual(['2021-06-01', '2021-06-01 · 2021-06-01'])
  })

  it.each([['0930', '09:30:00'], ['9:30', '09:30:00'], ['9点30分', '09:30:00'], ['9：30', '09:30:00']])('钟点 %s', (typed, made) => expect(tidyTime(typed)).toBe(made))
  it('钟点出格的不认', () => expect([tidyTime('2460'), tidyTime('25')]).toEqual([null, null]))
  it('钟点没有秒的不写秒，存还是存到秒', () => {
    expect([short('09:30:00'), short('09:30:15'), short(null)]).toEqual(['09:30', '09:30:15', ''])
    expect([long('09:30'), long('9:3'), long(null)]).toEqual(['09:30:00', '9:3', null])
  })
  it('日子和钟点一起敲', () => expect(tidyDateTime('0702 0930', {} as Field, { codeLabel: (_, it) => it, today: '2021-07-05' })).toBe('2021-07-02 09:30:00'))

  it.each([['24+450', 'K24+450'], ['k24+450', 'K24+450'], ['K24＋450', 'K24+450'], ['0+5', 'K0+005'], ['K24450', 'K24+450'], ['24.450', 'K24+450']])('桩号 %s', (typed, made) => expect(tidyStake(typed)).toBe(made))
  it.each(['24', '24+4500', 'S260', ''])('不成桩号 %s', (typed) => expect(tidyStake(typed)).toBeNull())

  it.each([['粤r12345黄', '粤R12345 黄'], ['粤R·12345 黄色', '粤R12345 黄'], ['粤r d12345 渐变绿', '粤RD12345 渐变绿'], ['粤R12345', '粤R12345']])('号牌 %s', (typed, made) => expect(tidyPlateText(typed)).toBe(made))
  it('号牌换颜色', () => {
    expect(withColour('粤R12345 黄', '蓝')).toBe('粤R12345 蓝')
    expect(withColour('', '蓝')).toBe('')
    expect(colourOf('粤RD12345 黄绿')).toBe('黄绿')
  })

  it('经纬度', () => {
    expect(tidyPoint('112.63，24.47')).toBe('112.63,24.47')
    expect(tidyPoint('112.63')).toBeNull()
    expect(writePoint(112.63312345, 24.4)).toBe('112.633123,24.400000')
  })
})

describe('挑选', () => {
  const items = [['over_limit', '违法超限运输'], ['avoid', '逃避超限检测'], ['over', '超限']].map(([code = '', label = '']) => ({ code, label, from: null, until: null }))

  it('一样的、开头的在前', () => {
    expect(pickCodes(items, '超限').map((it) => it.value)).toEqual(['over', 'over_limit', 'avoid'])
    expect(pickCodes(items, 'avo').map((it) => it.label)).toEqual(['逃避超限检测'])
    expect(pickCodes(items, '')).toHaveLength(3)
  })

  it('上下键绕回来', () => {
    expect(walk('ArrowDown', -1, 2)).toBe(0)
    expect(walk('ArrowDown', 1, 2)).toBe(-1)
    expect(walk('ArrowUp', -1, 2)).toBe(1)
    expect(walk('Enter', 0, 2)).toBeNull()
  })
})

describe('明细的行', () => {
  it('复制的紧跟在后，改它不动原来的', () => {
    const rows = copied([{ a: '1' }, { a: '2' }], 0)
    rows[1]!.a = '9'
    expect(rows.map((it) => it.a)).toEqual(['1', '9', '2'])
    expect(removed(rows, 0).map((it) => it.a)).toEqual(['9', '2'])
  })

  it('删中间一行，后面各行的身份不变', () => {
    const keys = keyed()
    const [, second, third] = [keys.of(0), keys.of(1), keys.of(2)]
    keys.remove(1)
    expect(keys.of(1)).toBe(third)
    keys.insert(1)
    expect(keys.of(2)).toBe(third)
    expect(keys.of(1)).not.toBe(second)
  })
})
