import { describe, expect, it } from 'vitest'
import type { Run, Slot } from '@/api/types'
import { applyFix, fromDom, lost, plain, same, stands, tidy, typedNumbers } from './runs'

const slot = (id: string, printed: string): { slot: Slot } => ({ slot: { id, title: id, printed, value: printed, unit: '', kind: 'figure', records: 0, period: '2021H1', gap: false } })
const runs: Run[] = [{ text: '上半年查处' }, slot('a', '309宗'), { text: '，已处罚' }, slot('b', '280宗'), { text: '。' }]

describe('一段话', () => {
  it('印出来、并起来、比一比', () => {
    expect(plain(runs)).toBe('上半年查处309宗，已处罚280宗。')
    expect(tidy([{ text: '甲' }, { text: '' }, { text: '乙' }, slot('a', '1')])).toEqual([{ text: '甲乙' }, slot('a', '1')])
    expect(same(runs, [{ text: '上半' }, { text: '年查处' }, ...runs.slice(1)])).toBe(true)
    expect(same(runs, runs.slice(0, 4))).toBe(false)
  })
  it('标题的序号不并进文字，也不让改法碰', () => {
    const heading: Run[] = [{ text: '一、', number: true }, { text: '治超' }]
    expect(tidy(heading)).toEqual(heading)
    expect(applyFix(heading, 0, 2, '二、')).toBeNull()
    expect(plain(applyFix(heading, 2, 4, '治理超限') ?? [])).toBe('一、治理超限')
  })
  it('去掉的数、手敲的数都说得出来', () => {
    const after: Run[] = [{ text: '上半年查处' }, slot('a', '309宗'), { text: '，已处罚281宗。' }]
    expect(lost(runs, after).map((it) => it.id)).toEqual(['b'])
    expect(typedNumbers(runs, after)).toEqual(['281'])
    expect(typedNumbers([{ text: '5个方案' }], [{ text: '5个方案' }])).toEqual([])
  })
  it('采纳改法只动文字，碰到数不动', () => {
    // 上半年查处 0–5，309宗 5–9，，已处罚 9–13。
    const got = applyFix(runs, 9, 13, '，作出处罚')
    expect(got && plain(got)).toBe('上半年查处309宗，作出处罚280宗。')
    expect(got?.filter((it) => 'slot' in it)).toHaveLength(2)
  })
  it('改法跨到数上返回 null，引的字对不上的不采纳', () => {
    expect(applyFix(runs, 4, 7, 'x')).toBeNull()
    expect(stands(runs, 0, 3, '上半年')).toBe(true)
    expect(stands(runs, 0, 3, '下半年')).toBe(false)
  })
})

describe('从改的地方读回来', () => {
  const text = (words: string): object => ({ nodeType: 3, textContent: words })
  const element = (dataset: Record<string, string>, children: object[]): Node => ({ nodeType: 1, dataset, childNodes: children }) as unknown as Node
  it('数按编号找回，外面粘来的标签只取文字，看不见的占位去掉', () => {
    const known = new Map([['a', slot('a', '309宗').slot]])
    const root = element({}, [text('\u200b查处'), element({ slot: 'a' }, [text('999宗')]), element({}, [text('。\n'), element({ slot: '不认识' }, [text('1宗')])])])
    expect(fromDom(root, known)).toEqual([{ text: '查处' }, slot('a', '309宗'), { text: '。1宗' }])
  })
})
