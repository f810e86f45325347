// 服务端推来的事：待办数、导入进度、记录变了。全站一条连接，断了浏览器自己重连。
import { onBeforeUnmount, onMounted } from 'vue'
import { url } from './client'
import type { Events } from './types'

type Kind = keyof Events
type Listener = (data: never) => void

const listeners = new Map<Kind, Set<Listener>>()
const RETRY_MS = 15_000
let source: EventSource | null = null

function open(): void {
  if (source || typeof EventSource === 'undefined') return
  source = new EventSource(url('/events'))
  // 断网浏览器自己重连；服务端拒绝（重启、会话过期）就不连了，过一会儿再试。
  source.onerror = () => {
    if (source?.readyState !== EventSource.CLOSED) return
    closeEvents()
    setTimeout(() => {
      if (listeners.size > 0) open()
    }, RETRY_MS)
  }
  for (const kind of ['todo', 'import', 'record', 'draft', 'check', 'signed_out', 'ping'] as const) {
    source.addEventListener(kind, (event) => {
      const data = read((event as MessageEvent<string>).data)
      listeners.get(kind)?.forEach((listener) => listener(data as never))
    })
  }
}

function read(text: string): unknown {
  try {
    return JSON.parse(text || '{}')
  } catch {
    return {}
  }
}

/** 退出登录、换岗位时关掉；下次有人听再开。 */
export function closeEvents(): void {
  source?.close()
  source = null
}

export function reopenEvents(): void {
  closeEvents()
  if (listeners.size > 0) open()
}

export function listen<K extends Kind>(kind: K, listener: (data: Events[K]) => void): () => void {
  const set = listeners.get(kind) ?? new Set<Listener>()
  listeners.set(kind, set)
  set.add(listener as Listener)
  open()
  return () => {
    set.delete(listener as Listener)
    if (set.size === 0) listeners.delete(kind)
  }
}

/** 在组件里听，组件走了就不听。 */
export function useEvent<K extends Kind>(kind: K, listener: (data: Events[K]) => void): void {
  let stop: (() => void) | undefined
  onMounted(() => {
    stop = listen(kind, listener)
  })
  onBeforeUnmount(() => stop?.())
}
