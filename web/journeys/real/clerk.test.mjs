// 经办人的一天：导入有毛病的表、改好入库、整批撤回，表单登记、办一步，粘一块，半截的表留得住。
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { base, PASSWORD, stage } from './stage.mjs'
import { filled, unzip } from './zip.mjs'

let it
before(async () => {
  it = await stage()
})
after(() => it.close())

const CHECKS = '/ledgers/overload/check'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** 检查编号、出勤编号、日期、时间、车牌、车型、轴数、称重、结果。 */
const check = (no, day, plate = '粤R12345 黄') => [no, 'CQ2021-0574', day, '10:30', plate, '载货汽车', '4', '19390', '称重未超限']

async function template(page) {
  const got = await page.request.get(`${base}/api/v1${CHECKS}/records/template.xlsx`)
  assert.equal(got.status(), 200)
  return got.body()
}

async function importing(page, name, rows) {
  await page.goto(`${base}${CHECKS}/import`)
  await page.setInputFiles('#import-file', { name, mimeType: XLSX, buffer: filled(await template(page), rows) })
  await page.waitForURL('**/imports/*')
  await page.waitForSelector('.sums')
}

const sums = (page) => page.locator('.sums li').allInnerTexts().then((all) => all.map((words) => words.replace(/\s+/g, '')))

test('a clerk signs in on the page and lands where the way led', async () => {
  const page = await it.open(CHECKS, { allow: ['401'] })
  await page.waitForSelector('#login')
  await page.fill('#login', 'jingban')
  await page.fill('#password', PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL(`**${CHECKS}`)
  await page.waitForSelector('h1 >> text=治超检查登记')
})

test('a workbook with a faulty cell: the cell is named, mended, taken in, the batch undone', async () => {
  const page = await it.open('/', { as: 'jingban' })
  const rows = [check('JC-导入-1', '2021-07-01'), check('JC-导入-2', '二月三十日'), check('JC-导入-3', '2021-07-01')]
  await importing(page, '七月检查.xlsx', rows)
  assert.deepEqual(await sums(page), ['2新增', '0更新', '0未变', '1有问题，不入库'])
  const fault = page.locator('#import-panel tbody tr', { hasText: '必须修改' })
  assert.match(await fault.first().innerText(), /C\s*3|第 ?3 ?行/, '指到第 3 行“检查日期”那一格')
  assert.match(await fault.first().innerText(), /检查日期/)
  const [back] = await Promise.all([page.waitForEvent('download'), page.click('text=下载标红的表')])
  const bytes = await readFile(await back.path())
  assert.ok(unzip(bytes).has('xl/workbook.xml'), '标红的表是一份 xlsx')
  await page.click('text=放弃导入')
  await page.click('dialog button.primary')
  await page.waitForURL(`**${CHECKS}`)

  rows[1] = check('JC-导入-2', '2021-07-02')
  await importing(page, '七月检查（改好）.xlsx', rows)
  assert.deepEqual(await sums(page), ['3新增', '0更新', '0未变', '0有问题，不入库'])
  await page.click('text=入库 3 条')
  await page.waitForSelector('text=已入库。')
  await page.goto(`${base}${CHECKS}?q=JC-导入`)
  await page.waitForSelector('text=共 3 条')

  await page.goto(`${base}/batches`)
  await page.click('tr:has-text("七月检查（改好）") >> text=整批撤回')
  await page.fill('dialog textarea', '导错了月份')
  await page.click('dialog button[type=submit]')
  await page.waitForSelector('tr:has-text("七月检查（改好）") >> text=已撤回')
  await page.goto(`${base}${CHECKS}?q=JC-导入`)
  await page.waitForSelector('text=共 0 条')
})

test('a record by form: 0702 is 2021-07-02, a plate is completed, Enter goes on, then a step is taken', async () => {
  const page = await it.open('/ledgers/overload/attendance/new', { as: 'jingban' })
  const field = (name) => page.locator(`[data-field="${name}"]`).locator('input, select').first()
  await field('no').fill('CQ-表单-1')
  await field('team').fill('第一联合执法队')
  await field('attended_on').fill('0702')
  await field('attended_on').press('Enter')
  assert.equal(await field('attended_on').inputValue(), '2021-07-02')
  await field('shift').selectOption('day')
  await field('starts_at').fill('0930')
  await field('duty_place').selectOption('expressway')
  await field('road').fill('G0421')
  await field('stake').fill('454+100')
  await field('leader').fill('成甲子')
  await field('leader').press('Tab')
  assert.equal(await field('stake').inputValue(), 'K454+100')
  await page.keyboard.press('Control+Enter')
  await page.waitForSelector('h1 >> text=CQ-表单-1')
  await page.waitForSelector('dd >> text=2021-07-02')
  await page.click('footer >> text=收队')
  await page.click('dialog button.primary')
  await page.waitForSelector('.words >> text=已收队')
  await page.click('[role=tab] >> text=修订记录')
  await page.waitForSelector('[role=tabpanel] >> text=陈经办 >> visible=true')
})

test('a required field left empty is said beside the field, and nothing is saved', async () => {
  const page = await it.open(`${CHECKS}/new`, { as: 'jingban', allow: ['422'] })
  await page.locator('[data-field="no"] input').fill('JC-不全')
  await page.click('button.save')
  await page.waitForSelector('[data-field="plate"] .bad')
  assert.equal(await page.locator('[data-field="checked_on"] [aria-invalid="true"]').count(), 1)
  const got = await page.request.get(`${base}/api/v1${CHECKS}/records?q=JC-不全`)
  assert.equal((await got.json()).items.length, 0)
})

test('a block pasted from a sheet is checked row by row; the good rows go in', async () => {
  const page = await it.open(CHECKS, { as: 'jingban' })
  await page.click('button >> text=粘贴')
  const header = ['检查编号', '出勤编号', '检查日期', '检查时间', '车牌号', '车型', '轴数', '称重', '检查结果']
  const text = [header, check('JC-粘贴-1', '20210701'), check('JC-粘贴-2', '2021-07-01', '不是车牌')].map((row) => row.join('\t')).join('\n')
  await page.fill('#paste-area', text)
  await page.waitForSelector('text=/2 行：新增 1/')
  await page.waitForSelector('dialog tbody >> nth=1 >> .why >> text=/不是车牌/')
  const [said, frame] = await Promise.all([page.locator('dialog .said').boundingBox(), page.locator('dialog .frame').boundingBox()])
  assert.ok(said.x >= frame.x && said.x + said.width <= frame.x + frame.width, '哪里不对写在看得见的地方，不用往右拉')
  await page.click('text=入库没有问题的 1 行')
  await page.waitForSelector('text=/入库 1 条/')
  await page.goto(`${base}${CHECKS}?q=JC-粘贴`)
  await page.waitForSelector('text=共 1 条')
})

test('a form half filled survives a reload and an expired session', async () => {
  const page = await it.open(`${CHECKS}/new`, { as: 'jingban', allow: ['401'] })
  await page.locator('[data-field="no"] input').fill('JC-半截-1')
  await page.locator('[data-field="checked_on"] input').fill('0701')
  await page.waitForSelector('text=有改动，已在本机留底')
  await page.waitForTimeout(800)
  await page.reload()
  await page.click('text=接着填')
  assert.equal(await page.locator('[data-field="no"] input').inputValue(), 'JC-半截-1')
  const rest = { attendance: 'CQ2021-0574', checked_at: '1030', plate: '粤R12345' }
  for (const [name, value] of Object.entries(rest)) await page.locator(`[data-field="${name}"] input`).first().fill(value)
  await page.locator('[data-field="plate"] select').selectOption('黄').catch(() => undefined)
  await page.locator('[data-field="kind"] select').selectOption({ label: '载货汽车' })
  await page.locator('[data-field="result"] select').selectOption({ label: '放行' })
  await page.waitForTimeout(900)
  await page.context().clearCookies()
  await page.click('button.save')
  await page.waitForSelector('dialog >> text=登录已过期')
  // 连按 Esc 也关不掉：关掉了，这一页就等着一个没有的登录框。
  for (let more = 0; more < 4; more++) await page.keyboard.press('Escape')
  await page.waitForTimeout(300)
  assert.equal(await page.locator('dialog[open] >> text=登录已过期').count(), 1)
  assert.equal(await page.locator('[data-field="no"] input').inputValue(), 'JC-半截-1')
  await page.fill('dialog #password', PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForSelector('h1 >> text=JC-半截-1')
})

test('a plate, a number are found however they are typed; what is no date is said and not asked', async () => {
  const page = await it.open(CHECKS, { as: 'jingban' })
  await page.waitForSelector('tbody a')
  const words = page.locator('input[id$="-q"]')
  await words.fill('粤r·D0249')
  await words.press('Enter')
  await page.waitForURL(/q=/)
  await page.waitForFunction(() => {
    const rows = [...document.querySelectorAll('main tbody tr')].map((it) => it.textContent ?? '').filter((it) => it.trim())
    return rows.length > 0 && rows.every((it) => it.includes('粤RD0249 黄'))
  })
  assert.equal(await words.inputValue(), '粤r·D0249', '写的留着')

  let asked = 0
  page.on('request', (one) => (asked += one.url().includes('/records?') ? 1 : 0))
  const from = page.getByLabel('检查日期从')
  await from.fill('13月')
  await from.press('Enter')
  await page.waitForSelector('text=检查日期：“13月”不是日期，可以写 0702、7月2日或 2021-07-02。')
  assert.equal(await from.inputValue(), '13月', '写的留着，好改')
  assert.equal(await page.locator('[aria-invalid=true]:focus').count(), 1)
  await page.waitForTimeout(300)
  assert.equal(asked, 0, '认不出的不拿去问')
  await from.fill('0101')
  await from.press('Enter')
  await page.waitForSelector('text=检查日期不早于 2021-01-01')
  assert.equal(await page.locator('text=不是日期').count(), 0)

  await page.fill('#global-search', '阳交立[2021] 419号')
  await page.press('#global-search', 'Enter')
  await page.waitForSelector('h1 >> text=搜索“阳交立[2021] 419号”')
  await page.waitForSelector('main mark >> text=阳交立〔2021〕419号')
})

test('the next number is offered, a time is written without seconds', async () => {
  const page = await it.open('/ledgers/overload/check/new', { as: 'jingban' })
  const newest = (await (await page.request.get(`${base}/api/v1${CHECKS}/records?limit=1&sort=-created_at`)).json()).items[0].key
  const [, head, digits] = /^(.*?)(\d+)$/.exec(newest)
  await page.click('text=/接着编/')
  assert.equal(await page.locator('[data-field="no"] input').inputValue(), head + String(Number(digits) + 1).padStart(digits.length, '0'))
  const at = page.locator('[data-field="checked_at"] input')
  await at.fill('1030')
  await at.press('Tab')
  assert.equal(await at.inputValue(), '10:30')
})

test('a table that cannot be read says so and makes room for another; codes are told in words', async () => {
  const page = await it.open(`${CHECKS}/import`, { as: 'jingban' })
  await page.setInputFiles('#import-file', { name: '别的表.csv', mimeType: 'text/csv', buffer: Buffer.from('姓名,年龄\n张三,30\n') })
  await page.waitForURL('**/imports/*')
  await page.waitForSelector('.tag >> text=没有可入库的')
  await page.click('footer >> text=换一个文件')
  await page.waitForURL(`**${CHECKS}/import`)
  const got = await (await page.request.get(`${base}/api/v1/ledgers/overload/check/records?limit=1&q=JC2021-05221`)).json()
  const { values } = got.items[0]
  const head = '检查编号,出勤编号,检查日期,检查时间,车牌号,车型,轴数,称重,检查结果'
  const row = [got.items[0].key, values.attendance, values.checked_on, values.checked_at, values.plate, '铰接列车', values.axles, values.weighed_kg ?? '', '放行']
  await page.setInputFiles('#import-file', { name: '改一格.csv', mimeType: 'text/csv', buffer: Buffer.from(`${head}\n${row.join(',')}\n`) })
  await page.waitForURL('**/imports/*')
  await page.click('[role=tab] >> text=将要改动')
  await page.waitForSelector('#import-panel tbody td >> text=称重未超限')
  await page.waitForSelector('#import-panel tbody td >> text=放行')
  await page.goto(`${base}${CHECKS}/import`)
  await page.click('[aria-label="放弃导入：改一格.csv"]')
  await page.click('dialog button.primary')
  await page.waitForSelector('[aria-label="放弃导入：改一格.csv"]', { state: 'detached' })
})

test('a list is exported as it is filtered', async () => {
  const page = await it.open(`${CHECKS}?q=JC2021-0522`, { as: 'jingban' })
  await page.waitForSelector('tbody a')
  await page.click('button >> text=导出')
  const [got] = await Promise.all([page.waitForEvent('download'), page.click('[role=menuitem] >> text=导出 CSV')])
  const text = await readFile(await got.path(), 'utf8')
  assert.equal(text.trim().split('\n').length, 1 + 2, '表头和 05220、05221 两条')
})
