// 写报告的：把台账里的数插进句子、换写法、去掉；一份接一份滚动写下去，手写的话和插入的数带过来一次，该回应的要回应。
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, base, fits, PHONE, stage } from './stage.mjs'

let it
before(async () => {
  it = await stage()
})
after(() => it.close())

/** 起一份，打开。 */
async function drawn(page, period = '2021H1') {
  const made = await (await ask(page.context(), 'POST', '/drafts', { data: { report: 'half_year', period }, status: 201 })).json()
  await page.goto(`${base}/reports/${made.id}`)
  await page.waitForSelector('.paper .chip', { timeout: 60_000 })
  return made
}

const lineOf = (page, words) => page.locator('.paper .line', { hasText: words }).first()

/** 段上的菜单。 */
async function menu(page, line, what) {
  await line.locator('.menu-root > button').focus()
  await page.keyboard.press('Enter')
  await page.click(`[role=menu] >> text=${what}`)
}

/** 挑一个数：敲字，等那一条出来，选写法。 */
async function choose(page, words, title, form) {
  const dialog = page.locator('dialog[open]')
  await dialog.locator('input[type=search]').fill(words)
  const option = dialog.locator('[role=option]', { has: page.locator('b', { hasText: new RegExp(`^${title}$`) }) })
  await option.click()
  if (form) await dialog.locator('label', { hasText: new RegExp(`^${form}$`) }).click()
  return dialog
}

async function saved(page) {
  await page.keyboard.press('Control+s')
  await page.waitForSelector('button >> text=已保存')
}

test('a figure is put into a sentence at the cursor, printed otherwise, opened onto its records, and taken out', async () => {
  const page = await it.open('/reports', { as: 'wengao' })
  const made = await drawn(page)
  const line = page.locator('.paper .line', { has: page.locator('.chip', { hasText: /^309/ }) }).first()
  const before = await line.locator('.chip').count()
  await line.locator('button[aria-label^=修改]').focus()
  await page.keyboard.press('Enter')
  await page.locator('[contenteditable=true]').waitFor()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('其中有需要关注。')
  for (let left = 0; left < '需要关注。'.length; left += 1) await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Control+i')
  const dialog = await choose(page, '违章 案件', '超限超载违章案件', '约309宗')
  await fits(page)
  await dialog.locator('button[type=submit]').click()
  // 回到光标处接着写。
  await page.locator('[contenteditable=true]').waitFor()
  await page.keyboard.type('左右')
  await saved(page)
  const after = lineOf(page, '其中有约309宗左右需要关注。')
  await after.waitFor()
  assert.equal(await after.locator('.chip').count(), before + 1)

  // 没有保存的也能点开，看得到来历和记录。
  await after.locator('.chip', { hasText: /^约309宗$/ }).focus()
  await page.keyboard.press('Enter')
  await page.waitForSelector('dialog >> text=/看这些记录（309）/')
  await page.waitForSelector('dialog >> text=写稿时插入的数')
  await page.locator('dialog label', { hasText: /^309$/ }).click()
  await page.click('dialog >> text=换成这种写法')
  await lineOf(page, '其中有309左右需要关注。').waitFor()
  await saved(page)
  await page.reload()
  const again = lineOf(page, '其中有309左右需要关注。')
  await again.waitFor()
  await again.locator('.chip', { hasText: /^309$/ }).click()
  await page.click('dialog >> text=去掉这个数')
  await lineOf(page, '其中有左右需要关注。').waitFor()
  await saved(page)
  assert.equal(await lineOf(page, '其中有左右需要关注。').locator('.chip').count(), before)

  // 提纲里没有的数，按口径、股室里的字也找得到；没有的说没有。
  await menu(page, lineOf(page, '其中有左右需要关注。'), '插入数')
  const search = page.locator('dialog[open] input[type=search]')
  await search.fill('许可 事项')
  await page.locator('dialog[open] [role=option]').first().waitFor()
  await search.fill('没有这种东西')
  await page.waitForSelector('dialog >> text=没有找到“没有这种东西”')
  assert.ok(await page.locator('dialog[open] button[type=submit]').isDisabled())
  await page.keyboard.press('Escape')
  await page.goto(`${base}/reports/${made.id}/diff`)
  await page.waitForSelector('option >> text=/改“/', { state: 'attached' })
})

test('on a phone the picker fits and puts the figure in', async () => {
  const page = await it.open('/reports', { as: 'wengao', size: PHONE })
  await drawn(page)
  const line = page.locator('.paper .line', { has: page.locator('.chip', { hasText: /^309/ }) }).first()
  await menu(page, line, '插入数')
  const dialog = await choose(page, '违章 案件', '超限超载违章案件', '300余宗')
  await fits(page)
  await dialog.locator('button[type=submit]').click()
  await page.locator('[contenteditable=true] .chip', { hasText: /^300余宗$/ }).waitFor()
  await saved(page)
})

test('a report goes on from the last one, and once more: what was written comes once, with the numbers of the new period', async () => {
  const page = await it.open('/reports', { as: 'wengao', allow: ['422'] })
  await drawn(page, '2020H1')
  const title = await page.locator('h1').innerText()
  // 手写一段，里面插一个数。
  await menu(page, page.locator('.paper .line.level-1').first(), '在后面加一段')
  await page.fill('.new textarea', '治超工作全年立案。')
  await page.keyboard.press('Enter')
  const own = lineOf(page, '治超工作全年立案')
  await own.waitFor()
  await page.locator('.new textarea').press('Escape')
  await menu(page, own, '插入数')
  const dialog = await choose(page, '违章 案件', '超限超载违章案件', '0宗')
  await dialog.locator('button[type=submit]').click()
  await saved(page)
  await lineOf(page, '治超工作全年立案0宗。').waitFor()

  // 下半年、再下一个上半年，都从页面上接着写。
  const roll = async (period, from) => {
    await page.goto(`${base}/reports`)
    await page.click('button >> text=起草报告')
    await page.selectOption('dialog select >> nth=0', 'half_year')
    await page.selectOption('dialog select >> nth=1', period)
    await page.selectOption('dialog select >> nth=2', { label: `${from}（起草中）` })
    await page.click('dialog button.primary')
    await page.waitForURL((url) => /^\/reports\/\w+$/.test(url.pathname), { timeout: 60_000 })
    await page.waitForSelector('.paper .chip', { timeout: 60_000 })
    return page.locator('h1').innerText()
  }
  const count = async (words) => (await page.locator('.paper').innerText()).split(words).length - 1
  const second = await roll('2020H2', title)
  assert.notEqual(second, title)
  const half = await (await ask(page.context(), 'GET', '/figures/overload/cases_filed?period=2020H2')).json()
  assert.notEqual(half.value, '0')
  assert.equal(await count(`治超工作全年立案${half.value}宗。`), 1)
  await page.click('button[aria-label^=看过了，可以用：治超工作]')
  await page.waitForSelector('text=已记下看过了。')
  assert.equal(await page.locator('.carried').count(), 0)

  // 上期写下、这一期还没有回应的一条：新稿里写着，送不了审；回应以后刷新，才送得出去。
  const steward = await it.open('/', { as: 'taizhang' })
  const problem = (await (await ask(steward.context(), 'GET', '/ledgers/task/problem/records?limit=1')).json()).items[0]
  const no = `HY-${Date.now()}`
  const values = { no, subject: 'problem', problem: problem.values?.no ?? problem.key, report: second, heading: '还没有回应的一条', wording: '当时这样写。', written_on: '2021-01-02', answer_by: '2021-06-30', department: '办公室' }
  const record = await (await ask(steward.context(), 'POST', '/ledgers/task/answer/records', { data: { values, lines: {} }, status: 201 })).json()
  const third = await roll('2021H1', second)
  assert.notEqual(third, second)
  assert.equal(await count('治超工作全年立案309宗。'), 1, '手写的话带过来一次，数是这一期的')
  assert.equal(await count('治超工作全年立案0宗。'), 0)
  await lineOf(page, '治超工作全年立案309宗。').locator('.chip').click()
  await page.waitForSelector('dialog >> text=/看这些记录（309）/')
  await page.keyboard.press('Escape')
  assert.equal(await count('〔送审前须补齐〕上期工作总结列出的存在问题还有1个没有回应'), 1)
  await page.click('button >> text=/^送审$/')
  await page.click('dialog button.primary')
  await page.waitForSelector('text=/还有没补的内容/')
  await page.keyboard.press('Escape')
  const answered = { values: { answered_on: '2021-06-29', answer: 'done', text: '已经办成。' } }
  await ask(steward.context(), 'PUT', `/ledgers/task/answer/records/${record.id}`, { data: answered, headers: { 'If-Match': `"${record.version}"` }, status: 200 })
  await page.reload()
  await page.waitForSelector('section[aria-label=变了的数]')
  await page.click('button >> text=全部换成现在的数')
  await page.waitForSelector('text=数已按现在的台账重算。')
  assert.equal(await count('〔送审前须补齐〕'), 0)
  assert.equal(await count('还没有回应的一条'), 1, '回应写进了新稿')
  assert.equal(await count('治超工作全年立案309宗。'), 1)
  await page.click('button >> text=/^送审$/')
  await page.click('dialog button.primary')
  await page.waitForSelector('section[aria-label=会签]')
})
