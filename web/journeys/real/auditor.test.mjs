// 审计员：留痕按条件查、整条链核验；什么也改不了。
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, attendance, base, signIn, stage } from './stage.mjs'

let it
before(async () => {
  it = await stage()
})
after(() => it.close())

test('entries are filtered by who and what, one entry shows old and new', async () => {
  const clerk = await it.browser.newContext()
  await signIn(clerk, 'jingban')
  const made = await attendance(clerk, 'CQ-留痕-1')
  await ask(clerk, 'PUT', `/ledgers/overload/attendance/records/${made.id}`, { data: { values: { stake: 'K455+200' } }, headers: { 'If-Match': '"1"' }, status: 200 })

  const page = await it.open('/audit', { as: 'shenji' })
  await page.fill('#audit-who', '陈经办')
  await page.selectOption('#audit-act', { label: '修改' })
  await page.click('button >> text=查询')
  await page.waitForFunction(() => {
    const rows = [...document.querySelectorAll('main tbody tr')]
    return rows.length > 0 && rows.every((row) => row.textContent.includes('陈经办') && row.textContent.includes('修改'))
  })
  await page.click('tbody button >> nth=0')
  await page.waitForSelector('dialog >> text=改动 1 处')
  assert.match(await page.locator('dialog').innerText(), /K454\+100[\s\S]*K455\+200/)
})

test('the whole chain is verified on the page', async () => {
  const page = await it.open('/audit/state', { as: 'shenji' })
  await page.click('text=核验整条链')
  await page.waitForSelector('text=完好。', { timeout: 90_000 })
})

test('an auditor can change nothing: no button, and the address by hand is refused kindly', async () => {
  const page = await it.open('/ledgers/overload/check', { as: 'shenji', allow: ['403'] })
  await page.waitForSelector('tbody a')
  for (const word of ['新增', '导入', '粘贴']) assert.equal(await page.locator('header.head', { hasText: word }).count(), 0, `没有“${word}”`)
  await page.goto(`${base}/ledgers/overload/check/new`)
  await page.waitForSelector('text=/不能|没有权限|看不到/')
  assert.equal(await page.locator('button.save').count(), 0, '给的是话，不是一张存不了的表')
  const got = await ask(page.context(), 'POST', '/ledgers/overload/check/records', { data: { values: { no: 'X' }, lines: {} } })
  assert.equal(got.status(), 403)
})
