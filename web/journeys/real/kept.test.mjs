// 页面切走是留着的：回来要对得上，走了不许再伸手。打印照新的条件，框不跟到别的页，收起的候选不把人拉回来。
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, attendance, base, focused, stage } from './stage.mjs'

const LEDGER = '/ledgers/overload/check'
let it
before(async () => (it = await stage()))
after(() => it.close())

const rowsOf = (page) => page.locator('article.sheet tbody tr').count()

test('换了条件再打印：纸上的行照新的条件，不是上一次的', async () => {
  const page = await it.open(`${LEDGER}?q=JC2021-0522`, { as: 'jingban' })
  await page.click('.head a:has-text("打印")')
  await page.waitForSelector('article.sheet tbody tr')
  assert.equal(await rowsOf(page), 2)
  await page.click('button:has-text("回列表")')
  await page.fill('input[id$="-q"]', 'JC2021-05221')
  await page.keyboard.press('Enter')
  await page.waitForURL(/05221/)
  await page.click('.head a:has-text("打印")')
  await page.waitForURL(/print\?.*05221/)
  await page.waitForFunction(() => document.querySelectorAll('article.sheet tbody tr').length === 1)
  assert.ok((await page.locator('article.sheet .line').first().innerText()).includes('JC2021-05221'))
})

test('框开着时按浏览器的退回：框不跟到别的页上，回来还在', async () => {
  const page = await it.open('/todo', { as: 'jingban' })
  const made = await attendance(page.context(), `CQ-${Date.now()}`)
  await page.goto(`${base}/ledgers/overload/attendance?q=${made.key}`)
  await page.locator(`.frame a[href$="${made.id}"]`).click()
  await page.click('.actions button:has-text("取消出勤")')
  await page.waitForSelector('dialog[open]')
  await page.fill('dialog textarea', '写了一半的原因')
  await page.goBack()
  await page.locator('.frame').waitFor()
  assert.equal(await page.locator('dialog[open]').count(), 0, '列表上没有别的页的框')
  await page.goForward()
  await page.waitForSelector('dialog[open]')
  assert.equal(await page.inputValue('dialog textarea'), '写了一半的原因')
  await page.keyboard.press('Escape')
  await page.click('dialog .leaving button:has-text("不要了")')
  await page.waitForSelector('dialog[open]', { state: 'detached' })
  assert.equal(await focused(page), '取消出勤', '关了框，焦点回到点开它的按钮')
})

test('条件的候选开着就走了：在别的页上点一下，不被拉回列表', async () => {
  const page = await it.open('/todo', { as: 'jingban' })
  await page.locator('h1').waitFor()
  await page.evaluate((path) => document.querySelector(`a[href="${path}"]`)?.click(), LEDGER)
  if (!page.url().includes(LEDGER)) {
    await page.keyboard.press('Alt+m')
    await page.fill('#find-ledger', '治超检查登记')
    await page.keyboard.press('Enter')
  }
  await page.waitForSelector('.choice-box')
  await page.locator('.choice-box button').first().click()
  await page.waitForSelector('.choice-box .pop')
  await page.goBack()
  await page.waitForURL(/\/todo/)
  await page.locator('h1').click()
  await page.waitForTimeout(300)
  assert.match(page.url(), /\/todo/)
})

test('稿子留在后面时，Alt＋↓ 归眼前这一页用', async () => {
  const page = await it.open('/', { as: 'wengao' })
  const made = await (await ask(page.context(), 'POST', '/drafts', { data: { report: 'half_year', period: '2021H1' }, status: 201 })).json()
  const down = () => page.evaluate(() => !document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', altKey: true, bubbles: true, cancelable: true })))
  await page.goto(`${base}/reports/${made.id}`)
  await page.waitForSelector('.pane')
  const told = [await down()]
  await page.click('.side a[href="/due"]')
  await page.waitForSelector('.offices')
  told.push(await down())
  assert.deepEqual(told, [true, false], '稿子上归它，别的页上不归')
})

test('粘贴核对里改一格：粘进一个词只改那一格，别的行都在', async () => {
  const page = await it.open(LEDGER, { as: 'jingban' })
  await page.click('.head button:has-text("粘贴")')
  await page.waitForSelector('#paste-area')
  const paste = (selector, text) => page.evaluate(([where, words]) => {
    const data = new DataTransfer()
    data.setData('text/plain', words)
    document.querySelector(where).dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, [selector, text])
  await paste('#paste-area', '检查编号\t检查日期\nX-1\t0601\nX-2\t0602\nX-3\t0603')
  await page.waitForSelector('dialog input.cell')
  assert.equal(await page.locator('dialog tbody').count(), 3)
  await paste('dialog input.cell', 'X-9')
  await page.waitForTimeout(200)
  assert.equal(await page.locator('dialog tbody').count(), 3, '三行都在')
})

test('上次没存完的还没说要不要，接着敲的也留底：刷新后先问新的，再问旧的', async () => {
  const page = await it.open('/ledgers/overload/attendance/new', { as: 'jingban' })
  const no = 'input[id$="-no"]'
  const typed = async (words) => {
    await page.waitForSelector(no)
    await page.fill(no, words)
    await page.waitForTimeout(700)
    await page.reload()
    await page.waitForSelector('.offered')
  }
  await typed('旧的')
  await typed('新的')
  await page.click('.offered button:has-text("不要了")')
  await page.click('.offered button:has-text("接着填")')
  assert.equal(await page.inputValue(no), '旧的')
  await page.click('.actions button:has-text("取消")')
  await page.click('dialog button:has-text("不保存")')
  await page.waitForURL(/attendance$/)
})

test('确认框里连按两下：只办一次；办完点它的按钮没有了，焦点不落在空处', async () => {
  const page = await it.open('/preferences', { as: 'shenhe' })
  const other = await it.open('/', { as: 'shenhe', allow: ['401'] })
  await other.close()
  await page.reload()
  const ends = page.locator('button:has-text("让它退出")')
  await ends.first().waitFor()
  const before = await ends.count()
  let sent = 0
  await page.route('**/session/sessions/*', async (route) => {
    sent++
    await new Promise((done) => setTimeout(done, 400))
    await route.continue()
  })
  await ends.first().click()
  await page.locator('dialog button.danger').dblclick()
  await page.waitForFunction((count) => document.querySelectorAll('.card.whole button.danger').length === count - 1, before)
  assert.equal(sent, 1)
  await page.waitForTimeout(100)
  assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), 'BODY')
})

test('新条件没取到：列表不留着上一个条件的行', async () => {
  const page = await it.open(`${LEDGER}?q=JC2021-0522`, { as: 'jingban', allow: ['500', '503'] })
  await page.locator('tbody tr[data-index]').first().waitFor()
  await page.route('**/records?*q=none*', (route) => route.fulfill({ status: 503, json: { code: 'busy', text: '服务器忙，请稍后再试。' } }))
  it.faults.length = 0
  await page.fill('input[id$="-q"]', 'none')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.failed')
  assert.equal(await page.locator('tbody tr[data-index]').count(), 0)
  it.faults.length = 0
})
