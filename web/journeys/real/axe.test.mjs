// 每一页过一遍 axe：没有严重、很严重的毛病；控制台干净；宽屏、手机都不横滚。
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { pages } from './pages.mjs'
import { base, fits, PHONE, stage } from './stage.mjs'

let it
let axe
let all
before(async () => {
  it = await stage()
  axe = await readFile(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
  all = await pages(it.browser)
})
after(() => it.close())

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** 严重的毛病：规则、第一处、几处。 */
async function faults(page) {
  await page.evaluate(axe)
  const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }), TAGS)
  return found.violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => `${one.id}（${one.nodes.length} 处）：${one.nodes[0].target.join(' ')} ${one.nodes[0].html.slice(0, 160)}`)
}

async function look(size, chosen) {
  const bad = []
  // 一个人一个窗口，一页接一页地开，省得页页登录。
  const windows = new Map()
  for (const [name, as, path, act] of chosen) {
    const page = windows.get(as) ?? (await it.open('/sign-in', { as, size, allow: ['401'] }))
    windows.set(as, page)
    await page.goto(base + path)
    await page.waitForSelector('h1')
    await act?.(page)
    await page.waitForTimeout(700)
    await fits(page)
    for (const fault of await faults(page)) bad.push(`${name}：${fault}`)
    if (process.env.TONGTU_TELL) console.error(name, bad.length)
  }
  for (const page of windows.values()) await page.context().close()
  assert.deepEqual(bad, [])
}

test('every page on a wide screen: nothing serious', () => look(undefined, all))

test('to-do, a form, a detail, duty on a phone: nothing serious', () =>
  look(PHONE, all.filter(([name]) => ['home-clerk', 'todo', 'form', 'detail-case', 'calendar', 'list'].includes(name))))
