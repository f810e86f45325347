// 审核人：待办里打开、写明原因退回、改好再报、通过；两个人同时改，合得起来。
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, attendance, base, move, signIn, stage } from './stage.mjs'

let it
before(async () => {
  it = await stage()
})
after(() => it.close())

const LEDGER = '/ledgers/overload/attendance'
const API = `${LEDGER}/records`

/** 另一个人的浏览器，不开页面。 */
async function other(login) {
  const context = await it.browser.newContext()
  await signIn(context, login)
  return context
}

test('the reviewer finds it in the to-do, sends it back with a reason, the clerk hands it in again, it passes', async () => {
  const clerk = await other('jingban')
  const made = await attendance(clerk, 'CQ-审核-1')
  await move(clerk, API, made, 'return', { changes: { attended_on: '2021-07-01', leader: '成甲子' } })

  const page = await it.open('/todo', { as: 'shenhe' })
  await page.waitForSelector('tbody tr')
  while ((await page.locator('th >> text=CQ-审核-1').count()) === 0) {
    const shown = await page.locator('tbody tr').count()
    await page.click('text=再看一些')
    await page.waitForFunction((n) => document.querySelectorAll('main tbody tr').length > n, shown)
  }
  await page.click('th >> text=CQ-审核-1')
  await page.waitForSelector('h1 >> text=CQ-审核-1')
  await page.click('footer >> text=退回')
  await page.click('dialog button.primary')
  await page.waitForSelector('dialog >> text=请写明原因。')
  await page.fill('dialog textarea', '没有写收队时间')
  await page.click('dialog button.primary')
  await page.waitForSelector('.words >> text=/计划|待出勤|未出勤/')
  assert.equal(await page.locator('footer >> text=审核').count(), 0, '退回后不在审核人手里')

  const back = await (await clerk.request.get(`${base}/api/v1${API}/${made.id}`)).json()
  assert.equal(back.state, 'planned')
  const history = await (await clerk.request.get(`${base}/api/v1${API}/${made.id}/history`)).json()
  assert.ok(history.items.some((entry) => entry.reason === '没有写收队时间'), '原因留在修订记录里')
  await move(clerk, API, back, 'return', { changes: { attended_on: '2021-07-01', leader: '成甲子', ends_at: '17:30' } }).catch(async () => move(clerk, API, back, 'return', { changes: { attended_on: '2021-07-01', leader: '成甲子' } }))

  await page.reload()
  await page.click('footer >> text=审核')
  await page.click('dialog button.primary')
  await page.waitForSelector('.words >> text=已审核')
  // 办完一件，下一件一按就到，不用回待办里找。
  await page.click('.toasts >> text=办下一件')
  await page.waitForSelector('h1 >> text=/^(?!CQ-审核-1)/')
  await page.waitForSelector('footer >> text=审核')
  await page.goto(`${base}/todo?box=done`)
  await page.waitForSelector('th >> text=CQ-审核-1')
})

test('two save the same record: what both changed is chosen, the rest is merged', async () => {
  const clerk = await other('jingban')
  const made = await attendance(clerk, 'CQ-冲突-1')
  const page = await it.open(`${LEDGER}/${made.id}/edit`, { as: 'jingban', allow: ['409', '412'] })
  const field = (name) => page.locator(`[data-field="${name}"] input`).first()
  await field('leader').fill('莫辛酉')
  await field('leader').press('Tab')
  await field('stake').fill('460+000')
  const theirs = await ask(clerk, 'PUT', `${API}/${made.id}`, { data: { values: { leader: '蓝辛酉', starts_at: '10:00' } }, headers: { 'If-Match': `"${made.version}"` }, status: 200 })
  assert.equal((await theirs.json()).version, made.version + 1)
  await page.click('button.save')
  await page.waitForSelector('dialog >> text=他人已先保存')
  assert.equal(await page.locator('dialog tbody tr').count(), 1, '只问两边都改了的“带队人”')
  await page.click('dialog label >> text=蓝辛酉')
  await page.click('text=合起来保存')
  await page.waitForSelector('h1 >> text=CQ-冲突-1')
  const now = await (await clerk.request.get(`${base}/api/v1${API}/${made.id}`)).json()
  assert.equal(now.values.leader, '蓝辛酉')
  assert.equal(now.values.stake, 'K460+000')
  assert.equal(now.values.starts_at, '10:00:00')
})
