import { describe, expect, it } from 'vitest'
import type { AuditEntry, Field, HistoryEntry } from '@/api/types'
import { brief, facts, sameEntry, shortHash, written } from './entry'

const fields: Field[] = [
  { name: 'no', label: '编号', type: 'text', required: true, private: false, values: [], required_when: false, closed: false, about: '' },
  { name: 'town', label: '乡镇', type: 'division', required: false, private: false, values: [], required_when: false, closed: false, about: '' },
]

const told = (entry: Partial<AuditEntry> & Pick<AuditEntry, 'body' | 'words'>, of: readonly Field[]): string => brief({ act: 'update', who: '陈经办', ...entry }, of)

describe('an entry in words', () => {
  it('of a new record: its fields by their labels, what is no field beside them', () => {
    const entry = { words: {}, body: { fields: { no: '1', town: '青莲镇', gone: 'x' }, state: 'kept', office: '征拆办' } }
    expect(written(entry, fields).map((it) => [it.label, it.old, it.new])).toEqual([['编号', null, '1'], ['乡镇', null, '青莲镇'], ['gone', null, 'x']])
    expect(facts(entry)).toEqual([{ label: '状态', text: 'kept' }, { label: '股室', text: '征拆办' }])
    expect(told(entry, fields)).toBe('编号、乡镇、gone')
  })
  it('state and fields by their labels, codes too, where the ledger is known', () => {
    const names = { states: [{ name: 'kept', label: '在册' }], fields }
    expect(facts({ words: {}, body: { state: 'kept' } }, names)[0]?.text).toBe('在册')
    expect(facts({ words: {}, body: { fields: ['no', 'town'] } }, names)[0]?.text).toBe('编号、乡镇')
    expect(written({ body: { fields: { no: '1' } } }, fields, (value, field) => `${field.label}${value}`)[0]?.new).toBe('编号1')
  })
  it('of an import, an account, a sign-in', () => {
    expect(told({ words: {}, body: { file: '案件.xlsx', created: 4 } }, [])).toBe('案件.xlsx')
    expect(facts({ words: {}, body: { file: '案件.xlsx', created: 4, changed: 0 } }).map((it) => `${it.label}${it.text}`)).toEqual(['文件案件.xlsx', '新增4', '改动0'])
    expect(told({ words: {}, body: { login: 'jingban', name: '陈经办', done: '重置密码' } }, [])).toBe('重置密码，陈经办，登录名 jingban')
    expect(told({ words: { posts: '治超办经办' }, body: { login: 'jingban', name: '陈经办', posts: ['jingban'], done: '新账号' } }, [])).toBe('新账号，陈经办（治超办经办），登录名 jingban')
    expect(told({ act: 'session', who: '陈经办', words: { post: '治超办经办' }, body: { login: 'jingban', post: 'jingban' } }, [])).toBe('陈经办（治超办经办），登录名 jingban')
    // 没有说是谁的账号，不能当成办事的人的。
    expect(told({ act: 'account', who: '赵管理', words: {}, body: { login: 'jingban', done: '结束登录' } }, [])).toBe('结束登录，登录名 jingban')
  })
  it('of old and new pairs', () => expect(written({ body: { fields: { no: { old: '1', new: '2' } } } }, fields)[0]).toEqual({ field: 'no', label: '编号', old: '1', new: '2' }))
  it('of a change as the chain keeps it: old and new side by side, never as code', () => {
    const entry = { words: {}, body: { change: { no: ['1', '2'] } } }
    expect(written(entry, fields)).toEqual([{ field: 'no', label: '编号', old: '1', new: '2' }])
    expect(facts(entry)).toEqual([])
    expect(told(entry, fields)).toBe('编号')
  })
  it('that is not what one expects is still no fault', () => {
    expect(facts({ words: {}, body: 'text' })).toEqual([])
    expect(written({ body: null }, fields)).toEqual([])
    expect(told({ words: {}, body: [1, 2] }, fields)).toBe('')
    expect(facts({ words: {}, body: { fields: ['phone', 'name'] } })).toEqual([{ label: '字段', text: 'phone、name' }])
  })
  it('finds itself in the history of its record', () => {
    const history = [{ seq: 9, version: 2 }, { seq: 4, version: 1 }] as HistoryEntry[]
    expect(sameEntry(history, { seq: 4, version: 1 })?.seq).toBe(4)
    expect(sameEntry(history, { seq: 99, version: 2 })?.seq).toBe(9)
    expect(sameEntry(history, { seq: 99, version: 7 })).toBeUndefined()
  })
  it('a long hash is told by head and tail', () => expect(shortHash('a3f1c09b7e5d42c8a3f1c09b7e5d42c8')).toBe('a3f1c09b7e5d…5d42c8'))
})
