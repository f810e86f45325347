// 局长：一屏数 → 309 宗 → 记录 → 案件 → 照片；两个数差在哪几条。期望值都是半年报里的。
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, base, signIn, stage } from './stage.mjs'

let it
before(async () => {
  it = await stage()
})
after(() => it.close())

/** 一个像素的 PNG。 */
const PHOTO = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

test('the tile says 309 宗, the figure opens 309 records, a record opens its case and its photo', async () => {
  const writer = await it.browser.newContext()
  await signIn(writer, 'taizhang')
  const cases = await (await writer.request.get(`${base}/api/v1/ledgers/enforcement/case/records?filter=no:eq:${encodeURIComponent('阳交立〔2021〕1号')}`)).json()
  await ask(writer, 'POST', `/ledgers/enforcement/case/records/${cases.items[0].id}/attachments?name=${encodeURIComponent('过磅照片.png')}`, { data: PHOTO, headers: { 'content-type': 'image/png' } })

  const page = await it.open('/figures/tiles', { as: 'juzhang' })
  const tile = page.locator('.tiles li', { hasText: '超限超载违章案件' })
  assert.match((await tile.innerText()).replace(/\s+/g, ' '), /309 ?宗/)
  await tile.locator('a').click()
  await page.waitForSelector('text=309 条记录')
  await page.waitForSelector('text=已列 50 条，共 309 条')
  await page.click('#rows tbody a >> text="阳交立〔2021〕1号"')
  await page.waitForSelector('h1 >> text=阳交立〔2021〕1号')
  await page.click('[role=tab] >> text=附件')
  const [got] = await Promise.all([page.waitForEvent('download'), page.click('text=过磅照片.png')])
  assert.equal(got.suggestedFilename(), '过磅照片.png')
  await page.goBack()
  await page.waitForSelector('text=309 条记录')
})

test('figures of the founding report stand on the page of figures', async () => {
  const page = await it.open('/figures?period=2021H1', { as: 'juzhang' })
  for (const [title, value] of [['出动执法人员', '4,233'], ['检查客货运车辆', '5,087'], ['超限超载违章案件', '309'], ['卸载货物', '6,050.71'], ['广连高速已交地面积', '4,797.1794']]) {
    const row = page.locator('tr', { hasText: title }).first()
    await row.waitFor()
    assert.ok((await row.innerText()).includes(value), `${title} ${value}`)
  }
})

test('the difference of two figures names the cases filed and not yet penalised: 309 − 280', async () => {
  const page = await it.open('/figures/difference?one=overload/cases_filed&other=overload/cases_penalised', { as: 'juzhang' })
  await page.waitForSelector('.text')
  const words = await page.locator('.text').innerText()
  assert.match(words, /309/)
  assert.match(words, /280/)
  const cards = await page.locator('.columns header').allInnerTexts()
  assert.equal(cards.length, 3)
  const counts = cards.map((card) => Number(/([\d,]+) 条/.exec(card)[1].replace(',', '')))
  assert.equal(counts[0] + counts[1], 309, '只在前者 ＋ 都在 ＝ 309')
  assert.equal(counts[1] + counts[2], 280, '都在 ＋ 只在后者 ＝ 280')
})
