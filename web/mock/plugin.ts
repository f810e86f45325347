// 假服务：vite dev 时顶住 /api/v1，不进产物。登录：任何账号，密码 wrong 以外都行；账号 second 要验证码，账号 locked 被锁。
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Plugin } from 'vite'
import { answer, events } from './server.ts'

export function mock(): Plugin {
  return {
    name: 'tongtu-mock',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use('/api/v1', (request, response) => {
        void handle(request, response)
      })
    },
  }
}

async function body(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const at = new URL(request.url ?? '/', 'http://mock')
  if (at.pathname === '/events') return events(request, response)
  const sent = await body(request)
  let given: unknown
  try {
    given = sent.length ? JSON.parse(sent.toString('utf8')) : undefined
  } catch {
    given = sent
  }
  try {
    const said = await answer({ method: request.method ?? 'GET', path: at.pathname, query: at.searchParams, body: given, headers: request.headers })
    for (const [name, value] of Object.entries(said.headers ?? {})) response.setHeader(name, value)
    response.statusCode = said.status ?? 200
    if (said.raw !== undefined) {
      response.end(said.raw)
      return
    }
    response.setHeader('Content-Type', 'application/json; charset=utf-8')
    response.end(said.body === undefined ? '' : JSON.stringify(said.body))
  } catch (error) {
    response.statusCode = 500
    response.end(JSON.stringify({ code: 'mock', text: String(error), findings: [] }))
  }
}
