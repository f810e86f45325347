// 假服务：各块的路由收在一起；没有的地址答 404，页面照样要说得清。
import type { IncomingMessage, ServerResponse } from 'node:http'
import { adminRoutes } from './admin.ts'
import { homeRoutes } from './home.ts'
import { ledgerRoutes } from './ledgers.ts'
import { definerRoutes } from './definer.ts'
import { dueRoutes } from './due.ts'
import { figureRoutes } from './figures.ts'
import { paperRoutes } from './papers.ts'
import { match, refuse, type Asked, type Routes, type Said } from './route.ts'
import { sessionRoutes, signedIn } from './session.ts'

const all: Routes[] = [sessionRoutes, homeRoutes, ledgerRoutes, figureRoutes, dueRoutes, paperRoutes, definerRoutes, adminRoutes]
const OPEN = ['/session']

export async function answer(asked: Asked): Promise<Said> {
  if (!signedIn(asked) && !OPEN.includes(asked.path)) return refuse(401, 'signed_out', '请先登录。')
  for (const routes of all) {
    const said = match(routes, asked)
    if (said) return said
  }
  return refuse(404, 'not_found', '假服务里还没有这个地址。')
}

export function events(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
  response.write('event: todo\ndata: {"count":34}\n\n')
  const timer = setInterval(() => response.write('event: ping\ndata: {}\n\n'), 20_000)
  request.on('close', () => clearInterval(timer))
}
