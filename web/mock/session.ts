// 假服务：登录、第二因子、偏好。账号 leader admin auditor writer definer 各是那个角色，其余是经办人。
import type { Me, Power } from '../src/api/types.ts'
import { ok, refuse, type Asked, type Routes } from './route.ts'

interface Kind {
  name: string
  office: string
  posts: Me['posts']
  roles: Me['roles']
  powers: Power[]
}

const kinds: Record<string, Kind> = {
  clerk: {
    name: '梁少芳', office: '治超办',
    posts: [
      { id: 'p1', title: '治超办经办', office: '治超办', roles: ['clerk'] },
      { id: 'p2', title: '办公室值班', office: '办公室', roles: ['clerk'] },
    ],
    roles: [{ name: 'clerk', label: '经办人' }], powers: [],
  },
  leader: { name: '陈志强', office: '局领导', posts: [{ id: 'p3', title: '分管副局长', office: '局领导', roles: ['leader'] }], roles: [{ name: 'leader', label: '分管领导' }], powers: ['sign'] },
  admin: { name: '林永康', office: '办公室', posts: [{ id: 'p4', title: '系统管理员', office: '办公室', roles: ['admin'] }], roles: [{ name: 'admin', label: '系统管理员' }], powers: ['administer'] },
  auditor: { name: '邓玉兰', office: '办公室', posts: [{ id: 'p5', title: '审计员', office: '办公室', roles: ['auditor'] }], roles: [{ name: 'auditor', label: '审计员' }], powers: ['audit'] },
  writer: { name: '罗文斌', office: '办公室', posts: [{ id: 'p6', title: '综合文稿', office: '办公室', roles: ['writer'] }], roles: [{ name: 'writer', label: '综合文稿' }], powers: ['draft'] },
  definer: { name: '欧嘉欣', office: '办公室', posts: [{ id: 'p7', title: '台账管理员', office: '办公室', roles: ['steward'] }], roles: [{ name: 'steward', label: '台账管理员' }], powers: ['define', 'draft'] },
  all: {
    name: '黄伟明', office: '办公室', posts: [{ id: 'p8', title: '演示岗', office: '办公室', roles: ['clerk'] }],
    roles: [{ name: 'clerk', label: '经办人' }], powers: ['administer', 'audit', 'define', 'draft', 'sign'],
  },
}

interface Seat {
  login: string
  post: number
  changed: Set<string>
}

// 会话跟着 cookie 走，几个浏览器各登各的；MOCK_LOGIN 让人不登录就进。
const seats = new Map<string, Seat>()
const preferences = new Map<string, unknown>()

function ticket(asked: Asked): string {
  return /tongtu_session=([^;]+)/.exec(String(asked.headers.cookie ?? ''))?.[1] ?? ''
}

function seatOf(asked: Asked): Seat | undefined {
  const had = seats.get(ticket(asked))
  return had ?? (process.env.MOCK_LOGIN ? { login: process.env.MOCK_LOGIN, post: 0, changed: new Set() } : undefined)
}

export function signedIn(asked: Asked): boolean {
  return seatOf(asked) !== undefined
}

function me(seat: Seat): Me {
  const kind = kinds[seat.login] ?? kinds.clerk!
  const at = kind.posts[seat.post % kind.posts.length]!
  const fresh = seat.login === 'new'
  return {
    login: seat.login, name: kind.name, office: at.office, post: { id: at.id, title: at.title }, posts: kind.posts, roles: kind.roles,
    powers: kind.powers, csrf: 'mock', must_change_password: fresh && !seat.changed.has('password'),
    must_enrol: fresh && !seat.changed.has('factor'), second_factor: seat.login === 'second' || seat.changed.has('factor'),
    expires_at: '2021-07-02T18:00:00+08:00',
  }
}

function powersOf(asked: Asked): Power[] {
  const seat = seatOf(asked)
  return seat ? (kinds[seat.login] ?? kinds.clerk!).powers : []
}

/** 只管系统的人看不到业务数据。 */
export function seesBusiness(asked: Asked): boolean {
  return !(powersOf(asked).includes('administer') && seatOf(asked)?.login === 'admin')
}

const QR = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 21 21" shape-rendering="crispEdges"><rect width="21" height="21" fill="#fff"/>${Array.from({ length: 441 }, (_, i) => ((i * 7919) % 13 < 6 ? `<rect x="${i % 21}" y="${Math.floor(i / 21)}" width="1" height="1"/>` : '')).join('')}</svg>`

export const sessionRoutes: Routes = {
  'POST /session': (_, asked) => {
    const given = asked.body as { login: string; password: string; code?: string }
    if (given.login === 'locked') return { ...refuse(429, 'locked', '连续输错，账号已锁定。', { retry_after_s: 95 }) }
    if (given.password === 'wrong') return refuse(401, 'wrong', '账号或密码不对。')
    if (given.login === 'second' && !given.code) return refuse(401, 'second_factor', '请输入 6 位动态口令。')
    if (given.login === 'second' && given.code !== '123456') return refuse(401, 'wrong', '动态口令不对，请看手机上最新的一个。')
    const id = `${given.login}-${seats.size + 1}`
    const seat: Seat = { login: given.login, post: 0, changed: new Set() }
    seats.set(id, seat)
    return { ...ok(me(seat)), headers: { 'Set-Cookie': `tongtu_session=${id}; Path=/; HttpOnly; SameSite=Strict` } }
  },
  'GET /session': (_, asked) => {
    const seat = seatOf(asked)
    if (!seat && asked.query.get('ask')) return ok(null)
    return seat ? ok(me(seat)) : refuse(401, 'signed_out', '请先登录。')
  },
  'DELETE /session': (_, asked) => (seats.delete(ticket(asked)), ok()),
  'POST /session/post': (_, asked) => {
    const seat = seatOf(asked)!
    seat.post = Math.max(0, me(seat).posts.findIndex((it) => it.id === (asked.body as { post: string }).post))
    return ok(me(seat))
  },
  'POST /session/password': (_, asked) => {
    const given = asked.body as { old: string; new: string }
    if (given.old === 'wrong') return refuse(401, 'wrong', '原密码不对。')
    if (given.new.length < 10) return refuse(422, 'findings', '新密码太短，至少 10 个字符。')
    seatOf(asked)!.changed.add('password')
    return ok(me(seatOf(asked)!))
  },
  'POST /session/second-factor': () => ok({ secret: 'JBSW Y3DP EHPK 3PXP', uri: 'otpauth://totp/tongtu:clerk?secret=JBSWY3DPEHPK3PXP&issuer=tongtu', qr_svg: QR }),
  'POST /session/second-factor/confirm': (_, asked) => {
    if ((asked.body as { code: string }).code !== '123456') return refuse(422, 'wrong', '动态口令不对，请看手机上最新的一个。')
    seatOf(asked)!.changed.add('factor')
    return ok(me(seatOf(asked)!))
  },
  'GET /session/sessions': () =>
    ok({
      items: [
        { id: 's1', created_at: '2021-07-02 08:31', seen_at: '2021-07-02 09:40', agent: 'Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.198 Safari/537.36 QIHU 360SE', current: true },
        { id: 's2', created_at: '2021-07-01 17:02', seen_at: '2021-07-01 17:20', agent: 'Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/100.0.0.0 Mobile Safari/537.36', current: false },
      ],
      next: null,
    }),
  'DELETE /session/sessions/:id': () => ok(),
  'GET /me/preferences': (_, asked) => ok(preferences.get(seatOf(asked)!.login) ?? {}),
  'PUT /me/preferences': (_, asked) => (preferences.set(seatOf(asked)!.login, asked.body), ok(asked.body)),
  // 只在假服务里：让会话过期，试“重新登录”的对话框。
  'POST /mock/expire': (_, asked) => (seats.delete(ticket(asked)), ok()),
}
