import { describe, expect, it } from 'vitest'
import type { Field, Ledger } from '@/api/types'
import { cellWords, fieldNamed, headWords } from './cells'

const look = { codeLabel: (_: string, code: string) => code, today: '2021-06-30' }
const field = (label: string, type: Field['type'], more: Partial<Field> = {}): Field => ({ name: label, label, type, required: false, private: false, values: [], required_when: false, closed: false, about: '', ...more })

describe('the cells of the records behind a figure', () => {
  const lines = field('明细', 'lines', { fields: [field('金额', 'money', { unit: '元' })] })
  const ledger = { fields: [field('金额', 'integer', { unit: '万元' }), lines] } as unknown as Ledger
  it('a head is the field of the child rows first, then of the record', () => {
    expect(fieldNamed('金额', ledger, '明细')?.type).toBe('money')
    expect(fieldNamed('金额', ledger, null)?.type).toBe('integer')
    expect([fieldNamed('没有的', ledger, null), fieldNamed('金额', undefined, null)]).toEqual([undefined, undefined])
  })
  it('are written as in the list: thousands, minutes, the month of a month', () => {
    expect(cellWords('140280', field('质量', 'mass'), look)).toBe('140,280')
    expect(cellWords('08:40:00', field('过车时间', 'time'), look)).toBe('08:40')
    expect(cellWords('2021-06-01', field('月份', 'date'), look)).toBe('2021年6月')
    expect(cellWords('2021-06-01', field('日期', 'date'), look)).toBe('2021-06-01')
  })
  it('leave alone the words of codes, numbers of papers, and what is masked', () => {
    expect(cellWords('超过核定载质量30%以上', field('情形', 'code'), look)).toBe('超过核定载质量30%以上')
    expect(cellWords('20210630', field('工单号', 'text'), look)).toBe('20210630')
    expect(cellWords('＊＊＊', field('赔偿金额', 'money', { private: true }), look)).toBe('＊＊＊')
    expect(cellWords('1', undefined, look)).toBe('1')
  })
  it('units stand in the head of numbers alone', () => {
    expect([headWords('罚款金额', field('罚款金额', 'money', { unit: '元' })), headWords('名称', field('名称', 'text', { unit: '元' })), headWords('值', undefined)]).toEqual(['罚款金额（元）', '名称', '值'])
  })
})
