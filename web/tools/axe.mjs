// 无障碍：node tools/axe.mjs 页面地址… ；每页两种宽度过一遍 axe（WCAG 2.2 A、AA），有问题退出码 1。
// 环境变量同 shot.mjs。
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const base = process.env.BASE ?? 'http://127.0.0.1:5173'
const as = process.env.AS ?? 'jingban'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
let faults = 0
for (const viewport of [{ width: 1366, height: 768 }, { width: 375, height: 812 }]) {
  const context = await browser.newContext({ viewport, locale: 'zh-CN', bypassCSP: true })
  if (as) await context.request.post(`${base}/api/v1/session`, { data: { login: as, password: process.env.PASSWORD ?? 'tongtu-2021' } })
  const page = await context.newPage()
  for (const path of process.argv.slice(2)) {
    await page.goto(base + path, { waitUntil: 'load' })
    await page.waitForTimeout(Number(process.env.WAIT ?? 1200))
    await page.evaluate(axe)
    const { violations } = await page.evaluate(() =>
      window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
    )
    for (const it of violations) {
      faults++
      console.log(`${path} ${viewport.width}：[${it.impact}] ${it.id} ${it.help}`)
      for (const node of it.nodes.slice(0, 4)) console.log(`    ${node.target.join(' ')}  ${node.failureSummary.split('\n').slice(1, 3).join(' ')}`)
    }
    if (!violations.length) console.log(`${path} ${viewport.width}：没有问题`)
  }
  await context.close()
}
await browser.close()
process.exitCode = faults ? 1 : 0
