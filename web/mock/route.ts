// 假服务的路由表：一行一个地址，`:名` 是一段，`*` 是剩下的全部。
import type { IncomingHttpHeaders } from 'node:http'

export interface Asked {
  method: string
  path: string
  query: URLSearchParams
  body: unknown
  headers: IncomingHttpHeaders
}

export interface Said {
  status?: number
  body?: unknown
  raw?: string | Buffer
  headers?: Record<string, string>
}

export type Handler = (params: Record<string, string>, asked: Asked) => Said | Promise<Said>
export type Routes = Record<string, Handler>

export const ok = (body?: unknown): Said => ({ status: body === undefined ? 204 : 200, body })
export const refuse = (status: number, code: string, text: string, more: object = {}): Said => ({ status, body: { code, text, findings: [], ...more } })

export function match(routes: Routes, asked: Asked): Said | Promise<Said> | null {
  for (const [pattern, handler] of Object.entries(routes)) {
    const [method = '', path = ''] = pattern.split(' ')
    if (method !== asked.method) continue
    const names: string[] = []
    const source = path.replace(/:[a-z]+/g, (it) => (names.push(it.slice(1)), '([^/]+)')).replace('*', '.*')
    const found = new RegExp(`^${source}$`).exec(asked.path)
    if (found) return handler(Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(found[i + 1] ?? '')])), asked)
  }
  return null
}

/** 游标分页：游标就是下一行的序号。 */
export function page<T>(all: T[], query: URLSearchParams, most = 50): { items: T[]; next: string | null } {
  const from = Number(query.get('after') ?? 0)
  const limit = Math.min(500, Number(query.get('limit') ?? most))
  return { items: all.slice(from, from + limit), next: from + limit < all.length ? String(from + limit) : null }
}
