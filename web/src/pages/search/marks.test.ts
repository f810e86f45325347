import { describe, expect, it } from 'vitest'
import type { SearchHit } from '@/api/types'
import { countWords, grouped } from './marks'

const hit = (ledger: string, id: string): SearchHit => ({ ledger, title: ledger, id }) as SearchHit

describe('what was found, ledger by ledger', () => {
  it('counts the shown and those beyond them, and says when there may be more', () => {
    const groups = grouped({ items: [hit('a', '1'), hit('a', '2'), hit('b', '3')], more: [{ ledger: 'a', title: 'a', count: 50, at_least: true }, { ledger: 'c', title: 'c', count: 9, at_least: false }] })
    expect(groups.map((it) => [it.ledger, it.hits.length, countWords(it.count, it.more)])).toEqual([['a', 2, '52 条以上'], ['b', 1, '1 条'], ['c', 0, '9 条']])
  })
})
