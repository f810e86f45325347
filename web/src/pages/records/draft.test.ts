import { describe, expect, it } from 'vitest'
import type { Field } from '@/api/types'
import { draftKey, dropDraft, keepDraft, readDraft, type Store } from './draft'

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
