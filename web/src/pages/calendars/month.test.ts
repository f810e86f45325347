import { describe, expect, it } from 'vitest'
import type { CalendarDay } from '@/api/types'
import { hours, monthTitle, shiftMonth, weeks } from './month'

const days = (month: string, count: number): CalendarDay[] => Array.from({ length: count }, (_, i) => ({ day: `${month}-${String(i + 1).padStart(2, '0')}`, kind: 'workday', name: '', shifts: [] }))

describe('月历', () => {
  it('上月、下月跨年', () => {
    expect([shiftMonth('2021-01', -1), shiftMonth('2021-12', 1), shiftMonth('2021-07', 0)]).toEqual(['2020-12', '2022-01', '2021-07'])
    expect(monthTitle('2021-02')).toBe('2021年2月')
  })
  it('星期一开头：2021 年 2 月 1 日是星期一，正好四行', () => {
    const got = weeks(days('2021-02', 28))
    expect(got).toHaveLength(4)
    expect(got[0]?.[0]?.day).toBe('2021-02-01')
  })
  it('2021 年 7 月 1 日是星期四，前面空三格', () => {
    const got = weeks(days('2021-07', 31))
    expect(got[0]?.slice(0, 4).map((it) => it?.day ?? '')).toEqual(['', '', '', '2021-07-01'])
    expect(got).toHaveLength(5)
  })
  it('钟点的写法', () => {
    expect(hours({ starts: '2021-02-11 08:00:00', ends: '2021-02-11 18:00:00' })).toBe('08:00—18:00')
    expect(hours({ starts: '2021-02-11 18:00:00', ends: '2021-02-12 08:00:00' })).toBe('18:00—次日 08:00')
    expect(hours({ starts: '2021-02-11T08:00:00+08:00', ends: '2021-02-12T08:00:00+08:00' })).toBe('08:00 起全天')
  })
})
