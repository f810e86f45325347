// 每一页：名字、谁看、地址、打开后再做什么（对话框、传上去的文件）、只有宽屏才有的写 wide。截图和无障碍检查都照这张单子走。
import { ask, base, signIn } from './stage.mjs'
import { unzip, zip } from './zip.mjs'

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** 一条记录的地址，由台账和查询取第一条。 */
async function first(context, ledger, query = '') {
  const answer = await context.request.get(`${base}/api/v1/ledgers/${ledger}/records?limit=1&${query}`)
  const body = await answer.json()
  return `/ledgers/${ledger}/${body.items[0].id}`
}

/** 传一个文件，拿回答复。 */
async function sent(context, path, name, type, buffer) {
  return (await ask(context, 'POST', `${path}${path.includes('?') ? '&' : '?'}name=${encodeURIComponent(name)}`, { data: buffer, headers: { 'Content-Type': type } })).json()
}

/** 一份稿子；和领导在 Word 里改过的那份文件。 */
async function draft(browser) {
  const context = await browser.newContext()
  await signIn(context, 'wengao')
  const made = await (await ask(context, 'POST', '/drafts', { data: { report: 'half_year', period: '2021H1' }, status: 201 })).json()
  const parts = unzip(await (await context.request.get(`${base}/api/v1/drafts/${made.id}/file?format=docx`)).body())
  const name = 'word/document.xml'
  parts.set(name, Buffer.from(parts.get(name).toString('utf8').replace('联合治超共', '全县联合治超共')))
  const check = await sent(context, '/checks', '送校.txt', 'text/plain', Buffer.from('上半年年审车辆共625辆，其中货车500辆、客车100辆、出租车20辆。\n'))
  await context.close()
  return { id: made.id, docx: zip(parts), check: check.id }
}

/** 一份读过、还没有入库的表：新增一条、有毛病一条。 */
async function table(browser) {
  const context = await browser.newContext()
  await signIn(context, 'jingban')
  const rows = [
    ['检查编号', '出勤编号', '检查日期', '检查时间', '车牌号', '车型', '轴数', '称重', '检查结果'],
    ['JC-截图-1', 'CQ2021-0574', '2021-07-01', '10:30', '粤R12345 黄', '载货汽车', '4', '19390', '称重未超限'],
    ['JC-截图-2', 'CQ2021-0574', '二月三十日', '10:30', '粤R12345', '载货汽车', '四', '19390', '放行'],
  ]
  const made = await sent(context, '/imports?ledger=overload/check', '七月检查.csv', 'text/csv', Buffer.from(rows.map((row) => row.join(',')).join('\n')))
  await context.close()
  return made.id
}

/** 点一下，等对话框。 */
const dialog = (words) => async (page) => {
  await page.locator('main').getByRole('button', { name: words }).first().click()
  await page.waitForSelector('dialog[open]')
}

/** 要先有记录、有稿子的页面，照库里现有的取。 */
export async function pages(browser) {
  const context = await browser.newContext()
  await signIn(context, 'juzhang')
  const record = await first(context, 'enforcement/case', 'sort=-filed_on')
  const permit = await first(context, 'permit/case')
  await context.close()
  const clerk = await browser.newContext()
  await signIn(clerk, 'jingban')
  const attendance = await first(clerk, 'overload/attendance')
  await clerk.close()
  const half = await draft(browser)
  const imported = await table(browser)
  const ledgers = '/ledgers/overload/check'
  return [
    ['sign-in', undefined, '/sign-in'],
    ['home-clerk', 'jingban', '/'], ['home-chief', 'juzhang', '/'], ['home-reviewer', 'shenhe', '/'],
    ['todo', 'jingban', '/todo'], ['todo-done', 'jingban', '/todo?box=done'],
    ['list', 'jingban', ledgers], ['list-cases', 'juzhang', '/ledgers/enforcement/case'], ['form', 'jingban', `${ledgers}/new`], ['form-edit', 'jingban', `${attendance}/edit`],
    ['list-search-wrong', 'jingban', ledgers, async (page) => { await page.getByLabel('检查日期从').fill('13月'); await page.keyboard.press('Enter') }, 'wide'],
    ['list-paste', 'jingban', ledgers, dialog('粘贴'), 'wide'],
    ['detail-case', 'juzhang', record], ['detail-permit', 'juzhang', permit], ['print-list', 'jingban', `${ledgers}/print?q=JC2021-05`],
    ['batches', 'jingban', '/batches'], ['import', 'jingban', `${ledgers}/import`], ['import-checked', 'jingban', `/imports/${imported}`],
    ['figures', 'juzhang', '/figures'], ['tiles', 'juzhang', '/figures/tiles'], ['figure', 'juzhang', '/figures/overload/cases_filed'],
    ['figure-ratio', 'juzhang', '/figures/land/handover_rate'], ['figure-zero', 'juzhang', '/figures/permit/cards'],
    ['difference', 'juzhang', '/figures/difference?one=overload/cases_filed&other=overload/cases_penalised'],
    ['reports', 'wengao', '/reports'], ['report-new', 'wengao', '/reports', dialog('起草报告')], ['draft', 'wengao', `/reports/${half.id}`], ['draft-diff', 'wengao', `/reports/${half.id}/diff`],
    ['draft-returned', 'wengao', `/reports/${half.id}/returned`, async (page) => {
      await page.setInputFiles('input[type=file]', { name: '王局改.docx', mimeType: DOCX, buffer: half.docx })
      await page.waitForSelector('[data-change]', { timeout: 60_000 })
    }],
    ['checks', 'wengao', '/checks'], ['check', 'wengao', `/checks/${half.check}`], ['due', 'juzhang', '/due'], ['due-clerk', 'jingban', '/due'],
    ['calendar', 'juzhang', '/calendars/duty?month=2021-02'], ['search', 'juzhang', '/search?q=粤R'],
    ['definitions', 'taizhang', '/definitions'], ['definition-new', 'taizhang', '/definitions/edit'], ['codes', 'taizhang', '/definitions/codes'],
    ['code-new', 'taizhang', '/definitions/codes', async (page) => page.click('text=新增代码表')],
    ['exchanges', 'taizhang', '/exchanges'], ['exchange', 'taizhang', '/exchanges', async (page) => { await page.locator('main tbody a').first().click(); await page.waitForSelector('text=拿对方的表来对') }],
    ['home-admin', 'guanli', '/'], ['users', 'guanli', '/admin/users'], ['user-new', 'guanli', '/admin/users', dialog('新增账号')], ['users-many', 'guanli', '/admin/users', dialog('批量开账号')], ['posts', 'guanli', '/admin/posts'], ['post-new', 'guanli', '/admin/posts', dialog('新增岗位')], ['offices', 'guanli', '/admin/offices'], ['office-new', 'guanli', '/admin/offices', dialog('新增股室')],
    ['roles', 'guanli', '/admin/roles'], ['role-new', 'guanli', '/admin/roles', dialog('新增本局角色')], ['calendar-year', 'guanli', '/admin/calendar'], ['year-new', 'guanli', '/admin/calendar', async (page) => { for (let more = 0; more < 8 && !(await page.getByRole('button', { name: /^录入/ }).count()); more++) { await page.click('text=下一年'); await page.waitForTimeout(400) } await page.getByRole('button', { name: /^录入/ }).click(); await page.waitForSelector('dialog[open]') }], ['backups', 'guanli', '/admin/backups'],
    ['mappings', 'guanli', '/admin/mappings'], ['mapping', 'guanli', '/admin/mappings/enforcement_cases'],
    ['system', 'guanli', '/admin/system'], ['handover', 'guanli', '/admin/handover'], ['audit', 'shenji', '/audit'], ['audit-state', 'shenji', '/audit/state'],
    ['seals', 'juzhang', '/figures/seals'], ['reviews', 'juzhang', '/admin/reviews'], ['preferences', 'jingban', '/preferences'], ['forbidden', 'jingban', '/admin/users'], ['not-found', 'jingban', '/没有这一页'],
  ]
}
