// 取一份数：在取、取到、取坏了；条件变了重取，晚到的旧答案不要。题目跟着条件走的页面，手里的旧数（stale）不摆在新题目下面。
import { onBeforeUnmount, ref, shallowRef, watch, type Ref, type ShallowRef, type WatchSource } from 'vue'

export interface Load<T> {
  data: ShallowRef<T | null>
  busy: Ref<boolean>
  error: ShallowRef<unknown>
  /** 条件变了、新的还没取到：data 是上一个条件的。 */
  stale: Ref<boolean>
  again: () => Promise<void>
}

export function useLoad<T>(ask: (signal: AbortSignal) => Promise<T>, when?: WatchSource | WatchSource[]): Load<T> {
  const data = shallowRef<T | null>(null)
  const busy = ref(false)
  const error = shallowRef<unknown>(null)
  const stale = ref(false)
  let abort: AbortController | null = null

  async function again(): Promise<void> {
    abort?.abort()
    const mine = new AbortController()
    abort = mine
    busy.value = true
    error.value = null
    try {
      const got = await ask(mine.signal)
      if (abort !== mine) return
      data.value = got
      stale.value = false
    } catch (caught) {
      if (abort === mine) error.value = caught
    } finally {
      if (abort === mine) busy.value = false
    }
  }

  if (when)
    watch(
      when,
      () => {
        stale.value = data.value !== null
        void again()
      },
      { immediate: true },
    )
  else void again()
  onBeforeUnmount(() => abort?.abort())
  return { data, busy, error, stale, again }
}
