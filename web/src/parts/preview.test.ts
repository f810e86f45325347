import { describe, expect, it } from 'vitest'
import { nextTick, reactive } from 'vue'
import { usePreview } from './usePreview'

describe('先看样子再生效', () => {
  it('等的时候又改过：晚到的样子不算数', async () => {
    const form = reactive({ title: '公路股' })
    let answer: (words: string) => void = () => undefined
    const { effect, look } = usePreview(() => ({ ...form }), () => new Promise<string>((done) => (answer = done)))
    const first = look()
    form.title = '公路养护股'
    answer('公路股的样子')
    await first
    expect(effect.value).toBeNull()
    const second = look()
    answer('公路养护股的样子')
    await second
    expect(effect.value).toBe('公路养护股的样子')
    form.title = '养护股'
    expect(effect.value, '看了以后又改过').toBeNull()
    await nextTick()
  })
})
