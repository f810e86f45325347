// 假服务：首页、待办、督办、搜索、值班。待办从在办的记录里挑。
import type { Home, Todo } from '../src/api/types.ts'
import { indicators, ledgers } from './definitions.ts'
import { records, type Stored } from './records.ts'
import { ok, page, type Routes } from './route.ts'
import { seesBusiness } from './session.ts'

const mine = [...ledgers.values()].filter((_, i) => i % 9 === 2)

function todo(ledger: string, it: Stored): Todo {
  const def = ledgers.get(ledger)!
  const words = def.fields.filter((field) => ['organisation', 'plate', 'person', 'division', 'road'].includes(field.type)).slice(0, 2)
  const summary = words.map((field) => it.values[field.name]).filter(Boolean).join('，')
  return {
    ledger, ledger_title: def.title, id: it.id, key: it.key, summary: summary || it.key, state_label: it.state_label,
    light: it.light ?? null, due: it.light?.due ?? null, office: it.office, who: it.created_by,
    moves: def.workflow.moves.filter((move) => move.from.includes(it.state)).slice(0, 3).map((move) => ({ name: move.name, label: move.label })), at: it.updated_at,
  }
}

function open(count: number, skip = 0): Todo[] {
  const found = mine.flatMap((def) => records(def.id).filter((it) => it.light).slice(skip, skip + 3).map((it) => todo(def.id, it))).slice(0, count)
  return found.sort((one, other) => (one.due ?? '9').localeCompare(other.due ?? '9'))
}

const confirmed = new Set<string>()

function home(): Home {
  const zeros = indicators.filter((it) => /未发生|无|零/.test(it.title + it.about)).slice(0, 4)
  const list = open(34)
  return {
    today: '2021-07-02',
    duty: [
      { title: '值班表', ledger: mine[1]!.id, id: records(mine[1]!.id)[0]!.id, place: '局机关', starts: '2021-07-02 08:00:00', ends: '2021-07-03 08:00:00', people: [{ label: '带班领导', name: '陈志强' }, { label: '值班员', name: '梁少芳' }] },
      { title: '值班表', ledger: mine[1]!.id, id: records(mine[1]!.id)[1]!.id, place: '公路事务中心', starts: '2021-07-02 08:00:00', ends: '2021-07-02 20:00:00', people: [{ label: '带班领导', name: '黄国栋' }, { label: '值班员', name: '林雪梅' }] },
    ],
    todo_count: list.length, todo: list.slice(0, 10),
    owes: [{ office: '治超办', late: 3, soon: 5, stopped: 1 }, { office: '执法股', late: 0, soon: 2, stopped: 0 }, { office: '公路事务中心', late: 1, soon: 0, stopped: 4 }],
    zero_due: zeros.map((it) => ({ indicator: it.id, title: it.title, period: '2021-06', office: it.owner })).filter((it) => !confirmed.has(it.indicator)),
    notices: [
      { id: 'n1', text: '导入“治超检查登记.csv”已入账：新增 128 条，改动 3 条，5 行有问题。', at: '2021-07-02T09:12:00+08:00' },
      { id: 'n2', text: '您催办的一件事已签收。', at: '2021-07-01T16:40:00+08:00', ledger: mine[0]?.id, record: records(mine[0]?.id ?? '')[0]?.id },
      { id: 'n3', text: '2021 年上半年的数已封存，封存后有 2 个数会变。', at: '2021-07-01T11:05:00+08:00' },
    ],
    rate: '96.3%',
  }
}

export const homeRoutes: Routes = {
  'GET /home': (_, asked) => ok(seesBusiness(asked) ? home() : { ...home(), todo: [], todo_count: 0, owes: [], zero_due: [], notices: [] }),
  'POST /zeros': (_, asked) => (confirmed.add((asked.body as { indicator: string }).indicator), ok({})),
  'GET /todo': (_, asked) => {
    const box = asked.query.get('box') ?? 'todo'
    const all = box === 'todo' ? open(34) : box === 'copied' ? [] : open(80, 3)
    return ok(page(all, asked.query, 20))
  },
}
