// 每一页：名字、谁看、地址。截图和无障碍检查都照这张单子走。
import { base, signIn } from './stage.mjs'

/** 一条记录的地址，由台账和查询取第一条。 */
async function first(context, ledger, query = '') {
  const answer = await context.request.get(`${base}/api/v1/ledgers/${ledger}/records?limit=1&${query}`)
  const body = await answer.json()
  return `/ledgers/${ledger}/${body.items[0].id}`
}

/** 要先有记录、有稿子的页面，照库里现有的取。 */
export async function pages(browser) {
  const context = await browser.newContext()
  await signIn(context, 'juzhang')
  const record = await first(context, 'enforcement/case', 'sort=-filed_on')
  const permit = await first(context, 'permit/case')
  await context.close()
  const ledgers = '/ledgers/overload/check'
  return [
    ['sign-in', undefined, '/sign-in'],
    ['home-clerk', 'jingban', '/'], ['home-chief', 'juzhang', '/'], ['home-reviewer', 'shenhe', '/'],
    ['todo', 'jingban', '/todo'], ['todo-done', 'jingban', '/todo?box=done'],
    ['list', 'jingban', ledgers], ['list-cases', 'juzhang', '/ledgers/enforcement/case'], ['form', 'jingban', `${ledgers}/new`],
    ['detail-case', 'juzhang', record], ['detail-permit', 'juzhang', permit], ['print-list', 'jingban', `${ledgers}/print?q=JC2021-05`],
    ['batches', 'jingban', '/batches'], ['import', 'jingban', `${ledgers}/import`],
    ['figures', 'juzhang', '/figures'], ['tiles', 'juzhang', '/figures/tiles'], ['figure', 'juzhang', '/figures/overload/cases_filed'],
    ['figure-ratio', 'juzhang', '/figures/land/handover_rate'], ['figure-zero', 'juzhang', '/figures/permit/cards'],
    ['difference', 'juzhang', '/figures/difference?one=overload/cases_filed&other=overload/cases_penalised'],
    ['reports', 'wengao', '/reports'], ['checks', 'wengao', '/checks'], ['due', 'juzhang', '/due'], ['due-clerk', 'jingban', '/due'],
    ['calendar', 'juzhang', '/calendars/duty?month=2021-02'], ['search', 'juzhang', '/search?q=粤R'],
    ['definitions', 'taizhang', '/definitions'], ['definition-new', 'taizhang', '/definitions/edit'], ['exchanges', 'taizhang', '/exchanges'],
    ['users', 'guanli', '/admin/users'], ['posts', 'guanli', '/admin/posts'], ['offices', 'guanli', '/admin/offices'],
    ['roles', 'guanli', '/admin/roles'], ['calendar-year', 'guanli', '/admin/calendar'], ['backups', 'guanli', '/admin/backups'],
    ['mappings', 'guanli', '/admin/mappings'], ['mapping', 'guanli', '/admin/mappings/enforcement_cases'],
    ['system', 'guanli', '/admin/system'], ['handover', 'guanli', '/admin/handover'], ['audit', 'shenji', '/audit'], ['audit-state', 'shenji', '/audit/state'],
    ['seals', 'juzhang', '/figures/seals'], ['preferences', 'jingban', '/preferences'],
  ]
}
