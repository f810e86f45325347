// 截图：node tools/shot.mjs 页面地址… ；每页两张，1366×768 和 375×812，存在 web/shots/。
// 环境变量：BASE（默认 http://127.0.0.1:5173）、AS（账号，默认 jingban；空着就不登录）、PASSWORD、FULL=1 整页、LARGE=1 大字。
import { mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'

const base = process.env.BASE ?? 'http://127.0.0.1:5173'
const as = process.env.AS ?? 'jingban'
const out = new URL('../shots/', import.meta.url).pathname
mkdirSync(out, { recursive: true })

const sizes = [
  { name: 'wide', width: 1366, height: 768 },
  { name: 'phone', width: 375, height: 812 },
]
const only = process.env.SIZE
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
let faults = 0
for (const size of sizes.filter((it) => !only || it.name === only)) {
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  if (as) {
    const answer = await context.request.post(`${base}/api/v1/session`, { data: { login: as, password: process.env.PASSWORD ?? 'tongtu-2021' } })
    if (!answer.ok()) throw new Error(`sign-in: ${answer.status()}`)
  }
  const page = await context.newPage()
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      faults++
      console.error(`[${message.type()}] ${message.text()}`)
    }
  })
  page.on('pageerror', (error) => {
    faults++
    console.error(`[页面错误] ${error.message}`)
  })
  for (const path of process.argv.slice(2)) {
    await page.goto(base + path, { waitUntil: 'load' })
    await page.waitForTimeout(Number(process.env.WAIT ?? 900))
    if (process.env.LARGE) await page.evaluate(() => document.documentElement.classList.add('large'))
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (wide > 0) console.error(`${path} ${size.name}：横向多出 ${wide} 像素`)
    const file = `${out}${(path.replace(/[^A-Za-z0-9\u4e00-\u9fff]+/g, '-').replace(/^-|-$/g, '') || 'home')}-${size.name}.png`
    await page.screenshot({ path: file, fullPage: process.env.FULL === '1' })
    console.log(file)
  }
  await context.close()
}
await browser.close()
process.exitCode = faults ? 1 : 0
