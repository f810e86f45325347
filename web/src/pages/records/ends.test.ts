import { describe, expect, it } from 'vitest'
import type { Field } from '@/api/types'
import { rangeEnd } from './ends'

const look = { codeLabel: (_: string, code: string) => code, today: '2021-07-02' }
const of = (type: Field['type'], label = '检查日期'): Field => ({ name: 'x', label, type, required: false, private: false, values: [], required_when: false, closed: false, about: '' }) as Field

describe('范围的一头', () => {
  it.each([
    ['date', '0702', '2021-07-02'], ['date', '', ''], ['date_time', '0702', '2021-07-02'], ['date_time', '0702 0930', '2021-07-02 09:30:00'], ['time', '25:70', null], ['time', '0930', '09:30:00'],
    ['integer', '1，200', '1200'], ['stake', '24+45', 'K24+045'], ['money', '三千', null], ['date', '13月', null], ['date', '0230', null],
  ] as const)('%s %s', (type, typed, value) => {
    const end = rangeEnd(typed, of(type), look)
    if (value === null) expect(end).toEqual({ value: typed, fault: expect.stringContaining(`“${typed}”`) })
    else expect(end).toEqual({ value, fault: '' })
  })

  it('说得出哪一格、怎么写', () => expect(rangeEnd('13月', of('date'), look).fault).toBe('检查日期：“13月”不是日期，可以写 0702、7月2日或 2021-07-02。'))
  it('数就说写数字', () => expect(rangeEnd('六', of('integer', '轴数'), look).fault).toBe('轴数：“六”不是数，请只写数字。'))
})
