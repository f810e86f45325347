import { describe, expect, it } from 'vitest'
import type { Field } from '@/api/types'
import { draftKey, dropDraft, keepDraft, Keeper, readDraft, sweepDrafts, touchedOf, type Store } from './draft'

function store(): Store & { all: Map<string, string> } {
  const all = new Map<string, string>()
  return { all, getItem: (key) => all.get(key) ?? null, setItem: (key, value) => void all.set(key, value), removeItem: (key) => void all.delete(key) }
}
const fields = [{ name: 'no', label: '编号', type: 'text', required: true, private: false }, { name: 'party', label: '当事人', type: 'text', required: true, private: true }] as Field[]
const draft = { values: { no: '1', party: '何甲申' }, lines: {}, at: 1_000, version: 0 }

describe('填了一半的表', () => {
  it('按人、按台账、按记录分开', () => {
    expect(draftKey('a', 'x/y', '')).not.toBe(draftKey('b', 'x/y', ''))
    expect(draftKey('a', 'x/y', '')).not.toBe(draftKey('a', 'x/y', '7'))
  })

  it('个人信息不落到本机存储', () => {
    const stores = { local: store(), session: store() }
    keepDraft(stores, 'k', draft, fields)
    expect([...stores.local.all.values()].join()).not.toContain('何甲申')
    expect(readDraft(stores, 'k', 2_000)?.values).toEqual({ no: '1', party: '何甲申' })
  })

  it('窗口关过，个人信息没了，其余还在', () => {
    const stores = { local: store(), session: store() }
    keepDraft(stores, 'k', draft, fields)
    expect(readDraft({ ...stores, session: store() }, 'k', 2_000)?.values).toEqual({ no: '1' })
  })

  it('两星期后作废；存坏了当没有', () => {
    const stores = { local: store(), session: store() }
    keepDraft(stores, 'k', draft, fields)
    expect(readDraft(stores, 'k', 1_000 + 15 * 86_400_000)).toBeNull()
    stores.local.setItem('k', '{')
    expect(readDraft(stores, 'k', 2_000)).toBeNull()
    dropDraft(stores, 'k')
    expect(readDraft(stores, 'k', 2_000)).toBeNull()
  })
})

describe('上次的底和这次填的', () => {
  const base = { values: {}, lines: {} }
  const made = (no: string, at: number) => ({ values: { no }, lines: {}, at, version: 0 })
  const keeper = (stores: { local: Store; session: Store }, from: { values: object; lines: object } = base) => {
    const it = new Keeper(stores, 'k')
    it.look(from as typeof base, 2_000)
    return it
  }

  it('上次的还没说要不要，这次填的也留着；再开时先问新的，不要了再问旧的', () => {
    const stores = { local: store(), session: store() }
    keeper(stores).keep(made('旧', 1_000), fields)
    const second = keeper(stores)
    expect(second.offered?.values.no).toBe('旧')
    expect(second.keep(made('新', 1_500), fields)).toBe(true)
    expect(second.offered?.values.no, '旧的还问着').toBe('旧')
    const third = keeper(stores)
    expect(third.offered?.values.no).toBe('新')
    third.forget()
    expect(third.offered?.values.no).toBe('旧')
    third.forget()
    expect([third.offered, keeper(stores).offered]).toEqual([null, null])
  })

  it('接着填了的，往后只有一份', () => {
    const stores = { local: store(), session: store() }
    keeper(stores).keep(made('旧', 1_000), fields)
    const second = keeper(stores)
    expect(second.take()?.values.no).toBe('旧')
    second.keep(made('旧的接着填', 1_600), fields)
    expect([...stores.local.all.keys()]).toEqual(['k'])
  })

  it('填了又改回去：没有改动就没有底', () => {
    const stores = { local: store(), session: store() }
    const it = keeper(stores)
    it.keep(made('1', 1_000), fields)
    it.keep(null, fields)
    expect(stores.local.all.size).toBe(0)
  })

  it('还问着的那一份，不因为这次没改动就丢', () => {
    const stores = { local: store(), session: store() }
    keeper(stores).keep(made('旧', 1_000), fields)
    keeper(stores).keep(null, fields)
    expect(keeper(stores).offered?.values.no).toBe('旧')
  })

  it('存进去了，两份都去掉', () => {
    const stores = { local: store(), session: store() }
    keeper(stores).keep(made('旧', 1_000), fields)
    const second = keeper(stores)
    second.keep(made('新', 1_500), fields)
    second.clear()
    expect([stores.local.all.size, stores.session.all.size]).toEqual([0, 0])
  })

  it('存不下说得出来', () => {
    const full = { ...store(), setItem: () => { throw new Error('QuotaExceededError') } }
    expect(new Keeper({ local: full, session: store() }, 'k').keep(made('1', 1_000), fields)).toBe(false)
  })

  it('改一条记录：只记动过的格，别人后来改的不被盖回去', () => {
    const opened = { values: { no: '1', party: '甲', place: '旧处' }, lines: { a: [{ x: '1' }], b: [{ x: '1' }] } }
    const touched = touchedOf(opened, { values: { ...opened.values, party: null }, lines: { a: [{ x: '2' }], b: [{ x: '1' }] } })
    expect(touched).toEqual({ values: { party: null }, lines: { a: [{ x: '2' }] } })
  })

  it('过了两星期的底，谁的都清掉；没过期的、别的东西不碰', () => {
    const old = JSON.stringify({ at: 0 })
    const items = new Map([['tongtu-draft:a:x/y:new', old], ['tongtu-draft:b:x/y:new', JSON.stringify({ at: 20 * 86_400_000 })], ['别的', old]])
    sweepDrafts({ get length() { return items.size }, key: (at: number) => [...items.keys()][at] ?? null, getItem: (key: string) => items.get(key) ?? null, removeItem: (key: string) => void items.delete(key) } as unknown as Storage, 21 * 86_400_000)
    expect([...items.keys()]).toEqual(['tongtu-draft:b:x/y:new', '别的'])
  })
})
