import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, type EffectScope } from 'vue'
import type { Block, Draft } from '@/api/types'
import { toasts } from '@/parts/toast'
import { remember } from './keep'
import { useDraft } from './useDraft'

const block = (id: string, text: string): Block => ({ id, kind: 'text', runs: [{ text }] }) as unknown as Block
const draft = (version: number, ...blocks: Block[]): Draft => ({ id: 'd', version, sections: [{ id: 's', blocks }], stale_slots: [], findings: [] }) as unknown as Draft

let now: Draft
let scope: EffectScope

beforeEach(() => {
  setActivePinia(createPinia())
  toasts.splice(0)
  const all = new Map<string, string>()
  vi.stubGlobal('localStorage', { getItem: (key: string) => all.get(key) ?? null, setItem: (key: string, value: string) => void all.set(key, value), removeItem: (key: string) => void all.delete(key) })
  vi.stubGlobal('window', { addEventListener: () => undefined, removeEventListener: () => undefined })
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    if (init.method === 'DELETE') now = draft(now.version + 1, ...now.sections.flatMap((it) => it.blocks).slice(1))
    return new Response(JSON.stringify(now), { status: 200 })
  })
  // 不在部件里跑，生命周期的挂钩没处挂，由它说去。
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

async function opened() {
  const it = scope.run(() => useDraft('d'))!
  await vi.waitFor(() => expect(it.data.value).not.toBeNull())
  await nextTick()
  return it
}

describe('改过没保存的段落', () => {
  it('被别人删去了：写的字说给人听，不悄悄丢', async () => {
    now = draft(1, block('a', '旧的'), block('b', '别的'))
    const it = await opened()
    it.edit(it.blocks.value.get('a')!, [{ text: '写了半天的' }])
    now = draft(2, block('b', '别的'))
    await it.again()
    await nextTick()
    expect(it.edits.size).toBe(0)
    expect(toasts.map((one) => one.text).join()).toContain('写了半天的')
  })

  it('上次留在本机的、打开时已经没有那一段，也说', async () => {
    remember('', 'd', { version: 1, blocks: { a: [{ text: '上次写的' }], b: [{ text: '改过的' }] } })
    now = draft(2, block('b', '别的'))
    const it = await opened()
    expect([it.restored.value, [...it.edits.keys()]]).toEqual([1, ['b']])
    expect(toasts.map((one) => one.text).join()).toContain('上次写的')
  })

  it('自己删去的不说', async () => {
    now = draft(1, block('a', '旧的'), block('b', '别的'))
    const it = await opened()
    it.edit(it.blocks.value.get('a')!, [{ text: '改了又不要' }])
    expect(await it.remove(it.blocks.value.get('a')!)).toBe(true)
    await nextTick()
    expect(it.edits.size).toBe(0)
    expect(toasts.filter((one) => one.tone === 'bad')).toEqual([])
  })
})
