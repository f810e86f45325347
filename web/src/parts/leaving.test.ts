import { describe, expect, it } from 'vitest'
import { nextTick, ref } from 'vue'
import { useLeaving } from './useLeaving'

describe('a dialog is closed by Esc', () => {
  it('at once when nothing was typed', () => {
    const { asking, leave } = useLeaving(() => false)
    expect([leave(), asking.value]).toEqual([true, false])
  })
  it('not before a word when something was typed; Esc again goes on writing', () => {
    const { asking, leave } = useLeaving(() => true)
    expect([leave(), asking.value]).toEqual([false, true])
    expect([leave(), asking.value]).toEqual([false, false])
  })
  it('asks no longer when what was typed is taken out again', async () => {
    const typed = ref('原因')
    const { asking, leave } = useLeaving(() => typed.value !== '')
    leave()
    typed.value = ''
    await nextTick()
    expect([asking.value, leave()]).toEqual([false, true])
  })
})
