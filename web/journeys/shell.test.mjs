// 框架走一遍：只用键盘登录、找台账、换标签、办零报告；会话过期后接着办；手机宽度不横滚。
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { focused, stage } from './stage.mjs'

let it
before(async () => {
  it = await stage()
})
after(() => it.close())

const EXPECTED = ['401', '429']

test('keyboard only: sign in, find a ledger, close its tag', async () => {
  const page = await it.open('/todo?box=done', { allow: EXPECTED })
  await page.waitForSelector('#login')
  assert.match(await page.title(), /登录/)
  assert.equal(await focused(page), '登录名')
  await page.keyboard.type('clerk')
  await page.keyboard.press('Tab')
  await page.keyboard.type('demo')
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
  // 最近打开
  await page.waitForSelector('#side-menu >> text=最近打开')
  // 关标签
  await page.keyboard.press('Alt+w')
  await page.waitForURL((url) => url.pathname === '/todo')
  assert.equal(await page.locator('nav[aria-label="打开的页面"] li').count(), 2)
})

test('keyboard only: search, menu of the person, table of keys', async () => {
  const page = await it.open('/', { as: 'clerk' })
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
  const seen = new Set()
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab')
    seen.add(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120)))
  }
  assert.ok(seen.size > 25, `Tab went to ${seen.size} places`)
})

test('a second factor, and a lock that counts down', async () => {
  const page = await it.open('/sign-in', { allow: EXPECTED, width: 375, height: 812 })
  await page.fill('#login', 'locked')
  await page.fill('#password', 'x')
  await page.keyboard.press('Enter')
  await page.waitForSelector('text=/请 1 分 3\\d 秒后再试/')
  await page.fill('#login', 'second')
  const again = await it.open('/sign-in', { allow: EXPECTED, width: 375, height: 812 })
  await again.fill('#login', 'second')
  await again.fill('#password', 'x')
  await again.keyboard.press('Enter')
  await again.waitForSelector('#code')
  await again.keyboard.type('000000')
  await again.waitForSelector('text=动态口令不对')
  await again.keyboard.type('123456')
  await again.waitForURL((url) => url.pathname === '/')
})

test('first sign-in: a new password, then the second factor, then in', async () => {
  const page = await it.open('/sign-in', { allow: EXPECTED })
  await page.fill('#login', 'new')
  await page.fill('#password', 'given-once')
  await page.keyboard.press('Enter')
  await page.waitForSelector('text=请先改密码')
  await page.goto(`${it.base}/todo`)
  await page.waitForSelector('text=请先改密码')
  await page.fill('#old-password', 'given-once')
  await page.fill('#new-password', 'short')
  await page.fill('#again-password', 'short')
  await page.keyboard.press('Enter')
  await page.waitForSelector('text=至少 10 位。')
  await page.fill('#new-password', 'correct-horse-9')
  await page.fill('#again-password', 'correct-horse-9')
  await page.keyboard.press('Enter')
  await page.waitForSelector('text=请绑定动态口令')
  assert.ok((await page.locator('.qr svg rect').count()) > 50)
  await page.fill('#enrol-code', '123456')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === '/todo')
})

test('an expired session: the page stays, the same request goes out again', async () => {
  const page = await it.open('/', { as: 'clerk', allow: EXPECTED })
  await page.click('text=确认为零 >> nth=0')
  await page.request.post(`${it.base}/api/v1/mock/expire`)
  await page.click('dialog .primary')
  await page.waitForSelector('text=登录已过期')
  await page.keyboard.press('Escape')
  assert.ok(await page.locator('text=登录已过期').isVisible(), 'Esc does not throw the page away')
  assert.equal(await page.inputValue('dialog #login'), 'clerk')
  await page.fill('dialog #password', 'demo')
  await page.keyboard.press('Enter')
  await page.waitForSelector('text=/已确认：/')
  assert.equal(new URL(page.url()).pathname, '/')
})

test('the administrator sees no business; the auditor reads old and new', async () => {
  const admin = await it.open('/', { as: 'admin' })
  await admin.waitForSelector('#side-menu >> text=账号')
  assert.equal(await admin.locator('#side-menu >> text=全部台账').count(), 0)
  assert.equal(await admin.locator('#side-menu >> text=督办').count(), 0)
  await admin.goto(`${it.base}/audit`)
  await admin.waitForSelector('text=您现在的岗位不能打开“留痕”')
  const auditor = await it.open('/audit', { as: 'auditor' })
  await auditor.click('text=查看 >> nth=0')
  await auditor.waitForSelector('dialog >> text=原来')
  await auditor.keyboard.press('Escape')
  await auditor.fill('#audit-from', '0601')
  await auditor.keyboard.press('Enter')
  await auditor.waitForURL(/from=2021-06-01/)
})

test('an account is made, its one-time password shown once', async () => {
  const page = await it.open('/admin/users', { as: 'admin', allow: ['422'] })
  await page.click('text=新增账号')
  await page.fill('#user-login', '陈')
  await page.click('dialog .primary')
  await page.waitForSelector('text=登录名用小写字母')
  await page.fill('#user-login', 'liangsf')
  await page.fill('#user-name', '梁少芳')
  await page.check('dialog >> text=治超办经办')
  await page.click('dialog .primary')
  await page.waitForSelector('text=已经有这个登录名')
  await page.fill('#user-login', 'tanyk')
  await page.fill('#user-name', '谭永康')
  await page.click('dialog .primary')
  await page.waitForSelector('text=谭永康的一次性密码')
  assert.match(await page.textContent('.secret'), /^\w{4}-\w{4}$/)
  await page.click('text=记下了')
  await page.waitForSelector('tbody >> text=谭永康')
})

test('375 pixels: home, to-do, sign-in have no sideways scroll and targets of 44 pixels', async () => {
  for (const path of ['/', '/todo', '/preferences']) {
    const page = await it.open(path, { as: 'clerk', width: 375, height: 812 })
    await page.waitForSelector('h1')
    await page.waitForTimeout(600)
    assert.equal(await page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.querySelector('main').scrollWidth) - innerWidth <= 0), true, `${path} scrolls sideways`)
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('header.top a, header.top button, main .todo th a, main .button, main [role=tab]')].filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43).map((one) => one.outerHTML.slice(0, 100)),
    )
    assert.deepEqual(small, [], path)
  }
  const page = await it.open('/', { as: 'clerk', width: 375, height: 812 })
  await page.click('[aria-label=展开菜单]')
  await page.click('#side-menu >> text=待办')
  await page.waitForURL('**/todo')
  assert.equal(await page.locator('#side-menu').count(), 0, 'the drawer closes by itself')
})

test('no fault in the console on the whole way', () => assert.deepEqual(it.faults, []))
