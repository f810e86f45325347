// 系统管理员：设岗、开账号、给一次性密码；新人首次登录要改；管理员看不到业务。
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { base, stage } from './stage.mjs'

let it
before(async () => {
  it = await stage()
})
after(() => it.close())

test('a new post, a new person with a one-time password, who must change it at the first sign-in', async () => {
  const page = await it.open('/admin/posts', { as: 'guanli' })
  await page.click('text=新增岗位')
  await page.fill('#post-title', '治超办经办（二）')
  await page.fill('#post-id', 'zhichao-jingban-er')
  await page.selectOption('#post-office', '治超办')
  await page.click('dialog label >> text=经办人')
  await page.click('dialog button.primary')
  await page.waitForSelector('td >> text=治超办经办（二）')

  await page.goto(`${base}/admin/users`)
  await page.click('text=新增账号')
  await page.fill('#user-login', 'xinren')
  await page.fill('#user-name', '钟新人')
  await page.click('dialog label >> text=治超办经办（二）')
  await page.click('dialog button.primary')
  await page.waitForSelector('.secret')
  const secret = (await page.locator('.secret').innerText()).trim()
  assert.ok(secret.length >= 10, '一次性密码够长')
  await page.click('text=记下了')
  await page.waitForSelector('tr:has-text("钟新人") >> text=待改密码')

  const fresh = await it.open('/sign-in', { allow: ['401'] })
  await fresh.fill('#login', 'xinren')
  await fresh.fill('#password', secret)
  await fresh.keyboard.press('Enter')
  await fresh.waitForSelector('h1 >> text=请先改密码')
  await fresh.goto(`${base}/ledgers/overload/check`)
  await fresh.waitForSelector('h1 >> text=请先改密码')
  await fresh.fill('#old-password', secret)
  await fresh.fill('#new-password', 'Qinglian-zc-88')
  await fresh.fill('#again-password', 'Qinglian-zc-88')
  await fresh.keyboard.press('Enter')
  await fresh.waitForSelector('h1 >> text=治超检查登记')
  await fresh.waitForSelector('header >> text=新增')
})

test('the administrator sees no business data', async () => {
  const page = await it.open('/', { as: 'guanli', allow: ['403', '404'] })
  await page.waitForSelector('#side-menu >> text=账号')
  for (const word of ['全部台账', '督办', '报告']) assert.equal(await page.locator('#side-menu').getByText(word, { exact: true }).count(), 0, `菜单里没有“${word}”`)
  await page.goto(`${base}/ledgers/enforcement/case`)
  await page.waitForSelector('text=/看不到|不能|没有/')
  assert.equal(await page.locator('tbody a').count(), 0)
  for (const path of ['/ledgers/enforcement/case/records', '/figures?period=2021H1', '/search?q=粤R']) {
    const got = await page.request.get(`${base}/api/v1${path}`)
    assert.ok([403, 404].includes(got.status()) || (await got.json()).items.length === 0, `${path} ${got.status()}`)
  }
})
