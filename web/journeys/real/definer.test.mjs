// 台账管理员在屏幕上添一本台账、一个数、一句话；登记一条，数就数到它，列表、搜索、导出都有它。随系统来的台账盖不掉。
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { ask, base, signIn, stage } from './stage.mjs'

let it
before(async () => {
  it = await stage()
})
after(() => it.close())

test('a ledger, a figure and a sentence are made on the screen; a record counts, is listed, found and taken out', async () => {
  const page = await it.open('/definitions/edit', { as: 'taizhang' })
  await page.getByLabel('名称', { exact: false }).first().waitFor()
  const card = (title) => page.locator('section.card', { has: page.locator('h2', { hasText: title }) })
  const field = (of, label) => of.locator('label.field', { hasText: label }).locator('input, select, textarea').first()
  const ledger = card('台账').first()
  await field(ledger, '名称').fill('涵洞清淤登记')
  await field(ledger, '业务线').selectOption({ label: '公路桥梁' })
  await field(ledger, '英文编号').fill('culvert_clearing')
  await field(ledger, '主管股室').selectOption('公路事务中心')
  await field(ledger, '记什么').fill('汛期前清一处涵洞登一行，由公路事务中心登记。')
  await page.click('text=添一个数')
  const figures = card('数和段落')
  await field(figures, '名称').fill('清淤涵洞')
  await field(figures, '单位').fill('处')
  await field(figures, '口径').fill('统计期内清完的涵洞，一处一条')
  await page.click('text=添一句话')
  await figures.locator('button.quiet', { hasText: '清淤涵洞' }).click()
  const sentence = figures.locator('textarea').last()
  const slot = /\{[^}]+\}/.exec(await sentence.inputValue())[0]
  await sentence.fill(`上半年清淤涵洞${slot}。`)
  await page.waitForSelector('text=生效后的样子')
  await page.waitForSelector('.sentence >> text=/上半年清淤涵洞.*处。/')
  await page.click('header >> text=生效')
  await page.click('dialog button.primary')
  await page.waitForSelector('dialog', { state: 'detached' })

  await page.goto(`${base}/ledgers/road/culvert_clearing`)
  await page.waitForSelector('h1 >> text=涵洞清淤登记')
  await page.click('header >> text=新增')
  const inputs = page.locator('form.form [data-field] input')
  await inputs.nth(0).fill('HD-2021-01')
  await inputs.nth(1).fill('0601')
  await page.click('button.save')
  await page.waitForSelector('h1 >> text=HD-2021-01')

  await page.goto(`${base}/figures?period=2021H1`)
  const row = page.locator('tr', { hasText: '清淤涵洞' })
  await row.waitFor()
  assert.match((await row.innerText()).replace(/\s+/g, ' '), /清淤涵洞 1 处/)
  await page.goto(`${base}/search?q=HD-2021`)
  await page.waitForSelector('h2 >> text=涵洞清淤登记')
  await page.goto(`${base}/ledgers/road/culvert_clearing`)
  await page.waitForSelector('tbody a >> text=HD-2021-01')
  await page.click('button >> text=导出')
  const [got] = await Promise.all([page.waitForEvent('download'), page.click('[role=menuitem] >> text=导出 CSV')])
  assert.match(await readFile(await got.path(), 'utf8'), /HD-2021-01/)
})

test('a shipped ledger cannot be shadowed, neither on the screen nor by the interface', async () => {
  const steward = await it.browser.newContext()
  await signIn(steward, 'taizhang')
  const text = 'id = "overload/check"\ntitle = "假的检查登记"\nabout = "盖掉随系统来的。"\noffice = "治超办"\nkey = ["no"]\nworkflow = "register"\n\n[[fields]]\nname = "no"\nlabel = "编号"\ntype = "text"\nrequired = true\n'
  const got = await ask(steward, 'PUT', '/definitions/local', { data: { files: [{ path: 'ledgers/overload/check.toml', text }], delete: [] } })
  assert.ok([403, 409, 422].includes(got.status()), `拒绝，不是 ${got.status()}`)
  const kept = await (await steward.request.get(`${base}/api/v1/ledgers/overload/check`)).json()
  assert.equal(kept.title, '治超检查登记')

  const page = await it.open('/definitions/edit', { as: 'taizhang' })
  const field = (label) => page.locator('label.field', { hasText: label }).locator('input, select, textarea').first()
  await field('名称').fill('假的检查登记')
  await field('业务线').selectOption({ label: '治超' })
  await field('英文编号').fill('check')
  await page.waitForSelector('text=/已有这个编号/')
  assert.ok(await page.locator('header button.primary', { hasText: '生效' }).isDisabled())
})
