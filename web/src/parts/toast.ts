// 办成了、没办成：屏幕上方一句话，读屏也念；错误的留到人关掉。
import { reactive } from 'vue'
import { Refusal, say } from '@/api/client'

export interface Toast {
  id: number
  tone: 'good' | 'bad'
  text: string
  action?: { label: string; go: () => void }
  /** 因为断网没办成：接通了、别的办成了，就不必再说。 */
  offline?: boolean
}

export const toasts = reactive<Toast[]>([])
let next = 1

function show(toast: Omit<Toast, 'id'>, stay_ms: number | null): number {
  forget((it) => it.tone === toast.tone && it.text === toast.text && !it.action)
  const id = next++
  toasts.push({ id, ...toast })
  if (toasts.length > 4) toasts.shift()
  if (stay_ms !== null) setTimeout(() => dismiss(id), stay_ms)
  return id
}

/** 返回的号可以拿去 dismiss：后一步做了，前一步的“撤销”就不作数了。 */
export function done(text: string, action?: Toast['action']): number {
  connected()
  return show({ tone: 'good', text, action }, action ? 10_000 : 4_000)
}

export function failed(error: unknown): void {
  const offline = error instanceof Refusal && error.status === 0
  show({ tone: 'bad', text: typeof error === 'string' ? error : say(error), offline }, null)
}

/** 网络通了：断网时的那几条收掉。 */
export function connected(): void {
  forget((it) => it.offline === true)
}

function forget(which: (toast: Toast) => boolean): void {
  for (const it of toasts.filter(which)) dismiss(it.id)
}

export function dismiss(id: number): void {
  const at = toasts.findIndex((it) => it.id === id)
  if (at >= 0) toasts.splice(at, 1)
}
