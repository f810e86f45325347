// 手机 375 宽：待办、登记带照片、取位置、看详情、看值班；手指点得着，不横滚。
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, base, fits, PHONE, signIn, stage } from './stage.mjs'

let it
before(async () => {
  it = await stage()
})
after(() => it.close())

const PHOTO = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

test('the to-do on a phone: cards, a finger wide, one opens', async () => {
  const page = await it.open('/todo', { as: 'jingban', size: PHONE })
  await page.waitForSelector('main tbody tr')
  await fits(page)
  const link = page.locator('main tbody th a').first()
  const box = await link.boundingBox()
  assert.ok(box.width <= 375)
  await link.click()
  await page.waitForSelector('[role=tablist]')
  await fits(page)
})

test('an attendance with a photo is entered on a phone', async () => {
  const page = await it.open('/ledgers/overload/attendance/new', { as: 'jingban', size: PHONE })
  await page.waitForSelector('form.form')
  await fits(page)
  const field = (name) => page.locator(`[data-field="${name}"]`).locator('input, select').first()
  const fill = { no: 'CQ-手机-1', team: '第一联合执法队', attended_on: '0701', starts_at: '0930', road: 'G0421', stake: '454+100', leader: '成甲子' }
  for (const [name, value] of Object.entries(fill)) await field(name).fill(value)
  await field('shift').selectOption('day')
  await field('duty_place').selectOption('expressway')
  await page.setInputFiles('input[capture=environment]', { name: '现场.png', mimeType: 'image/png', buffer: PHOTO })
  await page.waitForSelector('text=现场.png')
  const save = page.locator('button.save')
  assert.ok((await save.boundingBox()).height >= 44, '保存钮有一指高')
  await save.click()
  await page.waitForSelector('h1 >> text=CQ-手机-1')
  await page.click('[role=tab] >> text=附件')
  await page.waitForSelector('[role=tabpanel] >> text=现场.png')
  await fits(page)
})

test('the position of the phone goes into a field of position', async () => {
  const steward = await it.browser.newContext()
  await signIn(steward, 'taizhang')
  const ledger = {
    id: 'overload/phone_spot', title: '手机定位试填', about: '走法里试填位置。', office: '治超办', key: ['no'], workflow: 'register',
    fields: [
      { name: 'no', label: '编号', type: 'text', max_length: 20, required: true },
      { name: 'spot', label: '位置', type: 'point', required: true },
    ],
  }
  const written = await ask(steward, 'POST', '/definitions/write', { data: { ledger, codes: [], figures: [], paragraphs: [] }, status: 200 })
  await ask(steward, 'PUT', '/definitions/local', { data: { files: (await written.json()).files, delete: [] }, status: 200 })

  const page = await it.open('/ledgers/overload/phone_spot/new', { as: 'jingban', size: PHONE })
  await page.locator('[data-field="no"] input').fill('DW-1')
  await page.click('text=取当前位置')
  await page.waitForFunction(() => document.querySelector('[data-field="spot"] input')?.value.startsWith('112.64'))
  await page.click('button.save')
  await page.waitForSelector('h1 >> text=DW-1')
  await page.waitForSelector('dd >> text=/112\\.6413/')
})

test('the duty of a month reads from top to bottom on a phone', async () => {
  const page = await it.open('/calendars/duty?month=2021-02', { as: 'juzhang', size: PHONE })
  await page.waitForSelector('.month .shift')
  await fits(page)
  const cell = page.locator('.month td:has(.shift)').first()
  assert.ok((await cell.boundingBox()).width > 300, '一天一行，不用左右拖')
  assert.match(await cell.innerText(), /星期一/, '2021 年 2 月 1 日是星期一')
  await page.goto(`${base}/`)
  await page.waitForSelector('text=今日值班')
  await fits(page)
})
