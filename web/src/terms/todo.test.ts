import { describe, expect, it } from 'vitest'
import type { Color, Todo } from '@/api/types'
import { byUrgency, name, tally } from './todo'

const item = (color: Color, due: string | null): Todo => ({
  ledger: 'a/b', ledger_title: '台账', id: `${color}${due}`, key: '1', summary: '', state: '', state_label: '', version: 1, light: { color, text: '', clock: '', label: '', due, left: '' }, due, office: '', office_title: '', who: '', moves: [], at: '', did: null,
})

describe('to-do', () => {
  it('red first, then by day; without a day last', () => {
    const sorted = byUrgency([item('green', '2021-07-05'), item('yellow', '2021-07-03'), item('red', '2021-07-01'), item('green', null), item('red', '2021-06-26')])
    expect(sorted.map((it) => it.id)).toEqual(['red2021-06-26', 'red2021-07-01', 'yellow2021-07-03', 'green2021-07-05', 'greennull'])
  })
  it('counts lights only where the list is whole, or where more urgent ones cannot be missing', () => {
    const list = [item('red', '1'), item('red', '2'), item('yellow', '3')]
    expect(tally(list, 3).map((it) => `${it.words}${it.count}`)).toEqual(['逾期2', '临期1'])
    expect(tally(list, 34).map((it) => `${it.words}${it.count}`)).toEqual(['逾期2'])
    expect(tally([], 0)).toEqual([])
  })
  it('does not say the number twice', () => {
    expect(name({ key: '2021-1', summary: '2021-1' })).toBe('2021-1')
    expect(name({ key: '2021-1', summary: '阳山县某公司' })).toBe('2021-1　阳山县某公司')
    expect(name({ key: '2021-1', summary: '关于 2021-1 的催办' })).toBe('关于 2021-1 的催办')
  })
})
