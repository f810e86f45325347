// 倒数：锁定还有多久，到零自己停。
import { onBeforeUnmount, ref, type Ref } from 'vue'

export function useCountdown(): { left_s: Ref<number>; start: (seconds: number) => void } {
  const left_s = ref(0)
  let timer: ReturnType<typeof setInterval> | undefined
  let until_ms = 0

  function tick(): void {
    left_s.value = Math.max(0, Math.ceil((until_ms - Date.now()) / 1000))
    if (left_s.value === 0) clearInterval(timer)
  }
  function start(seconds: number): void {
    until_ms = Date.now() + seconds * 1000
    clearInterval(timer)
    timer = setInterval(tick, 1000)
    tick()
  }
  onBeforeUnmount(() => clearInterval(timer))
  return { left_s, start }
}

/** 95 → “1 分 35 秒”。 */
export function wait(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  const rest = seconds % 60
  if (minutes === 0) return `${rest} 秒`
  return rest === 0 ? `${minutes} 分钟` : `${minutes} 分 ${rest} 秒`
}
