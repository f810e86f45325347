// 不懂程序的人在屏幕上添“路灯维护登记”：八个字段、三步流程、两个数、一句话；登记五条，数和报告里就有；再打开来改，影响看得见。
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, base, PHONE, signIn, stage } from './stage.mjs'

let it
before(async () => {
  it = await stage()
})
after(() => it.close())

const card = (page, title) => page.locator('section.card', { has: page.locator('h2', { hasText: title }) })
const field = (of, label) => of.locator('label.field', { hasText: label }).locator('input, select, textarea').first()
const shot = async (page, name) => process.env.TONGTU_SHOTS && page.screenshot({ path: `${process.env.TONGTU_SHOTS}/${name}.png` })

/** 添一个字段：名称、类型。 */
async function add(page, label, type) {
  const fields = card(page, '字段').first()
  await fields.locator('button.add').click()
  const at = await fields.locator('input.label').count()
  await page.getByLabel(`第 ${at} 个字段的名称`).fill(label)
  if (type) await page.getByLabel(`“${label}”的类型`).selectOption({ label: type })
}

test('a clerk makes a ledger with its flow, figures and sentence; five records count and stand in the report; it opens again whole', async () => {
  const page = await it.open('/definitions', { as: 'taizhang' })
  await page.click('text=新增台账')
  await page.waitForSelector('h1 >> text=新增台账')
  assert.equal(await page.locator('.note').count(), 0, '一打开不满页红')
  const ledger = card(page, '台账').first()
  await field(ledger, '名称').fill('路灯维护登记')
  await field(ledger, '业务线').selectOption({ label: '公路桥梁' })
  await field(ledger, '主管股室').selectOption('公路事务中心')
  await page.waitForFunction(() => document.getElementById('at-ledger.name').value !== '')
  assert.equal(await page.locator('[id="at-ledger.name"]').inputValue(), 'lu_deng_wei_hu_deng_ji')
  assert.match(await ledger.locator('label.field', { hasText: '记什么' }).innerText(), /没有说明记什么/, '毛病说在那一格下面')
  await field(ledger, '记什么').fill('一处坏灯一行，巡查发现当天由公路事务中心登记。')
  await page.getByLabel('第 2 个字段的名称').fill('发现日期')
  await add(page, '地点')
  await page.getByLabel('“地点”必填').check()
  await add(page, '故障', '选项（代码表）')
  await page.getByLabel('“故障”的第 1 个选项').fill('不亮')
  await page.getByLabel('“故障”的第 1 个选项').press('Enter')
  await page.getByLabel('“故障”的第 2 个选项').fill('常亮')
  await page.getByLabel('“故障”的第 2 个选项').press('Enter')
  await page.getByLabel('“故障”的第 3 个选项').fill('撞断')
  await add(page, '灯数', '整数')
  await page.getByLabel('“灯数”的单位').fill('簇')
  await add(page, '费用', '金额（元）')
  await add(page, '修复日期', '日期')
  await add(page, '备注', '多行文字')
  await page.click('text=添一条规则')
  await page.getByLabel('第 1 条规则的第 1 个字段').selectOption('发现日期')
  await page.getByLabel('第 1 条规则的第 2 个字段').selectOption('修复日期')

  await page.getByLabel('要一步步办').check()
  await page.getByLabel('第 1 个状态').fill('待修')
  await page.click('text=添一个状态')
  await page.getByLabel('第 2 个状态').fill('在修')
  await page.click('text=添一个状态')
  await page.getByLabel('第 3 个状态').fill('待验收')
  await page.getByLabel('第 4 个状态').fill('修好')
  const flow = card(page, '流程')
  // 现成的一步改成“派修”，再接着添两步：来去按次序自己填好。
  await page.getByLabel('第 1 步的名称').fill('派修')
  await page.getByLabel('“派修”到').selectOption({ label: '在修' })
  for (const [at, label] of [[2, '报验'], [3, '验收']]) {
    await flow.getByRole('button', { name: '添一步' }).click()
    await page.getByLabel(`第 ${at} 步的名称`).fill(label)
  }
  assert.equal(await page.getByLabel('“验收”到').locator('option:checked').innerText(), '修好')

  const figures = card(page, '数和段落')
  await page.click('text=添一个数')
  await figures.locator('input').nth(0).fill('报修路灯')
  await field(figures, '单位').fill('')
  await page.waitForSelector('text=/没有单位/')
  await field(figures, '怎样算').selectOption({ label: '加一个字段' })
  await page.locator('[id="at-figure.0.of"]').selectOption({ label: '灯数' })
  assert.equal(await field(figures, '单位').inputValue(), '簇', '加哪个字段用它的单位')
  await field(figures, '口径').fill('报告期内发现的，按灯数加')
  await page.click('text=添一个数')
  const second = figures.locator('.one').nth(1)
  await field(second, '名称').fill('修好路灯处数')
  await field(second, '单位').fill('处')
  await field(second, '口径').fill('报告期内发现、已经修好的')
  await second.locator('text=添一个条件').click()
  await second.getByLabel('值').selectOption({ label: '修好' })
  await page.click('text=添一句话')
  await figures.locator('button.quiet', { hasText: '报修路灯' }).click()
  await figures.locator('button.quiet', { hasText: '修好路灯处数' }).click()
  const sentence = figures.locator('textarea').last()
  const [one, two] = (await sentence.inputValue()).match(/\{[^}]+\}/g)
  await sentence.fill(`路灯维护方面，报修${one}，修好${two}。`)
  await page.waitForSelector('text=生效后的样子')
  await page.waitForSelector('text=新量词：簇')
  await shot(page, 'define-new')
  await page.click('header >> text=生效')
  await page.click('dialog button.primary')
  await page.waitForSelector('dialog', { state: 'detached' })

  const clerk = await it.browser.newContext()
  await signIn(clerk, 'jingban')
  const records = '/ledgers/road/lu_deng_wei_hu_deng_ji/records'
  const def = await (await clerk.request.get(`${base}/api/v1/ledgers/road/lu_deng_wei_hu_deng_ji`)).json()
  const name = (label) => def.fields.find((one) => one.label === label).name
  const made = []
  for (let at = 1; at <= 5; at++) {
    const values = { [name('编号')]: `LD-00${at}`, [name('发现日期')]: `2021-06-0${at}`, [name('地点')]: `城南路口${at}`, [name('故障')]: at === 1 ? '撞断' : '不亮', [name('灯数')]: String(at), [name('费用')]: '120.50' }
    made.push(await (await ask(clerk, 'POST', records, { data: { values, lines: {} }, status: 201 })).json())
  }
  let version = made[0].version
  for (const step of def.workflow.moves.map((one) => one.name)) {
    const moved = await (await ask(clerk, 'POST', `${records}/${made[0].id}/moves`, { data: { move: step, changes: {} }, headers: { 'If-Match': `"${version}"` }, status: 200 })).json()
    version = moved.version
  }
  await page.goto(`${base}/figures?period=2021H1`)
  const row = (title) => page.locator('tr', { hasText: title })
  await row('报修路灯').waitFor()
  assert.match((await row('报修路灯').innerText()).replace(/\s+/g, ' '), /报修路灯 15 簇/)
  assert.match((await row('修好路灯处数').innerText()).replace(/\s+/g, ' '), /修好路灯处数 1 处/)

  // 报告里就有这句话。
  const writer = await it.browser.newContext()
  await signIn(writer, 'wengao')
  const draft = await (await ask(writer, 'POST', '/drafts', { data: { report: 'half_year', period: '2021H1' } })).json()
  const whole = await (await writer.request.get(`${base}/api/v1/drafts/${draft.id}`)).text()
  assert.match(whole.replace(/"[^"]*":/g, ''), /报修/)
  assert.ok(whole.includes('15簇') || /15[^\d]{0,80}簇/.test(whole), '报告里的数')

  // 再打开：都在；改名、添字段、停用选项，影响写明条数；删填过的字段不让。
  await page.goto(`${base}/definitions`)
  await page.click('table >> text=路灯维护登记')
  await page.waitForSelector('h1 >> text=路灯维护登记')
  assert.equal(await page.getByLabel('“故障”的第 3 个选项').inputValue(), '撞断')
  assert.equal(await page.getByLabel('第 3 个状态').inputValue(), '待验收')
  assert.equal(await card(page, '数和段落').locator('textarea').last().inputValue(), `路灯维护方面，报修${one}，修好${two}。`)
  await page.getByLabel('停用选项 撞断').click()
  await page.getByLabel('停用 备注').click()
  await add(page, '杆号')
  await page.waitForSelector('text=/添字段“杆号”：已有的 5 条/')
  await page.waitForSelector('text=/选项“撞断”用到 .* 为止：1 条用过/')
  await shot(page, 'define-change')
  await page.getByLabel('删去 地点').click()
  await page.waitForSelector('.note >> text=/字段“地点”有 5 条现行记录填过，删去会丢失数据：改为停用/')
  assert.ok(await page.locator('header button.primary', { hasText: '生效' }).isDisabled())
  await shot(page, 'define-refused')
  await page.getByLabel('放回 地点').click()
  await page.waitForSelector('text=/添字段“杆号”：已有的 5 条/')
  await page.click('header >> text=生效')
  await page.click('dialog button.primary')
  await page.waitForSelector('dialog', { state: 'detached' })
  const now = await (await clerk.request.get(`${base}/api/v1/ledgers/road/lu_deng_wei_hu_deng_ji`)).json()
  assert.equal(now.fields.length, 9)
  assert.equal(now.fields.find((one) => one.label === '备注').closed, true)
  const phone = await it.open('/definitions/edit?ledger=road/lu_deng_wei_hu_deng_ji', { as: 'taizhang', size: PHONE })
  await phone.waitForSelector('h1 >> text=路灯维护登记')
  await shot(phone, 'define-phone')
})

test('a code list of the bureau is made once and used by any ledger', async () => {
  const page = await it.open('/definitions/codes', { as: 'taizhang' })
  await page.click('text=新增代码表')
  await page.locator('label.field', { hasText: '名称' }).locator('input').fill('路灯种类')
  await page.locator('label.field', { hasText: '用途' }).locator('input').fill('路灯按灯杆分')
  await page.getByLabel('“路灯种类”的第 1 个选项').fill('高杆灯')
  await page.click('text=添一个选项')
  await page.getByLabel('“路灯种类”的第 2 个选项').fill('庭院灯')
  await shot(page, 'codes')
  await page.click('form >> text=生效')
  await page.click('dialog button.primary')
  await page.waitForSelector('dialog', { state: 'detached' })
  await page.waitForSelector('summary >> text=路灯种类')
  await page.goto(`${base}/definitions/edit`)
  await page.click('text=添一个字段')
  await page.getByLabel('第 3 个字段的名称').fill('种类')
  await page.getByLabel('“种类”的类型').selectOption({ label: '选项（代码表）' })
  await page.getByLabel('“种类”用哪张代码表').selectOption({ label: '路灯种类' })
})
