// 走一遍的台子：起一个接假服务的开发服务器和一个真的 Chromium；控制台里有错就算没过。
import { chromium } from 'playwright-core'
import { createServer } from 'vite'

export async function stage() {
  const server = await createServer({ logLevel: 'error', server: { port: 0, host: '127.0.0.1' }, optimizeDeps: { noDiscovery: false } })
  await server.listen()
  const base = `http://127.0.0.1:${server.httpServer.address().port}`
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
  const faults = []

  async function open(path, { as, width = 1366, height = 768, allow = [] } = {}) {
    const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
    if (as) await context.request.post(`${base}/api/v1/session`, { data: { login: as, password: 'demo' } })
    const page = await context.newPage()
    page.on('console', (it) => {
      if (['error', 'warning'].includes(it.type()) && !allow.some((word) => it.text().includes(word))) faults.push(`${path}: ${it.text()}`)
    })
    page.on('pageerror', (it) => faults.push(`${path}: ${it.message}`))
    page.setDefaultTimeout(40_000)
    await page.goto(base + path)
    return page
  }

  async function close() {
    await browser.close()
    await server.close()
  }
  return { base, open, close, faults }
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
