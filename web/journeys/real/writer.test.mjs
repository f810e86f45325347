// 写报告的：起草、改文字、数锁住、问题逐条看、忽略写理由、下载 docx；别的文稿也能校核。
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { base, stage } from './stage.mjs'
import { unzip } from './zip.mjs'

let it
before(async () => {
  it = await stage()
})
after(() => it.close())

test('a draft of the half year: prose is edited, numbers are locked, the document comes down', async () => {
  const page = await it.open('/reports', { as: 'wengao' })
  await page.click('text=起草报告')
  await page.selectOption('dialog select >> nth=0', 'half_year')
  await page.selectOption('dialog select >> nth=1', '2021H1')
  await page.click('dialog button.primary')
  await page.waitForURL('**/reports/*', { timeout: 60_000 })
  await page.waitForSelector('.paper .chip', { timeout: 60_000 })
  const text = await page.locator('.paper').innerText()
  assert.ok(text.includes('309'), '案件 309 宗写在稿子里')
  assert.ok(text.includes('4233'), '出动 4233 人次写在稿子里')

  const line = page.locator('.paper .line', { has: page.locator('.chip', { hasText: /^309/ }) }).first()
  const before = await line.locator('.chip').allInnerTexts()
  await line.locator('button.edit').focus()
  await page.keyboard.press('Enter')
  const field = page.locator('[contenteditable=true]')
  await field.waitFor()
  await page.keyboard.press('End')
  await page.keyboard.press('Control+End')
  await page.keyboard.type('以上情况已核实。')
  await page.keyboard.press('Control+s')
  await page.waitForSelector('button >> text=已保存')
  const after = page.locator('.paper .line', { hasText: '以上情况已核实。' }).first()
  assert.deepEqual(await after.locator('.chip').allInnerTexts(), before, '数一个没动')
  await page.reload()
  await page.waitForSelector('.paper >> text=以上情况已核实。')

  await page.locator('.paper .chip', { hasText: /^309/ }).first().click()
  await page.waitForSelector('dialog >> text=/看这些记录/')
  await page.keyboard.press('Escape')

  await page.click('button >> text=更多')
  const [got] = await Promise.all([page.waitForEvent('download'), page.click('[role=menu] >> text=/docx|Word/ >> nth=0')])
  const parts = unzip(await readFile(await got.path()))
  assert.ok(parts.has('word/document.xml'), '是一份 docx')
  assert.ok(parts.get('word/document.xml').toString('utf8').includes('以上情况已核实。'), '改的话在里面')
})

test('a text is checked: a wrong sum is found, set aside with a reason, and stays set aside', async () => {
  const page = await it.open('/checks', { as: 'wengao' })
  const text = '上半年年审车辆共625辆，其中货车500辆、客车100辆、出租车20辆。\n上半年共查处违章案件309宗，罚款金额万元。\n'
  await page.setInputFiles('#check-file', { name: '送校.txt', mimeType: 'text/plain', buffer: Buffer.from(text) })
  await page.waitForURL('**/checks/*')
  await page.waitForSelector('.pane li')
  assert.match(await page.locator('.pane').innerText(), /620/, '500＋100＋20＝620，文中写 625')
  const open = Number(await page.locator('.pane h2 .number').innerText())
  const finding = page.locator('.pane li', { hasText: '620' }).first()
  await finding.locator('.jump').click()
  await finding.locator('text=忽略').click()
  assert.ok(await page.locator('dialog button[type=submit]').isDisabled(), '没写理由不给点')
  await page.fill('dialog textarea', '另有 5 辆教练车')
  await page.click('dialog button[type=submit]')
  await page.waitForFunction((n) => Number(document.querySelector('.pane h2 .number')?.textContent) === n - 1, open)
  await page.reload()
  await page.waitForSelector('.pane h2')
  await page.waitForFunction((n) => Number(document.querySelector('.pane h2 .number')?.textContent) === n - 1, open)
  const [got] = await Promise.all([page.waitForEvent('download'), page.click('text=/下载改好的/')])
  assert.ok((await readFile(await got.path(), 'utf8')).includes('309'))
  await page.goto(`${base}/checks`)
  await page.waitForSelector('tr >> text=送校.txt')
})
