// 填表时随填随留底：停半秒存一次，关标签前补存；上次没存完的问一声。
import { onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import type { Field, Lines, Values } from '@/api/types'
import { Keeper, stores, sweepDrafts, touchedOf, type Draft } from './draft'

const KEEP_MS = 500

interface Form {
  key: string
  fields: () => readonly Field[]
  /** 打开时的样子。 */
  base: () => { values: Values; lines: Lines }
  now: () => { values: Values; lines: Lines }
  version: () => number
  dirty: () => boolean
}

export function useKeep(form: Form) {
  const keeper = new Keeper(stores, form.key)
  /** 上次没存完、等人说要不要的。 */
  const offered = shallowRef<Draft | null>(null)
  /** 本机存不下。 */
  const full = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  function look(): void {
    sweepDrafts(stores.local, Date.now())
    keeper.look(form.base(), Date.now())
    offered.value = keeper.offered
  }

  function keepNow(): void {
    if (timer === undefined) return
    clearTimeout(timer)
    timer = undefined
    const draft = form.dirty() ? { ...touchedOf(form.base(), form.now()), at: Date.now(), version: form.version() } : null
    full.value = !keeper.keep(draft, form.fields())
  }

  function keepSoon(): void {
    clearTimeout(timer)
    timer = setTimeout(keepNow, KEEP_MS)
  }

  function take(): Draft | null {
    const draft = keeper.take()
    offered.value = null
    return draft
  }

  function forget(): void {
    keeper.forget()
    offered.value = keeper.offered
    if (form.dirty()) keepSoon()
  }

  function clear(): void {
    clearTimeout(timer)
    timer = undefined
    keeper.clear()
    offered.value = null
  }

  onMounted(() => window.addEventListener('pagehide', keepNow))
  onBeforeUnmount(() => {
    window.removeEventListener('pagehide', keepNow)
    keepNow()
  })

  return { offered, full, look, keepSoon, take, forget, clear }
}
