// 系统管理员把局里的样子改过来：股室改名、挪线，新增本局角色，录明年的放假安排，改对接表的列，一次开几个账号；都不用重启，都先看影响。
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, base, fits, PHONE, signIn, stage } from './stage.mjs'

let it
before(async () => {
  it = await stage()
})
after(() => it.close())

/** 别的走法还要用同一个库：改过的改回去。 */
async function back() {
  const context = await it.browser.newContext()
  await signIn(context, 'guanli')
  return context
}

test('an office is renamed and moved; the effect names whom it concerns; a clerk reads the new name at once', async () => {
  const page = await it.open('/admin/offices', { as: 'guanli' })
  await page.click('[aria-label="修改治超办"]')
  await page.fill('#office-title', '治超大队')
  await page.selectOption('#office-parent', '运输线')
  await page.click('dialog button.primary')
  await page.waitForSelector('text=改动还没有生效')
  await page.click('text=看影响')
  await page.waitForSelector('dialog li >> text=“治超大队”从“执法线”移到“运输线”下面')
  await page.waitForSelector('dialog tr:has-text("分管执法副局长") >> text=治超大队')
  await page.click('dialog >> text=生效')
  await page.waitForSelector('dialog', { state: 'detached' })
  await page.waitForSelector('th >> text=原名 治超办')

  const clerk = await it.open('/ledgers/overload/check', { as: 'jingban' })
  await clerk.waitForSelector('tbody a')
  await clerk.locator('tbody a').first().click()
  await clerk.waitForSelector('main header >> text=治超大队')

  const context = await back()
  const now = await (await context.request.get(`${base}/api/v1/offices`)).json()
  const offices = now.items.map((one) => (one.name === '治超办' ? { ...one, title: '治超办', parent: '执法线' } : one))
  await ask(context, 'PUT', '/offices', { data: { offices, seen: now.fingerprint }, status: 200 })
})

test('a local role is made from a shipped one, and what it lacks is read before it is taken', async () => {
  const page = await it.open('/admin/roles', { as: 'guanli', allow: ['403'] })
  await page.click('[aria-label="照此新增：审核人"]')
  await page.fill('#role-label', '公路股审核')
  await page.fill('#role-name', 'road_reviewer')
  await page.fill('#role-about', '只审公路桥梁的。')
  await page.selectOption('[aria-label="第 1 行的台账"]', 'road/*')
  await page.click('dialog footer >> text=看影响')
  await page.waitForSelector('.effect >> text=和“审核人”比')
  await page.waitForSelector('.effect li >> text=/少了.*查看、修改、流转/')
  await page.click('dialog footer >> text=生效')
  await page.waitForSelector('dialog', { state: 'detached' })
  await page.waitForSelector('table.matrix tr:has-text("公路股审核") >> text=部分（1）')
  // 自己的岗位自己改不了。
  await page.goto(`${base}/admin/posts`)
  await page.click('[aria-label="修改岗位系统管理员"]')
  await page.selectOption('#post-office', '财务股')
  await page.click('dialog button.primary')
  await page.locator('dialog', { hasText: '修改有人在岗的岗位' }).locator('button.primary').click()
  await page.waitForSelector('text=须由另一名管理员办理')
  await ask(await back(), 'DELETE', '/roles/road_reviewer', { status: 200 })
})

test('the notice is pasted, read into lines, checked and in force', async () => {
  const page = await it.open('/admin/calendar?year=2027', { as: 'guanli' })
  await page.click('button >> text=录入 2027 年')
  const notice = '国务院办公厅关于2027年部分节假日安排的通知\n国办发明电〔2026〕9号\n一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月15日（周一）上班。\n三、清明节：4月3日至5日放假，共3天。\n四、劳动节：5月1日至5日放假，共5天。\n五、端午节：6月9日放假，共1天。\n六、中秋节：9月15日放假，共1天。\n七、国庆节：10月1日至7日放假，共7天。'
  await page.fill('#year-paste', notice)
  await page.click('text=识别')
  assert.equal(await page.inputValue('#year-cite'), '国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕9号）')
  await page.click('dialog footer >> text=核对')
  await page.waitForSelector('.effect >> text=2027-02-15 是工作日')
  assert.equal(await page.locator('dialog footer >> text=生效').count(), 0, '有错不给生效')
  await page.fill('[aria-label="调休第 1 行的上班日期"]', '2027-02-14')
  await page.click('dialog footer >> text=核对')
  await page.click('dialog footer >> text=生效')
  await page.waitForSelector('text=国办发明电〔2026〕9号')
  await page.waitForSelector('text=本局录入')
  await page.setViewportSize(PHONE)
  await fits(page)
  await ask(await back(), 'DELETE', '/calendar/2027', { status: 204 })
})

test('the template of the outside system changed: columns are matched by name, the steward sees the first rows', async () => {
  const page = await it.open('/exchanges/enforcement_cases', { as: 'taizhang' })
  await page.click('text=对方改了模板')
  await page.waitForSelector('h1 >> text=列的对应：粤执法案件')
  const buffer = Buffer.from('案件编号,立案日期,车辆号牌,移送部门,罚款金额（元）\n', 'utf8')
  await page.setInputFiles('input[type=file]', { name: '新模板.csv', mimeType: 'text/csv', buffer })
  await page.waitForSelector('.told >> text=移送部门')
  await page.waitForSelector('.told >> text=/对方没有的.*违法类别/')
  await page.click('text=看样子')
  await page.waitForSelector('dialog >> text=前 5 条在对方表里的样子')
  await page.click('dialog >> text=生效')
  await page.waitForSelector('dialog', { state: 'detached' })
  await page.click('text=恢复随软件发布的')
  await page.click('dialog button.primary')
  await page.waitForSelector('tbody tr:nth-child(9)')
})

test('people of a workbook get their accounts at once, each with a password that is shown once', async () => {
  const page = await it.open('/admin/users', { as: 'guanli' })
  await page.click('text=批量开账号')
  const send = (text) => page.setInputFiles('dialog input[type=file]', { name: '人员.csv', mimeType: 'text/csv', buffer: Buffer.from(text, 'utf8') })
  await send('姓名,登录名,岗位\n钟一,zhongyi,没有的岗\n')
  await page.waitForSelector('dialog >> text=没有岗位“没有的岗”')
  assert.equal(await page.locator('dialog footer >> text=/开 .* 个账号/').count(), 0)
  await send('姓名,登录名,岗位\n钟一,zhongyi,治超办经办\n钟二,zhonger,治超办经办、法制审核\n')
  await page.click('dialog footer >> text=开 2 个账号')
  await page.waitForSelector('dialog >> text=已开 2 个账号')
  const secret = (await page.locator('td.secret').first().innerText()).trim()
  await page.click('text=都已交给本人')
  assert.equal(await page.locator(`text=${secret}`).count(), 0, '关了就没有了')
  await page.waitForSelector('tr:has-text("钟二") >> text=待改密码')
})
