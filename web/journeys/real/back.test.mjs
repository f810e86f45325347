// 从列表点进详情再回来：筛选、滚到的地方、勾选的行、光标都在原处；断网时说得清，接通后接着用。
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { stage } from './stage.mjs'

const LEDGER = '/ledgers/overload/check'
let it
before(async () => (it = await stage()))
after(() => it.close())

const stands = (page) =>
  page.evaluate(() => ({ search: decodeURI(location.search), top: document.querySelector('.frame').scrollTop, chosen: document.querySelectorAll('tr.chosen').length, row: document.activeElement?.getAttribute('data-index') }))

test('经办人筛选、滚动、勾选，点进一条再回来，全在原处；退回键、回列表、面包屑、标签都一样', async () => {
  const page = await it.open(LEDGER, { as: 'jingban' })
  await page.fill('input[id$="-q"]', '粤R')
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=/)
  const grid = page.locator('.frame')
  for (const top of [3000, 6000]) {
    await grid.evaluate((frame, to) => (frame.scrollTop = to), top)
    await page.waitForFunction((to) => document.querySelector(`tr[data-index="${Math.floor(to / 32) + 3}"] a`) !== null, top)
  }
  const rows = page.locator('tbody tr[data-index]')
  await rows.nth(12).locator('input').check()
  await rows.nth(13).locator('input').check()
  const was = await stands(page)
  assert.deepEqual({ ...was, row: null }, { search: '?q=粤R', top: 6000, chosen: 2, row: null })
  const asked = []
  page.on('request', (one) => one.url().includes('/records?') && asked.push(one.url()))

  for (const back of [() => page.goBack(), () => page.click('.head a:has-text("回列表")'), () => page.click('.crumbs a:has-text("治超检查登记")'), () => page.click('.tabs a:has-text("治超检查登记")')]) {
    const row = await rows.nth(12).getAttribute('data-index')
    await rows.nth(12).locator('a').click()
    await page.waitForURL(/check\/[0-9a-f-]{36}/)
    await page.locator('.flow, .steps').first().waitFor()
    await back()
    await page.locator('.frame').waitFor()
    await page.waitForTimeout(200)
    assert.deepEqual(await stands(page), { ...was, row })
  }
  assert.deepEqual(asked, [], '回来不重取')
})

test('勾选两行按 Ctrl + C：连表头三行、一格一列，贴到表格里就用', async () => {
  const page = await it.open(`${LEDGER}?q=JC2021-0522`, { as: 'jingban' })
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const rows = page.locator('tbody tr[data-index]')
  for (const at of [0, 1]) await rows.nth(at).locator('input').check()
  await page.keyboard.press('Control+c')
  await page.locator('.toast.good').waitFor()
  const [head, ...lines] = (await page.evaluate(() => navigator.clipboard.readText())).split(/\r?\n/).map((line) => line.split('\t'))
  assert.equal(head[0], '检查编号')
  assert.deepEqual(lines.map((line) => [line[0], line.length]), [['JC2021-05221', head.length], ['JC2021-05220', head.length]])
})

test('断网时点一页：说连不上，别的照旧；接通后再点就开，样子完整', async () => {
  const page = await it.open('/', { as: 'jingban', allow: ['ERR_INTERNET_DISCONNECTED', 'Failed to fetch'] })
  await page.locator('h1').waitFor()
  await page.context().setOffline(true)
  await page.click('#side-menu a:has-text("督办") >> nth=0')
  await page.locator('.toast.bad').waitFor()
  assert.match(await page.innerText('.toast.bad'), /连不上服务器/)
  assert.match(await page.innerText('.offline'), /网络断了/)
  await page.context().setOffline(false)
  await page.locator('.offline').waitFor({ state: 'detached' })
  await page.click('#side-menu a:has-text("督办") >> nth=0')
  await page.waitForURL(/\/due/)
  const width = await page.locator('#due-office').evaluate((box) => box.clientWidth)
  assert.ok(width < 300, `样式没取到：下拉框宽 ${width}`)
})
