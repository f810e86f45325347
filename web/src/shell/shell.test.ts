import { beforeEach, describe, expect, it } from 'vitest'
import type { Catalog, Domain, LedgerRef } from '@/api/types'
import { bellText } from './bell'
import { crumbs } from './crumbs'
import { filter, pick, recently, toggled } from './menuTree'
import { closeTag, lastAt, nameTag, openTag, tags, turnOf } from './tags'

const ledger = (id: string, title: string, office: string): LedgerRef => ({ id, title, about: '', office, office_title: office, acts: ['see'], local: false, closed: false })
const domains: Domain[] = [
  { id: 'd1', title: '甲线', ledgers: [ledger('d1/a', '检查登记', '治理办'), ledger('d1/b', '治理队伍', '执法股')] },
  { id: 'd2', title: '乙线', ledgers: [ledger('d2/c', '桥梁台账', '公路中心')] },
]

describe('the menu', () => {
  it('is whole when nothing is typed', () => expect(filter(domains, '  ')).toEqual(domains))
  it('keeps ledgers whose title or office has every word, titles first', () => {
    expect(filter(domains, '治理').flatMap((it) => it.ledgers.map((one) => one.id))).toEqual(['d1/b', 'd1/a'])
    expect(filter(domains, '登记 治理办').flatMap((it) => it.ledgers.map((one) => one.id))).toEqual(['d1/a'])
    expect(filter(domains, '没有')).toEqual([])
  })
  it('pins and recent ones survive a ledger that is no longer seen', () => {
    const byId = new Map(domains.flatMap((it) => it.ledgers.map((one) => [one.id, one] as const)))
    expect(pick(['d2/c', 'gone/x'], byId).map((it) => it.id)).toEqual(['d2/c'])
    expect(pick(undefined, byId)).toEqual([])
  })
  it('recent: newest first, once each, six at most', () => {
    expect(recently(['a', 'b', 'c', 'd', 'e', 'f'], 'c')).toEqual(['c', 'a', 'b', 'd', 'e', 'f'])
    expect(recently(['a', 'b', 'c', 'd', 'e', 'f'], 'g')).toEqual(['g', 'a', 'b', 'c', 'd', 'e'])
  })
  it('a pin goes on and off', () => {
    expect(toggled(undefined, 'a')).toEqual(['a'])
    expect(toggled(['a', 'b'], 'a')).toEqual(['b'])
  })
})

describe('the bell', () => {
  it.each([[null, ''], [0, ''], [7, '7'], [99, '99'], [100, '99+']])('%s', (count, text) => expect(bellText(count)).toBe(text))
})

describe('crumbs', () => {
  const catalog = { domains } as Catalog
  const at = (path: string, params: Record<string, string> = {}, meta = { title: '页' }) => crumbs({ path, params, meta }, catalog, '题目').map((it) => it.title)
  it('home has none', () => expect(at('/')).toEqual([]))
  it('a list stands under its line', () => expect(at('/ledgers/d1/a', { domain: 'd1', name: 'a' })).toEqual(['首页', '甲线', '题目']))
  it('a record stands under its ledger', () => expect(at('/ledgers/d1/a/1', { domain: 'd1', name: 'a', id: '1' })).toEqual(['首页', '甲线', '检查登记', '题目']))
  it('a figure with the same words in its path is no ledger', () => expect(at('/figures/d1/a', { domain: 'd1', name: 'a' })).toEqual(['首页', '题目']))
})

describe('open pages', () => {
  beforeEach(() => {
    tags.splice(1)
  })
  it('one tag for one path, the newest address kept', () => {
    openTag('/todo', '/todo', '待办')
    openTag('/todo', '/todo?box=done', '待办')
    expect(tags.map((it) => it.full)).toEqual(['/', '/todo?box=done'])
  })
  it('the page names its tag', () => {
    openTag('/ledgers/d1/a', '/ledgers/d1/a', '台账')
    nameTag('/ledgers/d1/a', '检查登记')
    expect(tags[1]?.title).toBe('检查登记')
  })
  it('the way back to an open page keeps its filter; a page not open is itself', () => {
    openTag('/ledgers/d1/q', '/ledgers/d1/q?q=1', 'q')
    expect(lastAt('/ledgers/d1/q')).toBe('/ledgers/d1/q?q=1')
    closeTag('/ledgers/d1/q')
    expect(lastAt('/ledgers/d1/q')).toBe('/ledgers/d1/q')
  })
  it('closing goes to the neighbour and the page is new next time; home stays', () => {
    openTag('/a', '/a', 'a')
    openTag('/b', '/b?x=1', 'b')
    const before = turnOf('/a')
    expect(closeTag('/a')).toBe('/b?x=1')
    expect(turnOf('/a')).toBe(before + 1)
    expect(closeTag('/b')).toBe('/')
    closeTag('/')
    expect(tags.map((it) => it.path)).toEqual(['/'])
  })
  it('no more than twelve; the oldest goes', () => {
    for (let i = 0; i < 15; i++) openTag(`/p${i}`, `/p${i}`, `p${i}`)
    expect(tags.length).toBe(12)
    expect(tags[0]?.path).toBe('/')
    expect(tags.some((it) => it.path === '/p0')).toBe(false)
  })
})
