// 真的台子：真的 Chromium 对着真的服务；控制台里有错、CSP 有违反、横向多出像素，都算没过。
import assert from 'node:assert/strict'
import { chromium } from 'playwright-core'

export const base = process.env.TONGTU_AT ?? 'http://127.0.0.1:8080'
export const folder = process.env.TONGTU_TRY ?? '/tmp'
export const PASSWORD = 'tongtu-2021'
export const WIDE = { width: 1366, height: 768 }
export const PHONE = { width: 375, height: 812 }

/** 开一个浏览器；用完 close，顺带断言没有出过错。 */
export async function stage() {
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args })
  const faults = []

  /** 以某人的身份打开一页；allow 里的话在控制台里出现不算错；at 是别的服务的地址。 */
  async function open(path, { as, size = WIDE, allow = [], at = base } = {}) {
    const context = await browser.newContext({
      viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', acceptDownloads: true,
      geolocation: { latitude: 24.4663, longitude: 112.6413 }, permissions: ['geolocation'],
    })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    page.on('console', (it) => {
      const told = `${it.text()} ${it.location().url}`
      if (['error', 'warning'].includes(it.type()) && !allow.some((word) => told.includes(word))) faults.push(`${path}（${as ?? '未登录'}）：${told}`)
    })
    page.on('pageerror', (it) => faults.push(`${path}：${it.message}`))
    page.on('response', (it) => {
      if (it.status() >= 500) faults.push(`${it.status()} ${it.url()}`)
    })
    if (as) await signIn(context, as)
    await page.goto(at + path)
    return page
  }

  async function close() {
    await browser.close()
    assert.deepEqual(faults, [], '控制台和服务都没有错')
  }
  return { open, close, faults, browser }
}

/** 不经登录页登录，用在讲别的事的那些走法里。 */
export async function signIn(context, login) {
  const answer = await context.request.post(`${base}/api/v1/session`, { data: { login, password: PASSWORD } })
  assert.equal(answer.status(), 200, `登录 ${login}`)
  return answer.json()
}

/** 页面不横滚。 */
export async function fits(page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.ok(over <= 0, `${page.url()} 横向多出 ${over} 像素`)
}

/** 焦点现在在什么上面：可访问的名字。 */
export function focused(page) {
  return page.evaluate(() => {
    const it = document.activeElement
    if (!it || it === document.body) return ''
    const label = it.id ? document.querySelector(`label[for="${it.id}"]`) : null
    return (it.getAttribute('aria-label') ?? label?.textContent ?? it.closest('label')?.textContent ?? it.textContent ?? '').trim()
  })
}

/** 经接口做一件事：先取 csrf，再发；status 不对就说原话。 */
export async function ask(context, method, path, { data, headers = {}, status } = {}) {
  const me = await (await context.request.get(`${base}/api/v1/session`)).json()
  const got = await context.request.fetch(`${base}/api/v1${path}`, { method, data, headers: { 'X-CSRF': me.csrf, ...headers } })
  if (status) assert.equal(got.status(), status, `${method} ${path}：${await got.text()}`)
  return got
}

/** 一条治超出勤，登记在案；no 各取各的。 */
export async function attendance(context, no, more = {}) {
  const values = {
    no, team: '第一联合执法队', attended_on: '2021-07-01', shift: 'day', starts_at: '09:30', duty_place: 'expressway', road: 'G0421', stake: 'K454+100', leader: '成甲子', ...more,
  }
  return (await ask(context, 'POST', '/ledgers/overload/attendance/records', { data: { values, lines: {} }, status: 201 })).json()
}

/** 经接口走一步。 */
export async function move(context, path, record, name, more = {}) {
  return ask(context, 'POST', `${path}/${record.id}/moves`, { data: { move: name, changes: {}, ...more }, headers: { 'If-Match': `"${record.version}"` }, status: 200 })
}
