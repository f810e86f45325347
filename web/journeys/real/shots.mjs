// 每一页两张截图：1366×768 和 375×812；横向多出像素或控制台有错就说出来，退出码 1。
import { mkdirSync } from 'node:fs'
import { pages } from './pages.mjs'
import { PHONE, WIDE, stage } from './stage.mjs'

const out = new URL('../../../target/shots/', import.meta.url).pathname
mkdirSync(out, { recursive: true })

const it = await stage()
const PAGES = await pages(it.browser)
let over = 0
for (const [size, viewport] of [['wide', WIDE], ['phone', PHONE]]) {
  for (const [name, as, path, act, only] of PAGES) {
    if (only === 'wide' && size !== 'wide') continue
    const page = await it.open(path, { as, size: viewport, allow: ['401'] })
    await page.waitForLoadState('networkidle').catch(() => undefined)
    await act?.(page)
    await page.waitForTimeout(300)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (wide > 0) {
      over += 1
      console.error(`${name} ${size}：横向多出 ${wide} 像素`)
    }
    await page.screenshot({ path: `${out}${name}-${size}.png` })
    console.log(`${name}-${size}.png`)
    await page.context().close()
  }
}
await it.browser.close()
for (const fault of it.faults) console.error(fault)
process.exitCode = over + it.faults.length > 0 ? 1 : 0
