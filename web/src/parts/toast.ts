// 办成了、没办成：屏幕上方一句话，读屏也念；错误的留到人关掉。
import { reactive } from 'vue'
import { say } from '@/api/client'

export interface Toast {
  id: number
  tone: 'good' | 'bad'
  text: string
  action?: { label: string; go: () => void }
}

export const toasts = reactive<Toast[]>([])
let next = 1

function show(toast: Omit<Toast, 'id'>, stay_ms: number | null): number {
  const id = next++
  toasts.push({ id, ...toast })
  if (toasts.length > 4) toasts.shift()
  if (stay_ms !== null) setTimeout(() => dismiss(id), stay_ms)
  return id
}

/** 返回的号可以拿去 dismiss：后一步做了，前一步的“撤销”就不作数了。 */
export function done(text: string, action?: Toast['action']): number {
  return show({ tone: 'good', text, action }, action ? 10_000 : 4_000)
}

export function failed(error: unknown): void {
  show({ tone: 'bad', text: typeof error === 'string' ? error : say(error) }, null)
}

export function dismiss(id: number): void {
  const at = toasts.findIndex((it) => it.id === id)
  if (at >= 0) toasts.splice(at, 1)
}
