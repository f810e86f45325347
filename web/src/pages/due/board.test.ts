import { describe, expect, it } from 'vitest'
import type { DueItem, Field, Ledger } from '@/api/types'
import { byPerson, lanes, nothingWords, reminderQuery, reminderText, scopeWords, total } from './board'

const item = (change: Partial<DueItem>): DueItem => ({
  ledger: 'task/task', ledger_title: '任务', id: '1', key: '督〔2021〕3 号', summary: '', office: '执法股', office_title: '执法股', who: '梁少芳', clock: 'a', title: '办理期限', state: 'late',
  state_label: '逾期', color: 'red', card: null, due: '2021-06-30', due_words: '2021-06-30', days_left: -2, text: '逾期 2 天', ...change,
})

describe('督办', () => {
  it('按灯分栏，先到期的在前，没有到期日的在最后', () => {
    const got = lanes([item({ id: 'b', due: '2021-06-30' }), item({ id: 'c', due: null }), item({ id: 'a', due: '2021-06-01' }), item({ id: 'd', state: 'soon' })])
    expect(got.map((it) => [it.state, it.items.map((one) => one.id).join('')])).toEqual([['late', 'abc'], ['today', ''], ['soon', 'd'], ['running', ''], ['stopped', '']])
  })
  it('同名不同股室是两个人，没落实到人的单列', () => {
    const got = byPerson([item({}), item({ office: '治超办', office_title: '治超办' }), item({ who: '' }), item({ state: 'soon' })])
    expect(got).toHaveLength(3)
    expect(got.find((it) => it.office === '执法股' && it.who === '梁少芳')?.counts).toMatchObject({ late: 1, soon: 1 })
  })
  it('合计是各股室之和', () => {
    expect(total([{ office: 'a', office_title: 'a', late: 1, today: 1, soon: 2, running: 3, stopped: 0, unknown: 0 }, { office: 'b', office_title: 'b', late: 2, today: 0, soon: 0, running: 1, stopped: 4, unknown: 2 }])).toEqual({ late: 3, today: 1, soon: 2, running: 4, stopped: 4, unknown: 2 })
  })
  it('催办的话说到哪天、现在怎样', () => {
    expect(reminderText(item({}))).toBe('《任务》督〔2021〕3 号的“办理期限”，应于2021-06-30前办结，现已逾期 2 天，请抓紧办理并回复。')
    expect(reminderText(item({ state: 'soon', due: '2021-07-04', text: '2日' }))).toBe('《任务》督〔2021〕3 号的“办理期限”，应于2021-07-04前办结，还剩2日，请抓紧办理并回复。')
  })
  it('催办按字段类型预填', () => {
    const field = (name: string, type: Field['type'], more: Partial<Field> = {}): Field => ({ name, label: name, type, required: true, private: false, values: [], required_when: false, closed: false, about: '', ...more })
    const ledger = { fields: [field('no', 'text'), field('task', 'link', { ledger: 'task/task' }), field('sent', 'date'), field('to', 'person'), field('words', 'long_text'), field('by', 'date')] } as Ledger
    expect(reminderQuery(ledger, item({}), '2021-07-02', { field: 'to', name: '梁少芳' })).toEqual({ task: '督〔2021〕3 号', to: '梁少芳', words: reminderText(item({})), sent: '2021-07-02' })
    expect(reminderQuery(ledger, item({ ledger: 'permit/permit' }), '2021-07-02', { field: 'to', name: '' })).not.toHaveProperty('task')
    expect(reminderQuery(ledger, item({}), '2021-07-02', { field: 'to', name: '' })).not.toHaveProperty('to')
  })
  it('一件也没有时，说列的是哪个岗位看得到的、接下来怎样', () => {
    const me = { office: '治超办', office_title: '治超办', post: { id: 'a', title: '治超办经办' } }
    expect([scopeWords(me), scopeWords(null)]).toEqual(['“治超办经办”岗位看得到的', '您看得到的'])
    expect(nothingWords(me, false, '').hint).toContain('“治超办经办”岗位看得到的')
    expect(nothingWords(me, true, '路政股').hint).toContain('别的股室')
    expect(nothingWords(me, true, '治超办').hint).not.toContain('别的股室')
    expect(nothingWords(me, true, '').text).toBe('这样筛没有正在计时的事。')
  })
})
