// 框架走一遍：只用键盘登录、换页签、找台账、关标签；搜索和本人菜单；换岗位、大字、固定；手机宽度。
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, base, fits, focused, PASSWORD, PHONE, signIn, stage } from './stage.mjs'

let it
before(async () => {
  it = await stage()
})
after(() => it.close())

test('keyboard only: sign in, find a ledger, close its tag', async () => {
  const page = await it.open('/todo?box=done', { allow: ['401'] })
  await page.waitForSelector('#login')
  assert.match(await page.title(), /登录/)
  assert.equal(await focused(page), '登录名')
  await page.keyboard.type('jingban')
  await page.keyboard.press('Tab')
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/todo?box=done')
  await page.waitForSelector('[role=tab][aria-selected=true] >> text=已办')
  // 页签：左右键
  await page.focus('[role=tab][aria-selected=true]')
  await page.keyboard.press('ArrowLeft')
  await page.waitForURL((url) => url.pathname === '/todo' && url.search === '')
  assert.equal(await page.title(), '待办 · 通途')
  // 找台账：Alt+M，打字，回车
  await page.keyboard.press('Alt+m')
  assert.equal(await focused(page), '找台账')
  await page.keyboard.type('登记')
  await page.waitForSelector('text=找到的台账')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/ledgers/**')
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1')
  assert.equal(await page.locator('nav[aria-label="打开的页面"] li').count(), 3)
  assert.equal(await page.locator('nav[aria-label="位置"] li').first().textContent(), '首页')
  await page.waitForSelector('#side-menu >> text=最近打开')
  // 关标签
  await page.keyboard.press('Alt+w')
  await page.waitForURL((url) => url.pathname === '/todo')
  assert.equal(await page.locator('nav[aria-label="打开的页面"] li').count(), 2)
})

test('keyboard only: search, menu of the person, table of keys', async () => {
  const page = await it.open('/', { as: 'jingban' })
  await page.waitForSelector('text=我的待办')
  await page.keyboard.press('/')
  assert.equal(await focused(page), '搜索全部台账')
  await page.keyboard.type('粤R')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === '/search' && url.searchParams.get('q') === '粤R')
  await page.focus('button.who')
  await page.keyboard.press('ArrowDown')
  await page.waitForSelector('[role=menu]')
  await page.keyboard.press('End')
  assert.equal(await focused(page), '退出登录')
  await page.keyboard.press('ArrowUp')
  assert.equal(await focused(page), '键盘怎么用')
  await page.keyboard.press('Enter')
  await page.waitForSelector('dialog[open] >> text=键盘怎么用')
  await page.keyboard.press('Escape')
  await page.waitForSelector('dialog', { state: 'detached' })
  // 到正文
  await page.keyboard.press('Alt+0')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main')
  // 每一处都走得到，焦点不丢
  await page.goto(`${base}/`)
  await page.waitForSelector('text=我的待办')
  const seen = new Set()
  for (let n = 0; n < 60; n++) {
    await page.keyboard.press('Tab')
    seen.add(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120)))
  }
  assert.ok(seen.size > 25, `Tab 走到了 ${seen.size} 处`)
})

test('another post: everything is drawn anew; large type and pins stay', async () => {
  const steward = await it.browser.newContext()
  await signIn(steward, 'guanli')
  const person = { login: 'lianggang', name: '梁两岗', posts: ['jingban', 'wengao'], active: true }
  const made = await (await ask(steward, 'POST', '/users', { data: person, status: 201 })).json()
  const page = await it.open('/sign-in', { allow: ['401'] })
  const once = { login: 'lianggang', password: made.one_time_password }
  const me = await (await page.context().request.post(`${base}/api/v1/session`, { data: once })).json()
  await ask(page.context(), 'POST', '/session/password', { data: { old: made.one_time_password, new: 'Lianjiang-88-gang' }, status: 200 })
  assert.equal(me.posts.length, 2)
  await page.goto(`${base}/`)
  await page.waitForSelector('text=我的待办')
  await page.click('text=大字')
  assert.ok(await page.evaluate(() => document.documentElement.classList.contains('large')))
  await page.fill('#find-ledger', '登记')
  await page.hover('.leaf >> nth=0')
  await page.click('.leaf .pin >> nth=0')
  await page.fill('#find-ledger', '')
  await page.waitForSelector('#side-menu h2 >> text=固定')
  await page.waitForTimeout(700)
  await page.click('button.who')
  await page.click('[role=menuitemradio] >> text=办公室文稿')
  await page.waitForSelector('button.who >> text=办公室文稿')
  await page.waitForSelector('#side-menu >> text=报告')
  await page.waitForSelector('#side-menu h2 >> text=固定')
  assert.ok(await page.evaluate(() => document.documentElement.classList.contains('large')))
  await page.click('button.who')
  await page.click('[role=menuitem] >> text=退出登录')
  await page.waitForURL('**/sign-in')
})

test('a reminder from a record opens the register of reminders, filled in', async () => {
  const page = await it.open('/', { as: 'taizhang' })
  const due = await (await page.request.get(`${base}/api/v1/due?state=late&limit=1`)).json()
  const late = due.items[0]
  await page.goto(`${base}/ledgers/${late.ledger}/${late.id}`)
  await page.click('button >> text=/^催办$/')
  await page.waitForURL('**/new?**')
  await page.waitForSelector('form.form')
  const said = await page.locator('form.form textarea').evaluateAll((all) => all.map((one) => one.value).join(''))
  assert.ok(said.includes(late.key) && said.includes('逾期'), said)
})

test('375 pixels: targets of 44 pixels, and the drawer closes by itself', async () => {
  const page = await it.open('/', { as: 'jingban', size: PHONE })
  for (const path of ['/', '/todo', '/preferences']) {
    await page.goto(base + path)
    await page.waitForSelector('h1')
    await page.waitForTimeout(600)
    await fits(page)
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('header.top a, header.top button, main .todo th a, main .button, main [role=tab]')].filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43).map((one) => one.outerHTML.slice(0, 100)),
    )
    assert.deepEqual(small, [], path)
  }
  await page.goto(`${base}/`)
  await page.click('[aria-label=展开菜单]')
  await page.click('#side-menu >> text=待办')
  await page.waitForURL('**/todo')
  assert.equal(await page.locator('#side-menu').count(), 0, '抽屉自己收起')
})
