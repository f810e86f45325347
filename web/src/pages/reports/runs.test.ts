import { describe, expect, it } from 'vitest'
import type { OfferedFigure, Run, Slot } from '@/api/types'
import { applyFix, endOf, freshSlot, fromDom, insertAt, lost, plain, removeSlot, replaceSlot, same, sent, stands, tidy, typedNumbers } from './runs'

const slot = (id: string, printed: string): { slot: Slot } => ({ slot: { id, title: id, printed, value: printed, unit: '', kind: 'figure', records: 0, period: '2021H1', gap: false, own: false } })
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

describe('插入的数', () => {
  const cases: OfferedFigure = { id: 'overload/cases_filed', title: '违章案件', refs: [], domain: 'overload', domain_title: '治超', kind_label: '流量', owner: '治超办', value: '309', unit: '宗', records: 309, notes: [], about: '', forms: [{ form: '', printed: '309宗' }, { form: 'about', printed: '约309宗' }] }
  const about = freshSlot(cases, 'about', '2021H1')

  it('照选的写法印，锁住，两次插入不是同一个', () => {
    expect([about.printed, about.figure, about.form, about.own]).toEqual(['约309宗', 'overload/cases_filed', 'about', true])
    expect(freshSlot(cases, 'about', '2021H1').id).not.toBe(about.id)
  })
  it('放在光标处：字中间、两头、数的前后，序号不算字', () => {
    const put = (at: number, into: Run[] = runs): string => plain(insertAt(into, at, about))
    expect(put(2)).toBe('上半约309宗年查处309宗，已处罚280宗。')
    expect(put(0)).toBe('约309宗上半年查处309宗，已处罚280宗。')
    expect(put(5)).toBe('上半年查处约309宗309宗，已处罚280宗。')
    expect(put(9)).toBe('上半年查处309宗约309宗，已处罚280宗。')
    expect(put(99)).toBe('上半年查处309宗，已处罚280宗。约309宗')
    expect(put(0, [slot('a', '309宗')])).toBe('约309宗309宗')
    expect(put(2, [{ text: '一、', number: true }, { text: '治超工作' }])).toBe('一、治超约309宗工作')
    expect(insertAt([], 0, about)).toEqual([{ slot: about }])
  })
  it('落在别的数中间的，放到那个数后面，不把数拆开', () => {
    expect(insertAt(runs, 7, about).filter((it) => 'slot' in it).map((it) => ('slot' in it ? it.slot.printed : ''))).toEqual(['309宗', '约309宗', '280宗'])
  })
  it('从菜单插入的放在句号前', () => {
    expect(plain(insertAt(runs, endOf(runs), about))).toBe('上半年查处309宗，已处罚280宗约309宗。')
    expect(endOf([{ text: '一、', number: true }, { text: '治超' }])).toBe(2)
  })
  it('换写法只换那一个，去掉就是去掉', () => {
    expect(plain(replaceSlot(runs, 'a', about))).toBe('上半年查处约309宗，已处罚280宗。')
    expect(removeSlot(runs, 'a')).toEqual([{ text: '上半年查处，已处罚' }, slot('b', '280宗'), { text: '。' }])
  })
  it('存的时候：原有的数交编号，插入的交是哪个数、怎么写、哪一期', () => {
    expect(sent([{ text: '一、', number: true }, { text: '查处' }, slot('a', '309宗'), { slot: about }])).toEqual([
      { text: '一、', number: true },
      { text: '查处' },
      { slot: { id: 'a' } },
      { figure: { id: 'overload/cases_filed', form: 'about', period: '2021H1' } },
    ])
  })
  it('没保存的能原样从本机取回来', () => {
    const kept = JSON.parse(JSON.stringify([{ slot: about }])) as Run[]
    expect(sent(kept)).toEqual(sent([{ slot: about }]))
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
