// 先看样子再生效：看的是哪一份，生效的就是哪一份；看的时候、看了以后又改过，就要重看。
import { shallowRef, watch, type ShallowRef } from 'vue'

export interface Preview<E> {
  /** 现在这一份的样子；改过、没看过是 null。 */
  effect: ShallowRef<E | null>
  look: () => Promise<void>
}

export function usePreview<B, E>(body: () => B, ask: (body: B) => Promise<E>): Preview<E> {
  const effect = shallowRef<E | null>(null)
  watch(
    () => JSON.stringify(body()),
    () => (effect.value = null),
    { flush: 'sync' },
  )

  async function look(): Promise<void> {
    const asked = body()
    const was = JSON.stringify(asked)
    const got = await ask(asked)
    // 等的时候又改过：这份样子说的不是现在的，不给看，更不能照它生效。
    if (JSON.stringify(body()) === was) effect.value = got
  }

  return { effect, look }
}
