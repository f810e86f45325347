// 存心捣乱：每种文字、文件名、导入的格、退回的理由里都写脚本；旧页面；后退键。
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { ask, attendance, base, move, signIn, stage } from './stage.mjs'
import { filled } from './zip.mjs'

let it
before(async () => {
  it = await stage()
})
after(() => it.close())

const BAD = '"><img src=x onerror="window.__xss=1"><script>window.__xss=2</script>'
const SHORT = '<img src=x onerror=window.__xss=3>'
const LEDGERS = ['people/inquiry', 'safety/hazard', 'task/problem', 'appeal/order', 'road/flood_damage']
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

async function clean(page) {
  await page.waitForTimeout(250)
  assert.equal(await page.evaluate(() => window.__xss), undefined, `${page.url()} 跑了写进去的脚本`)
  assert.equal(await page.locator('img[src="x"], main script').count(), 0, `${page.url()} 把文字当成了标签`)
}

/** 照字段的类型填满：文字的都填脚本，其余填合法的。 */
async function hostileValues(context, ledger) {
  const values = {}
  for (const field of ledger.fields) {
    if (ledger.workflow.states.length > 2 && !field.required) continue
    if (['text', 'long_text', 'person', 'organisation'].includes(field.type)) values[field.name] = field.max_length && field.max_length < BAD.length ? SHORT.slice(0, field.max_length) : BAD
    else if (field.type === 'date') values[field.name] = '2021-06-01'
    else if (field.type === 'time') values[field.name] = '09:30'
    else if (field.type === 'date_time') values[field.name] = '2021-06-01 09:30'
    else if (['integer', 'decimal', 'money', 'mass'].includes(field.type)) values[field.name] = '1'
    else if (field.type === 'yes_no') values[field.name] = '是'
    else if (field.type === 'code') values[field.name] = (await (await context.request.get(`${base}/api/v1/codes/${field.list}`)).json()).items[0].code
    else if (field.type === 'road') values[field.name] = 'G0421'
    else if (field.type === 'stake') values[field.name] = 'K454+100'
  }
  return values
}

test('scripts in every kind of text stay text: list, detail, form, history, search, print', async () => {
  const context = await it.browser.newContext()
  await signIn(context, 'taizhang')
  const made = []
  const told = []
  for (const id of LEDGERS) {
    const ledger = await (await context.request.get(`${base}/api/v1/ledgers/${id}`)).json()
    const got = await ask(context, 'POST', `/ledgers/${id}/records`, { data: { values: await hostileValues(context, ledger), lines: {} } })
    if (got.status() === 201) made.push([id, await got.json()])
    else told.push(`${id} ${await got.text()}`)
  }
  assert.ok(made.length >= 2, `至少两本台账收得下这样的文字：${told.join('\n')}`)
  const page = await it.open('/', { as: 'taizhang' })
  for (const [id, record] of made) {
    await page.goto(`${base}/ledgers/${id}`)
    await page.waitForSelector('h1')
    await clean(page)
    await page.goto(`${base}/ledgers/${id}/${record.id}`)
    for (const tab of ['基本信息', '附件', '流程', '关联', '修订记录']) {
      await page.click(`[role=tab] >> text=${tab}`)
      await clean(page)
    }
    await page.goto(`${base}/ledgers/${id}/${record.id}/edit`)
    await page.waitForSelector('h1')
    await clean(page)
    await page.goto(`${base}/ledgers/${id}/print`)
    await page.waitForSelector('h1')
    await clean(page)
  }
  for (const path of ['/', '/todo', `/search?q=${encodeURIComponent('onerror')}`]) {
    await page.goto(base + path)
    await page.waitForSelector('h1')
    await clean(page)
  }
})

test('scripts in a file name, a reason and an imported cell stay text', async () => {
  const clerk = await it.browser.newContext()
  await signIn(clerk, 'jingban')
  const made = await attendance(clerk, 'CQ-捣乱-1')
  const name = '<img src=x onerror=window.__xss=4>.png'
  await ask(clerk, 'POST', `/ledgers/overload/attendance/records/${made.id}/attachments?name=${encodeURIComponent(name)}`, { data: Buffer.from('PNG'), headers: { 'content-type': 'text/html' } })
  await move(clerk, '/ledgers/overload/attendance/records', made, 'cancel', { reason: BAD })
  const page = await it.open(`/ledgers/overload/attendance/${made.id}`, { as: 'jingban' })
  await page.click('[role=tab] >> text=附件')
  await page.waitForSelector('[role=tabpanel] >> text=onerror')
  await clean(page)
  await page.click('[role=tab] >> text=修订记录')
  await clean(page)

  const template = await (await page.request.get(`${base}/api/v1/ledgers/overload/check/records/template.xlsx`)).body()
  await page.goto(`${base}/ledgers/overload/check/import`)
  await page.setInputFiles('#import-file', { name: `${SHORT}.xlsx`, mimeType: XLSX, buffer: filled(template, [[BAD, SHORT, BAD, BAD, BAD, BAD, BAD, BAD, BAD]]) })
  await page.waitForURL('**/imports/*')
  await page.waitForSelector('.sums')
  await clean(page)
  await page.goto(`${base}/batches`)
  await page.waitForSelector('h1')
  await clean(page)
})

test('a cell that is a formula comes out as text', async () => {
  const clerk = await it.browser.newContext()
  await signIn(clerk, 'jingban')
  await attendance(clerk, "=cmd|'/c calc'!A1")
  const page = await it.open('/ledgers/overload/attendance?q=calc', { as: 'jingban' })
  await page.waitForSelector('tbody a')
  await page.click('button >> text=导出')
  const [got] = await Promise.all([page.waitForEvent('download'), page.click('[role=menuitem] >> text=导出 CSV')])
  const text = await readFile(await got.path(), 'utf8')
  assert.ok(text.includes('calc'))
  assert.ok(!/(^|,|\n)"?=cmd/.test(text), `没有一格以等号开头：${text.slice(0, 200)}`)
})

test('a page left open: the step was already taken by another, and the page says so', async () => {
  const clerk = await it.browser.newContext()
  await signIn(clerk, 'jingban')
  const made = await attendance(clerk, 'CQ-旧页-1')
  const page = await it.open(`/ledgers/overload/attendance/${made.id}`, { as: 'jingban', allow: ['409', '412', '422', 'ERR_FAILED'] })
  await page.waitForSelector('footer >> text=收队')
  await page.click('footer >> text=收队')
  await page.waitForSelector('dialog[open]')
  await move(clerk, '/ledgers/overload/attendance/records', made, 'cancel', { reason: '下雨取消' })
  await page.click('dialog button.primary')
  await page.waitForSelector('dialog [role=alert], .toast, [role=status] >> text=/改过|保存|刷新|已/')
  const now = await (await clerk.request.get(`${base}/api/v1/ledgers/overload/attendance/records/${made.id}`)).json()
  assert.equal(now.state, 'cancelled', '后来的没有盖掉先办的')
})

test('the back button: the list keeps its filter', async () => {
  const page = await it.open('/ledgers/overload/check', { as: 'jingban' })
  await page.fill('input[type=search][id^=search-]', 'JC2021-0522')
  await page.click('button >> text=查询')
  await page.waitForSelector('text=共 2 条')
  await page.click('tbody a >> nth=0')
  await page.waitForSelector('[role=tablist]')
  await page.goBack()
  await page.waitForSelector('text=共 2 条')
  assert.equal(await page.inputValue('input[type=search][id^=search-]'), 'JC2021-0522')
})
