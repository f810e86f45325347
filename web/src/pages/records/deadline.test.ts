import { describe, expect, it } from 'vitest'
import type { Deadline } from '@/api/types'
import { deadlineCard } from './deadline'

const plain: Deadline = {
  ledger: 'x/y', key: '1', office: '', who: '', clock: 'c', label: '', state: '', light: '灰', card: null, start: '', end: null, due: null, promised: null, due_words: '', limit: 0, unit: '日', left: null, cite: null,
  certainty: null, days: [], stops: [], extensions: [],
}

describe('期限', () => {
  it('逐日、停钟、延期按日子排成一列', () => {
    const card = deadlineCard({
      ...plain, label: '作出决定', state: '在办', light: '黄', start: '2021-07-02', due: '2021-07-20', due_words: '2021-07-20', limit: 7, unit: '工作日', left: 2, cite: '某规定', certainty: '确定',
      days: [{ day: '2021-07-03', number: null, words: '2021-07-03 周六　休息日' }, { day: '2021-07-05', number: 1, words: '2021-07-05 周一　第1日' }],
      stops: [{ from: '2021-07-04', until: null, why: '补正' }], extensions: [],
    })
    expect(card.steps.map((it) => [it.day, it.kind])).toEqual([['2021-07-03', 'skipped'], ['2021-07-04', 'note'], ['2021-07-05', 'counted']])
    expect(card.steps[0]?.text).toBe('周六　休息日')
    expect([card.color, card.limit, card.left]).toEqual(['yellow', '7 个工作日', '还剩 2 个工作日'])
  })

  it('办完的不再说还剩几天', () => {
    const card = deadlineCard({ ...plain, label: '送达', state: '超期办结', light: '红', start: '2020-07-20', end: '2020-07-28', due: '2020-07-27', due_words: '', limit: 7, unit: '日', left: -1, cite: null, certainty: null })
    expect([card.left, card.ended, card.limit]).toEqual(['', '2020-07-28', '7 日'])
  })
})
