// 每一页两张截图：1366×768 和 375×812；横向多出像素或控制台有错就说出来，退出码 1。
import { mkdirSync } from 'node:fs'
import { PHONE, WIDE, base, stage } from './stage.mjs'

const out = new URL('../../../target/shots/', import.meta.url).pathname
mkdirSync(out, { recursive: true })

const it = await stage()

/** 一条记录的地址，由台账和查询取第一条。 */
async function first(page, ledger, query = '') {
  const answer = await page.context().request.get(`${base}/api/v1/ledgers/${ledger}/records?limit=1&${query}`)
  const body = await answer.json()
  return `/ledgers/${ledger}/${body.items[0].id}`
}

const chief = await it.open('/', { as: 'juzhang' })
const record = await first(chief, 'enforcement/case', 'sort=-filed_on')
const permit = await first(chief, 'permit/case', '')
const ledgers = '/ledgers/overload/check'

/** 名字、谁、地址。 */
const PAGES = [
  ['sign-in', undefined, '/sign-in'],
  ['home-clerk', 'jingban', '/'], ['home-chief', 'juzhang', '/'], ['home-reviewer', 'shenhe', '/'],
  ['todo', 'jingban', '/todo'], ['todo-done', 'jingban', '/todo?box=done'],
  ['list', 'jingban', ledgers], ['list-cases', 'juzhang', '/ledgers/enforcement/case'], ['form', 'jingban', `${ledgers}/new`],
  ['detail-case', 'juzhang', record], ['detail-permit', 'juzhang', permit], ['print-list', 'jingban', `${ledgers}/print`],
  ['batches', 'jingban', '/batches'], ['import', 'jingban', `${ledgers}/import`],
  ['figures', 'juzhang', '/figures'], ['tiles', 'juzhang', '/figures/tiles'], ['figure', 'juzhang', '/figures/overload/cases_filed'],
  ['figure-ratio', 'juzhang', '/figures/land/completion'], ['figure-zero', 'juzhang', '/figures/permit/cards'],
  ['difference', 'juzhang', '/figures/difference?one=overload/cases_filed&other=enforcement/round3_overload'],
  ['reports', 'wengao', '/reports'], ['checks', 'wengao', '/checks'], ['due', 'juzhang', '/due'], ['due-clerk', 'jingban', '/due'],
  ['calendar', 'juzhang', '/calendars/duty?month=2021-02'], ['search', 'juzhang', '/search?q=粤R'],
  ['definitions', 'taizhang', '/definitions'], ['definition-new', 'taizhang', '/definitions/edit'], ['exchanges', 'taizhang', '/exchanges'],
  ['users', 'guanli', '/admin/users'], ['posts', 'guanli', '/admin/posts'], ['offices', 'guanli', '/admin/offices'],
  ['roles', 'guanli', '/admin/roles'], ['calendar-year', 'guanli', '/admin/calendar'], ['backups', 'guanli', '/admin/backups'],
  ['system', 'guanli', '/admin/system'], ['handover', 'guanli', '/admin/handover'], ['audit', 'shenji', '/audit'], ['audit-state', 'shenji', '/audit/state'],
  ['seals', 'juzhang', '/figures/seals'], ['preferences', 'jingban', '/preferences'],
]

let over = 0
for (const [size, viewport] of [['wide', WIDE], ['phone', PHONE]]) {
  for (const [name, as, path] of PAGES) {
    const page = await it.open(path, { as, size: viewport, allow: ['401'] })
    await page.waitForLoadState('networkidle').catch(() => undefined)
    await page.waitForTimeout(300)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (wide > 0) {
      over += 1
      console.error(`${name} ${size}：横向多出 ${wide} 像素`)
    }
    await page.screenshot({ path: `${out}${name}-${size}.png` })
    console.log(`${name}-${size}.png`)
    await page.context().close()
  }
}
await it.browser.close()
for (const fault of it.faults) console.error(fault)
process.exitCode = over + it.faults.length > 0 ? 1 : 0
