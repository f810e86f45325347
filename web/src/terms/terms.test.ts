import { describe, expect, it } from 'vitest'
import { addDays, daysBetween, longDay, minute, periodWords, span, tidyDay, tidyTime, weekday } from './date'
import { longNumber, money, places, size, thousands, tidyNumber } from './number'
import { lightWords } from './light'
import { placeWords } from './place'
import { tidyPlate, tidyStake } from './words'

describe('days', () => {
  const today = '2021-07-02'
  it.each([
    ['0702', '2021-07-02'], ['20210228', '2021-02-28'], ['7.2', '2021-07-02'], ['7月2日', '2021-07-02'], ['7-2', '2021-07-02'], ['2020/2/29', '2020-02-29'],
    ['2021年7月2日', '2021-07-02'], ['０７０２', '2021-07-02'], [' 0702 ', '2021-07-02'],
  ])('typed %s is %s', (typed, day) => expect(tidyDay(typed, today)).toBe(day))
  it.each(['0230', '2021-02-29', '1301', '7', '明天', ''])('typed %s is no day and stays as typed', (typed) => expect(tidyDay(typed, today)).toBeNull())

  it('2 July 2021 was a Friday, 12 June 2021 a Saturday', () => {
    expect(weekday('2021-07-02')).toBe('五')
    expect(weekday('2021-06-12')).toBe('六')
  })
  it('a day in words is written as in a document', () => expect(longDay('2021-07-02')).toBe('2021年7月2日'))
  it('a moment is shown to the minute', () => {
    expect(minute('2021-07-02T09:30:15+08:00')).toBe('2021-07-02 09:30')
    expect(minute(null)).toBe('')
  })
  it('a shift is told from today, without saying the day twice', () => {
    expect(span('2021-07-02 08:00:00', '2021-07-02 20:00:00', today)).toBe('今天 08:00 到 20:00')
    expect(span('2021-07-02 08:00:00', '2021-07-03 08:00:00', today)).toBe('今天 08:00 到明天 08:00')
    expect(span('2021-07-01T20:00:00', '2021-07-02T04:00:00', today)).toBe('昨天 20:00 到今天 04:00')
    expect(span('2021-06-29 08:00:00', '2021-07-06 08:00:00', today)).toBe('2021-06-29 08:00 到 2021-07-06 08:00')
    expect(span('2021-07-02', null, today)).toBe('2021-07-02')
    expect(span('08:00', '20:00', today)).toBe('08:00 到 20:00')
    expect(periodWords('2021-06')).toBe('2021年6月')
    expect(['2021H1', '2021H2', '2021Q3', '2021', '2021W05'].map(periodWords)).toEqual(['2021年上半年', '2021年下半年', '2021年第三季度', '2021年', '2021W05'])
  })
  it('counts days over the end of a month and of February', () => {
    expect(daysBetween('2021-06-28', '2021-07-02')).toBe(4)
    expect(daysBetween('2021-07-02', '2021-06-26')).toBe(-6)
    expect(addDays('2020-02-28', 2)).toBe('2020-03-01')
  })
  it.each([['0930', '09:30:00'], ['9:30', '09:30:00'], ['9点30分', '09:30:00'], ['23:59:58', '23:59:58'], ['8', '08:00:00']])('time %s is %s', (typed, time) => expect(tidyTime(typed)).toBe(time))
  it.each(['2460', '9:99', '早上'])('%s is no time', (typed) => expect(tidyTime(typed)).toBeNull())
})

describe('numbers are strings and never pass through floating point', () => {
  it.each([['1234567', '1,234,567'], ['-12345.60', '-12,345.60'], ['123', '123'], ['', ''], ['约 5', '约 5'], ['90071992547409931234.5678', '90,071,992,547,409,931,234.5678']])('%s is shown as %s', (text, shown) =>
    expect(thousands(text)).toBe(shown))
  it('the fraction has no thousands marks', () => expect(thousands('4797.1794')).toBe('4,797.1794'))
  it('a number without end is cut, not rounded', () => {
    expect(longNumber('104.63544515841959927235607439')).toBe('104.635445…')
    expect(longNumber('4797.1794')).toBe('4,797.1794')
  })
  it('pads places and never rounds', () => {
    expect(places('12.5', 2)).toBe('12.50')
    expect(places('12.555', 2)).toBe('12.555')
    expect(money('31758')).toBe('31,758.00')
  })
  it.each([['1，234.5', '1234.5'], ['１２', '12'], ['.5', '0.5'], ['-.5', '-0.5'], ['5.', '5'], ['+3', '3']])('typed %s is %s', (typed, number) => expect(tidyNumber(typed)).toBe(number))
  it.each(['1.2.3', '五', '', '1e5'])('%s is no number', (typed) => expect(tidyNumber(typed)).toBeNull())
  it('sizes', () => expect([size(900), size(48_300_211), size(3_221_225_472)]).toEqual(['900 B', '46.1 MB', '3.00 GB']))
})

describe('plates and stakes', () => {
  it('a plate is tidied: no dot, no space, upper case', () => expect(tidyPlate('粤r·12 345')).toBe('粤R12345'))
  it.each([['24+450', 'K24+450'], ['k24+45', 'K24+045'], ['Ｋ24＋450', 'K24+450'], ['K024+450', 'K24+450']])('stake %s is %s', (typed, stake) => expect(tidyStake(typed)).toBe(stake))
  it.each(['24450', 'K24', '24+4500'])('%s is no stake', (typed) => expect(tidyStake(typed)).toBeNull())
})

describe('the place of a finding', () => {
  it('of a cell', () => expect(placeWords({ file: '案件.xlsx', sheet: '1 月', row: 12, column: 'F', label: '车牌号' })).toBe('案件.xlsx 表“1 月” 第 12 行 车牌号（F 列）'))
  it('of a field', () => expect(placeWords({ ledger: 'x/y', record: '1', field: '车牌号' })).toBe('车牌号'))
  it('of a text', () => expect(placeWords({ file: 'lamp.toml', line: 3, column: 5 })).toBe('lamp.toml 第 3 行 第 5 个字'))
  it('of nothing', () => expect(placeWords({})).toBe(''))
})

describe('the words beside a light', () => {
  it.each([
    [{ color: 'green', text: '在办', left: '4个工作日' }, '还有 4 个工作日'],
    [{ color: 'red', text: '逾期', left: '逾期12日' }, '逾期 12 日'],
    [{ color: 'yellow', text: '临期', left: '0日' }, '今天到期'],
    [{ color: 'grey', text: '停钟', left: '7个工作日' }, '停钟，还剩 7 个工作日'],
    [{ color: 'grey', text: '无法定期限', left: '' }, '无法定期限'],
    [{ color: 'green', text: '还有 3 天', left: '' }, '还有 3 天'],
    [null, '不计时'],
  ] as const)('%o', (light, words) => expect(lightWords(light)).toBe(words))
})
