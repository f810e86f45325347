import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, type EffectScope } from 'vue'
import { useLoad } from './useLoad'

let scope: EffectScope
beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.restoreAllMocks()
})

/** 问一次记一次，答不答由测试定。 */
function desk() {
  const asked: { what: string; answer: (value: string) => void; refuse: (why: unknown) => void; signal: AbortSignal }[] = []
  const period = ref('2021H1')
  const load = scope.run(() => useLoad((signal) => new Promise<string>((answer, refuse) => asked.push({ what: period.value, answer, refuse, signal })), period))!
  return { asked, period, load }
}

describe('取一份数', () => {
  it('条件换了：旧数算旧的，新的到了才算；晚到的旧答案不要', async () => {
    const { asked, period, load } = desk()
    asked[0]!.answer('上半年的数')
    await nextTick()
    expect([load.data.value, load.stale.value]).toEqual(['上半年的数', false])
    period.value = '2021Q1'
    await nextTick()
    expect([load.data.value, load.stale.value, load.busy.value]).toEqual(['上半年的数', true, true])
    period.value = '2021Q2'
    await nextTick()
    expect(asked.map((it) => it.signal.aborted)).toEqual([true, true, false])
    asked[2]!.answer('二季度的数')
    asked[1]!.answer('一季度的数')
    await nextTick()
    expect([load.data.value, load.stale.value, load.busy.value]).toEqual(['二季度的数', false, false])
  })

  it('新条件没取到：旧数还是旧的，不摆在新题目下面；原样再取成功才算', async () => {
    const { asked, period, load } = desk()
    asked[0]!.answer('上半年的数')
    await nextTick()
    period.value = '2021Q1'
    await nextTick()
    asked[1]!.refuse(new Error('断网'))
    await nextTick()
    await nextTick()
    expect([load.stale.value, load.error.value !== null]).toEqual([true, true])
    const again = load.again()
    asked[2]!.answer('一季度的数')
    await again
    expect([load.data.value, load.stale.value, load.error.value]).toEqual(['一季度的数', false, null])
  })

  it('条件没变的重取，手里的不算旧', async () => {
    const { asked, load } = desk()
    asked[0]!.answer('一')
    await nextTick()
    void load.again()
    expect(load.stale.value).toBe(false)
  })
})
