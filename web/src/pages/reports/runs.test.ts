import { describe, expect, it } from 'vitest'
import type { Run, Slot } from '@/api/types'
import { changes } from './difference'
import { applyFix, fromDom, lost, plain, same, stands, tidy, typedNumbers, weave } from './runs'

const slot = (id: string, printed: string): { slot: Slot } => ({ slot: { id, title: id, printed, value: printed, unit: '', kind: 'figure' } })
const runs: Run[] = [{ text: '上半年查处' }, slot('a', '309宗'), { text: '，已处罚' }, slot('b', '280宗'), { text: '。' }]

describe('一段话', () => {
  it('印出来、并起来、比一比', () => {
    expect(plain(runs)).toBe('上半年查处309宗，已处罚280宗。')
    expect(tidy([{ text: '甲' }, { text: '' }, { text: '乙' }, slot('a', '1')])).toEqual([{ text: '甲乙' }, slot('a', '1')])
    expect(same(runs, [{ text: '上半' }, { text: '年查处' }, ...runs.slice(1)])).toBe(true)
    expect(same(runs, runs.slice(0, 4))).toBe(false)
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

describe('别处改过的文字放回来', () => {
  it('数按次序找回，文字换新', () => {
    const got = weave(runs, '今年上半年共查处309宗，作出处罚280宗。')
    expect(got).toEqual([{ text: '今年上半年共查处' }, slot('a', '309宗'), { text: '，作出处罚' }, slot('b', '280宗'), { text: '。' }])
  })
  it('数被改、被删、换了次序都不放', () => {
    expect(weave(runs, '查处310宗，已处罚280宗。')).toBeNull()
    expect(weave(runs, '已处罚280宗，查处309宗。')).toBeNull()
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

describe('两个版本差在哪', () => {
  it('只标变了的字', () => {
    expect(changes('查处违章案件309宗', '查处超限案件309宗')).toEqual([{ kind: 'same', text: '查处' }, { kind: 'gone', text: '违章' }, { kind: 'new', text: '超限' }, { kind: 'same', text: '案件309宗' }])
  })
  it('接起来各是原文', () => {
    const [one, other] = ['加强行业监管，规范市场秩序。', '持续加强行业监管，切实规范运输市场秩序']
    const got = changes(one, other)
    expect(got.filter((it) => it.kind !== 'new').map((it) => it.text).join('')).toBe(one)
    expect(got.filter((it) => it.kind !== 'gone').map((it) => it.text).join('')).toBe(other)
  })
  it('一边是空的', () => {
    expect(changes('', '新的')).toEqual([{ kind: 'new', text: '新的' }])
    expect(changes('一样', '一样')).toEqual([{ kind: 'same', text: '一样' }])
  })
})
