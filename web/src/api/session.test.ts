import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toasts } from '@/parts/toast'
import { put } from './client'
import { useSession } from './session'

/** 一台小服务：认得会话、偏好；answers 里先说的先答。 */
interface Desk {
  me: { login: string; csrf: string } | null
  preferences: Record<string, unknown>
  refuse: Record<string, number>
  asked: string[]
}

let desk: Desk
const assign = vi.fn()
const clear = vi.fn()

function me(login: string, csrf: string) {
  return { login, csrf, name: login, powers: [], posts: [], told: [], must_change_password: false, must_enrol: false }
}

async function serve(address: string, init: RequestInit): Promise<Response> {
  const path = address.replace('/api/v1', '').replace(/\?.*$/, '')
  const method = init.method ?? 'GET'
  const ask = `${method} ${path}`
  desk.asked.push(ask)
  const refused = desk.refuse[ask]
  if (refused === 0) throw new TypeError('Failed to fetch')
  if (refused) return new Response(JSON.stringify({ code: 'x', text: `不办（${refused}）` }), { status: refused })
  if (method !== 'GET' && ask !== 'POST /session' && new Headers(init.headers).get('X-CSRF') !== desk.me?.csrf) {
    return new Response(JSON.stringify({ code: 'csrf', text: '页面太旧' }), { status: 403 })
  }
  if (path === '/me/preferences' && method === 'PUT') desk.preferences = JSON.parse(String(init.body)) as Desk['preferences']
  if (ask === 'DELETE /session') desk.me = null
  if (method !== 'GET' && ask !== 'POST /session') return new Response(null, { status: 204 })
  const body = path === '/me/preferences' ? desk.preferences : desk.me && me(desk.me.login, desk.me.csrf)
  return new Response(JSON.stringify(body), { status: 200 })
}

beforeEach(() => {
  setActivePinia(createPinia())
  desk = { me: { login: 'a', csrf: 't1' }, preferences: {}, refuse: {}, asked: [] }
  toasts.splice(0)
  assign.mockReset()
  clear.mockReset()
  vi.useFakeTimers()
  vi.stubGlobal('fetch', vi.fn(serve))
  vi.stubGlobal('location', { assign })
  vi.stubGlobal('sessionStorage', { clear })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function opened() {
  const session = useSession()
  await session.load()
  return session
}

describe('一台机器几个人用', () => {
  it('另一个窗口换了人登录：这里不换成他的名字，整页重来', async () => {
    const session = await opened()
    desk.me = { login: 'b', csrf: 't2' }
    await session.refresh()
    expect([session.me?.login, assign.mock.calls]).toEqual(['a', [['/']]])
    expect(clear, '填了一半的个人信息不留给下一个人').toHaveBeenCalled()
  })

  it('换了人之后再存，不用他的令牌送出去', async () => {
    await opened()
    desk.me = { login: 'b', csrf: 't2' }
    await expect(put('/me/preferences', {}, { quiet: true })).rejects.toMatchObject({ code: 'csrf' })
    expect(desk.asked.filter((it) => it === 'PUT /me/preferences')).toHaveLength(1)
  })

  it('退出：这个窗口里临时存的清掉，偏好不留给下一个人', async () => {
    desk.preferences = { pinned: ['x/y'] }
    const session = await opened()
    await session.signOut()
    expect([session.me, session.preferences, clear.mock.calls.length]).toEqual([null, {}, 1])
  })

  it('没退成（断网）要说，不当是退了', async () => {
    const session = await opened()
    desk.refuse['DELETE /session'] = 0
    await expect(session.signOut()).rejects.toMatchObject({ code: 'offline' })
    expect(session.me?.login).toBe('a')
  })

  it('另一个窗口重新登录过，令牌旧了：照样退得出', async () => {
    const session = await opened()
    desk.me = { login: 'a', csrf: 't2' }
    await session.signOut()
    expect([desk.me, session.me]).toEqual([null, null])
  })

  it('会话早没了，退出就是退了', async () => {
    const session = await opened()
    desk.refuse['DELETE /session'] = 401
    await session.signOut()
    expect(session.me).toBeNull()
  })
})

describe('个人偏好', () => {
  it('几下合成一次存；别的窗口刚存的视图还在', async () => {
    desk.preferences = { ledgers: { 'x/y': { columns: ['a'] } } }
    const session = await opened()
    desk.preferences = { ledgers: { 'x/y': { columns: ['a'], views: [{ name: '本月', query: 'q=1' }] } } }
    session.prefer({ pinned: ['x/y'] })
    session.prefer({ large: true })
    await vi.advanceTimersByTimeAsync(600)
    expect(desk.preferences).toEqual({ large: true, pinned: ['x/y'], ledgers: { 'x/y': { columns: ['a'], views: [{ name: '本月', query: 'q=1' }] } } })
    expect(session.preferences.ledgers?.['x/y']?.views, '也取过来').toHaveLength(1)
    expect(desk.asked.filter((it) => it === 'PUT /me/preferences')).toHaveLength(1)
  })

  it('开门时没取到：改一样，不把存着的都冲掉', async () => {
    desk.preferences = { pinned: ['x/y'] }
    desk.refuse['GET /me/preferences'] = 500
    const session = await opened()
    desk.refuse = {}
    session.prefer({ large: true })
    await vi.advanceTimersByTimeAsync(600)
    expect(desk.preferences).toEqual({ pinned: ['x/y'], large: true })
  })

  it('没存上要说出来', async () => {
    const session = await opened()
    desk.refuse['PUT /me/preferences'] = 413
    session.prefer({ large: true })
    await vi.advanceTimersByTimeAsync(600)
    expect(toasts.map((it) => it.text)).toEqual(['个人设置没有存上：不办（413）'])
  })

  it('断网时先留着，接通了再存', async () => {
    const session = await opened()
    desk.refuse['GET /me/preferences'] = 0
    session.prefer({ large: true })
    await vi.advanceTimersByTimeAsync(600)
    expect([desk.preferences, toasts.length]).toEqual([{}, 0])
    desk.refuse = {}
    await vi.advanceTimersByTimeAsync(31_000)
    expect(desk.preferences).toEqual({ large: true })
  })

  it('刚改完就退出，先存好', async () => {
    const session = await opened()
    session.prefer({ large: true })
    await session.signOut()
    expect(desk.preferences).toEqual({ large: true })
  })
})
