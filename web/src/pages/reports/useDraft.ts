// 一份稿子的取、改、存：改过的段落先留在本机，存的时候一段一版；别人先存了就先看过再存。
import { computed, onBeforeUnmount, ref, shallowReactive, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { del, get, post, put, Refusal } from '@/api/client'
import { useEvent } from '@/api/events'
import { useSession } from '@/api/session'
import type { Block, Draft, DraftStep, Events, Run } from '@/api/types'
import { dismiss, done, failed } from '@/parts/toast'
import { useReturn } from '@/parts/kept'
import { useLoad } from '@/parts/useLoad'
import { recall, remember } from './keep'
import { plain, same, sent } from './runs'

export interface UseDraft {
  data: ShallowRef<Draft | null>
  busy: Ref<boolean>
  error: ShallowRef<unknown>
  again: () => Promise<void>
  blocks: ComputedRef<Map<string, Block>>
  /** 没保存的段落。 */
  edits: Map<string, Run[]>
  /** 正在存、正在走一步。 */
  working: Ref<boolean>
  /** 上次没保存、这次放回来的段数。 */
  restored: Ref<number>
  /** 别处刚改了、这里还没取的。 */
  news: ShallowRef<Events['draft'] | null>
  runsOf: (block: Block) => Run[]
  edit: (block: Block, runs: Run[]) => void
  save: () => Promise<boolean>
  forget: () => void
  act: (ask: () => Promise<unknown>, said: string, undo?: boolean) => Promise<boolean>
  /** 带着版本号改段落：增、删、移；可以撤销。 */
  change: (ask: (base: string, options: { version: number }) => Promise<unknown>, said: string) => Promise<boolean>
  /** 删去一段；没保存的改动跟着它去。 */
  remove: (block: Block) => Promise<boolean>
}

/** 存、走一步之后服务端只答稿子，问题和变了的数要另取。 */
const isDraft = (value: unknown): value is Partial<Draft> => typeof value === 'object' && value !== null && Array.isArray((value as Draft).sections)

export function useDraft(id: string): UseDraft {
  const session = useSession()
  const login = session.me?.login ?? ''
  const load = useLoad<Draft>((signal) => get<'/drafts/{id}'>(`/drafts/${id}`, undefined, { signal }))
  const edits = shallowReactive(new Map<string, Run[]>())
  const working = ref(false)
  const restored = ref(0)
  const news = shallowRef<Events['draft'] | null>(null)
  let first = true
  /** 自己删去的段落。 */
  const own = new Set<string>()

  // 自己正在存的，等存完再看是不是别人的。自己这次登录改的，版本新了才是另一个窗口改的。
  const unseen = (it: Events['draft']): boolean => !it.own || it.version > (load.data.value?.version ?? 0)
  let held: Events['draft'] | null = null
  useEvent('draft', (it) => {
    if (it.id !== id || !load.data.value) return
    if (working.value) held = it
    else if (unseen(it)) news.value = it
  })
  watch(working, (on) => {
    if (!on && held && unseen(held)) news.value = held
    held = null
  })

  const blocks = computed(() => new Map((load.data.value?.sections ?? []).flatMap((it) => it.blocks).map((it) => [it.id, it])))

  // 取到稿子：头一次把上次没保存的放回来；以后去掉已经一样的。
  watch(load.data, (draft) => {
    if (!draft) return
    if (news.value && draft.version >= news.value.version) news.value = null
    const fresh = first
    if (first) {
      first = false
      for (const [block, runs] of Object.entries(recall(login, id)?.blocks ?? {})) edits.set(block, runs)
    }
    for (const [block, runs] of edits) {
      const now = blocks.value.get(block)
      if (now && !same(now.runs, runs)) continue
      edits.delete(block)
      if (!now && !own.has(block)) failed(`您改过、没有保存的一段已被别人删去。您写的是：“${plain(runs)}”`)
    }
    if (fresh) restored.value = edits.size
    keep()
  })

  function keep(): void {
    remember(login, id, { version: load.data.value?.version ?? 0, blocks: Object.fromEntries(edits) })
  }

  function edit(block: Block, runs: Run[]): void {
    if (same(block.runs, runs)) edits.delete(block.id)
    else edits.set(block.id, runs)
    keep()
  }

  function forget(): void {
    edits.clear()
    restored.value = 0
    keep()
  }

  /** 存好一段就从没保存的里去掉；中途不成的，后面的还留着。 */
  async function saveEach(): Promise<void> {
    for (const [block, runs] of [...edits]) {
      const answer = await put<'/drafts/{id}/blocks/{block}'>(`/drafts/${id}/blocks/${block}`, { runs: sent(runs) }, { version: load.data.value?.version ?? 0 })
      if (edits.get(block) === runs) edits.delete(block)
      keep()
      if (load.data.value) load.data.value = { ...load.data.value, ...answer }
    }
    await load.again()
  }

  /** 一件接一件：前一件没办完，后一件等着，不丢。 */
  let before: Promise<unknown> = Promise.resolve()
  function save(): Promise<boolean> {
    const mine = before.then(saveNow)
    before = mine
    return mine
  }

  async function saveNow(): Promise<boolean> {
    if (!edits.size) return true
    working.value = true
    const count = edits.size
    try {
      await saveEach()
      restored.value = 0
      done(`已保存 ${count} 段，第 ${load.data.value?.version ?? ''} 版。`)
      return true
    } catch (caught) {
      if (caught instanceof Refusal && caught.stale) {
        await load.again()
        failed(`${caught.body.by ?? '别人'}刚保存过，稿子已更新；您改的段落还在，请看过再保存。`)
      } else if (caught instanceof Refusal && caught.findings.length) failed([caught.text, ...caught.findings.map((it) => it.what)].join('　'))
      else failed(caught)
      return false
    } finally {
      working.value = false
    }
  }

  function act(ask: () => Promise<unknown>, said: string, undo = false): Promise<boolean> {
    const mine = before.then(() => actNow(ask, said, undo))
    before = mine
    return mine
  }

  let last = 0
  async function actNow(ask: () => Promise<unknown>, said: string, undo: boolean): Promise<boolean> {
    working.value = true
    try {
      const was = load.data.value?.version ?? 0
      const answer = await ask()
      if (isDraft(answer) && load.data.value) load.data.value = { ...load.data.value, ...answer }
      const now = load.data.value?.version ?? 0
      dismiss(last)
      last = done(said, undo && now > was ? { label: '撤销', go: () => void restore(was, now) } : undefined)
      await load.again()
      return true
    } catch (caught) {
      if (caught instanceof Refusal && caught.stale) {
        await load.again()
        failed(`${caught.body.by ?? '别人'}刚保存过，稿子已更新，请看过再改。`)
      } else if (caught instanceof Refusal && caught.findings.length) failed([caught.text, ...caught.findings.slice(0, 5).map((it) => it.what)].join('　'))
      else failed(caught)
      return false
    } finally {
      working.value = false
    }
  }

  const restore = (version: number, now: number): Promise<boolean> => act(() => post<'/drafts/{id}/versions/{version}/restore'>(`/drafts/${id}/versions/${version}/restore`, undefined, { version: now }), `已恢复到第 ${version} 版的样子。`)

  function change(ask: (base: string, options: { version: number }) => Promise<unknown>, said: string): Promise<boolean> {
    return act(() => ask(`/drafts/${id}/blocks`, { version: load.data.value?.version ?? 0 }), said, true)
  }

  async function remove(block: Block): Promise<boolean> {
    own.add(block.id)
    const gone = await change((base, options) => del<'/drafts/{id}/blocks/{block}'>(`${base}/${block.id}`, options), `已删去“${plain(block.runs).slice(0, 12)}”一段。`)
    if (!gone) own.delete(block.id)
    return gone
  }

  const warn = (event: BeforeUnloadEvent): void => {
    if (edits.size) event.preventDefault()
  }
  window.addEventListener('beforeunload', warn)
  onBeforeUnmount(() => window.removeEventListener('beforeunload', warn))
  useReturn(load.again)

  return { ...load, blocks, edits, working, restored, news, runsOf: (block) => edits.get(block.id) ?? block.runs, edit, save, forget, act, change, remove }
}

export const moveDraft = (id: string, body: { move: DraftStep; section?: string; opinion?: string }): Promise<unknown> => post<'/drafts/{id}/moves'>(`/drafts/${id}/moves`, body)
