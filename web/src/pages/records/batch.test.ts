import { afterEach, describe, expect, it, vi } from 'vitest'
import { computed, shallowRef } from 'vue'
import type { Ledger, RecordRow } from '@/api/types'
import { Pages } from './pages'
import { useBatch } from './useBatch'

afterEach(() => vi.unstubAllGlobals())

const row = (id: string, state: string, version = 1): RecordRow => ({ id, key: id, state, state_label: state, version, values: {} }) as unknown as RecordRow
const ledger = {
  fields: [], key: [],
  workflow: { states: [{ name: 'open', label: '在办' }, { name: 'done', label: '办结', closed: true }], moves: [{ name: 'close', label: '办结', kind: 'step', from: ['open'], to: 'done', mine: true, evidence: [], fields: [] }] },
} as unknown as Ledger

describe('批量办理', () => {
  it('没办成的在第三页上，重取了第一页也还勾着；办成的不勾了', async () => {
    let rows = Array.from({ length: 30 }, (_, at) => row(`r${at}`, 'open'))
    const fresh = (): Pages<RecordRow> => new Pages(async (after, limit) => {
      const from = Number(after ?? 0)
      return { items: rows.slice(from, from + limit), next: from + limit < rows.length ? String(from + limit) : null }
    }, 10)
    const pages = shallowRef(fresh())
    const reload = async (): Promise<void> => {
      pages.value = fresh()
      await pages.value.see(0, 1)
    }
    await reload()
    for (const from of [0, 10, 20]) await pages.value.see(from, from + 10)
    const batch = useBatch({ ledger: shallowRef(ledger), api: '/ledgers/x/y/records', pages, columns: computed(() => []), look: { codeLabel: (_, code) => code, today: '2021-06-30' }, reload })
    batch.select(new Set(['r0', 'r25']))
    const sent = vi.fn(async (_: string, init: RequestInit) => {
      rows = [row('r0', 'done', 2), ...rows.slice(1)]
      return new Response(JSON.stringify({ done: 1, refused: [{ id: 'r25', key: 'r25', text: '缺佐证' }], asked: init.body }), { status: 200 })
    })
    vi.stubGlobal('fetch', sent)
    batch.pickBatch('close')
    await batch.runBatch({ changes: {}, reason: '', file: null })
    expect(JSON.parse(String((sent.mock.calls[0]?.[1] as RequestInit).body)).targets).toEqual([{ id: 'r0', version: 1 }, { id: 'r25', version: 1 }])
    expect([...batch.selectedIds.value]).toEqual(['r25'])
    expect(batch.refused.value?.refused.map((it) => it.key)).toEqual(['r25'])
    expect(batch.moving.value).toBeNull()
  })
})
