// 只用键盘：找到台账、登记一条、办一步，鼠标一下不动。
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { focused, stage } from './stage.mjs'

let it
before(async () => {
  it = await stage()
})
after(() => it.close())

test('a record is entered and moved with the keyboard alone', async () => {
  const page = await it.open('/', { as: 'jingban' })
  await page.waitForSelector('text=我的待办')
  await page.keyboard.press('Alt+m')
  await page.keyboard.type('治超出勤')
  await page.waitForSelector('text=找到的台账')
  await page.keyboard.press('Enter')
  await page.waitForSelector('h1 >> text=治超出勤登记')
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1')
  for (let n = 0; n < 5 && (await focused(page)) !== '新增'; n++) await page.keyboard.press('Tab')
  assert.equal(await focused(page), '新增', '题目后面就是“新增”')
  await page.keyboard.press('Enter')
  await page.waitForSelector('form.form')
  await page.waitForFunction(() => document.activeElement?.closest('[data-field="no"]'))

  const at = () => page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field') ?? '')
  const typed = { no: 'CQ-键盘-1', team: '第一联合执法队', attended_on: '0701', shift: '', starts_at: '0930', duty_place: '', road: 'G0421', stake: '454+100', leader: '成甲子' }
  const visited = new Set()
  for (let n = 0; n < 30; n++) {
    const name = await at()
    if (name in typed && !visited.has(name)) {
      visited.add(name)
      // 下拉的用方向键选头一个，其余的直接打。
      if (typed[name] === '') await page.keyboard.press('ArrowDown')
      else await page.keyboard.type(typed[name])
    }
    if (Object.keys(typed).every((it) => visited.has(it))) break
    await page.keyboard.press('Enter')
    if ((await at()) === name) await page.keyboard.press('Tab')
  }
  assert.deepEqual([...visited].sort(), Object.keys(typed).sort(), '回车走得到每一格')
  await page.keyboard.press('Control+s')
  await page.waitForSelector('h1 >> text=CQ-键盘-1')

  for (let n = 0; n < 60 && (await focused(page)) !== '收队'; n++) await page.keyboard.press('Tab')
  assert.equal(await focused(page), '收队')
  await page.keyboard.press('Enter')
  await page.waitForSelector('dialog[open]')
  for (let n = 0; n < 20 && (await page.evaluate(() => document.activeElement?.matches('dialog .primary'))) !== true; n++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.words >> text=已收队')
})

test('in a list: down, space to choose, Enter to open', async () => {
  const page = await it.open('/ledgers/overload/check', { as: 'jingban' })
  await page.waitForSelector('tbody a')
  await page.locator('tbody tr[tabindex="0"]').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await page.waitForSelector('text=已勾选 1 条')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[role=tablist]')
})
