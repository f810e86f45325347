// 浏览器里有多快：真的 Chromium、冷缓存，量第一眼、第二页、筛选和滚动，一项一行 JSON。
// 用法：node browser.mjs 基址 台账 [几遍]；登录用演示账号。
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { chromium } = createRequire(new URL('../../web/package.json', import.meta.url))('playwright-core')

const [at, ledger, times = '5'] = process.argv.slice(2)
const label = process.env.TONGTU_BENCH_LABEL ?? 'sqlite'
const ROW = 'tbody tr[data-index]'
const say = (name, facts) => console.log(JSON.stringify({ name: `browser.${name}.${label}`, ...facts, load: readFileSync('/proc/loadavg', 'utf8').split(' ')[0] }))
const middle = (found) => [...found].sort((one, other) => one - other)[Math.floor(found.length / 2)]
const tell = (name, found, more = {}) => say(name, { median_ms: Math.round(middle(found)), max_ms: Math.round(Math.max(...found)), times: found.length, ...more })

/** 页里装一个表：某样东西画出来的那一刻；超过 50 毫秒的任务都记下。 */
function gauge() {
  window.longest = []
  new PerformanceObserver((list) => list.getEntries().forEach((it) => window.longest.push(it.duration))).observe({ type: 'longtask', buffered: true })
  window.drawn = (selector, where = '') =>
    new Promise((done) => {
      const look = () => {
        const it = location.pathname.includes(where) && document.querySelector(selector)
        // 再等一帧，画上去了才算。
        if (it && it.textContent.trim()) requestAnimationFrame(() => setTimeout(() => done(performance.now())))
        else requestAnimationFrame(look)
      }
      look()
    })
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] })
const first = []
const detail = []
const todo = []
const filter = []
const tasks = []
const frames = []
let bytes = 0
for (let turn = 0; turn < Number(times); turn++) {
  // 新的上下文，缓存是空的。
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const answer = await context.request.post(`${at}/api/v1/session`, { data: { login: 'jingban', password: 'tongtu-2021' } })
  if (!answer.ok()) throw new Error(`${answer.status()} ${await answer.text()}`)
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.addInitScript(gauge)
  await page.goto(`${at}/ledgers/${ledger}`, { waitUntil: 'domcontentloaded' })
  first.push(await page.evaluate((row) => window.drawn(row), ROW))
  bytes = await page.evaluate(() => performance.getEntriesByType('resource').filter((it) => it.name.endsWith('.js')).reduce((sum, it) => sum + it.encodedBodySize, 0))
  // 人总要看一眼才点下一页。
  await page.waitForTimeout(1_500)

  const timed = (click, selector, where) =>
    page.evaluate(async ([what, seen, where]) => {
      const began = performance.now()
      document.querySelector(what).click()
      return (await window.drawn(seen, where)) - began
    }, [click, selector, where])
  detail.push(await timed(`${ROW} a`, 'main [role="tabpanel"] dd', `/ledgers/${ledger}/`))
  await page.waitForTimeout(500)
  await page.evaluate(() => history.back())
  await page.evaluate((row) => window.drawn(row), ROW)
  todo.push(await timed('a[href="/todo"]', 'main tbody tr', '/todo'))
  await page.waitForTimeout(500)
  await page.evaluate(() => history.back())
  await page.evaluate((row) => window.drawn(row), ROW)

  // 滚动：一格一格滚十秒，再一下拖到中间、末尾；看最长的任务和最长的一帧。
  await page.evaluate(() => (window.longest.length = 0))
  const worst = await page.evaluate(async () => {
    let frame = document.querySelector('tbody tr[data-index]')
    while (frame.scrollHeight <= frame.clientHeight + 1 || !/auto|scroll/.test(getComputedStyle(frame).overflowY)) frame = frame.parentElement
    let [worst, last] = [0, performance.now()]
    const until = last + 10_000
    let places = [0.5, 0.999, 0.25]
    await new Promise((done) => {
      const next = (now) => {
        worst = Math.max(worst, now - last)
        last = now
        if (now > until) return done()
        if (now > until - 3_000 && places.length && now > until - places.length * 1_000) frame.scrollTop = frame.scrollHeight * places.shift()
        else frame.scrollTop += 400
        requestAnimationFrame(next)
      }
      requestAnimationFrame(next)
    })
    return worst
  })
  frames.push(worst)
  const long = await page.evaluate(() => window.longest)
  tasks.push(Math.max(0, ...long))

  await page.goto(`${at}/ledgers/${ledger}`)
  await page.evaluate((row) => window.drawn(row), ROW)
  await page.waitForTimeout(1_000)
  const box = page.locator('main input[type="search"]').first()
  await box.fill('0357')
  const answered = page.waitForResponse((it) => it.url().includes('q=0357'))
  const began = Date.now()
  await box.press('Enter')
  await answered
  await page.evaluate((row) => window.drawn(row), ROW)
  filter.push(Date.now() - began)
  await context.close()
}
await browser.close()
tell('list_first_paint', first, { script_bytes: bytes })
tell('second_page_detail', detail)
tell('second_page_todo', todo)
tell('filter', filter)
tell('scroll_longest_task', tasks)
tell('scroll_longest_frame', frames)
