import { describe, expect, it } from 'vitest'
import type { DraftFinding } from '@/api/types'
import { beside, kept, pieces, type Range } from './marks'

const at = (key: string, start: number, end: number, grade: Range['grade'] = '建议核实'): Range => ({ key, grade, start, end })
const text = '出动执法人员4233人次，查处309宗。'

describe('文稿里的标', () => {
  it('接起来就是原文，标的正是那几个字', () => {
    const got = pieces(text, [at('a', 6, 10), at('b', 15, 18)])
    expect(got.map((it) => it.text).join('')).toBe(text)
    expect(got.filter((it) => it.keys.length).map((it) => [it.keys[0], it.text])).toEqual([['a', '4233'], ['b', '309']])
  })
  it('重叠的切开，重的在前', () => {
    const got = pieces('甲乙丙丁', [at('轻', 0, 3, '可改进'), at('重', 1, 4, '必须修改')])
    expect(got.map((it) => [it.text, it.grade, it.keys])).toEqual([['甲', '可改进', ['轻']], ['乙丙', '必须修改', ['重', '轻']], ['丁', '必须修改', ['重']]])
  })
  it('缺字的标在前一个字上，开头的标在第一个字上，越界的收回来', () => {
    expect(pieces('甲乙', [at('a', 2, 2)]).find((it) => it.keys.length)?.text).toBe('乙')
    expect(pieces('甲乙', [at('a', 0, 0)]).find((it) => it.keys.length)?.text).toBe('甲')
    expect(pieces('甲乙', [at('a', 1, 99)]).map((it) => it.text).join('')).toBe('甲乙')
    expect(pieces('', [at('a', 0, 0)])).toEqual([])
  })
  it('筛选和前后走', () => {
    const all = [{ key: '1', grade: '必须修改', family: '数' }, { key: '2', grade: '可改进', family: '词', dismissed: { reason: 'x', who: 'y', at: 'z' } }, { key: '3', grade: '可改进', family: '词' }] as DraftFinding[]
    expect(kept(all, { grade: '', family: '', dismissed: false }).map((it) => it.key)).toEqual(['1', '3'])
    expect(kept(all, { grade: '可改进', family: '词', dismissed: true }).map((it) => it.key)).toEqual(['2', '3'])
    expect([beside(all, '3', 1)?.key, beside(all, '1', -1)?.key, beside(all, '', 1)?.key, beside([], 'x', 1)]).toEqual(['1', '3', '1', undefined])
  })
})
