// 假服务：督办、值班月历。
import type { CalendarMonth, DueItem, DueState } from '../src/api/types.ts'
import { calendar, ledgers } from './definitions.ts'
import { records } from './records.ts'
import { ok, page, type Routes } from './route.ts'

function stateOf(text: string): DueState {
  if (text.startsWith('逾期')) return 'late'
  if (text.startsWith('今天')) return 'today'
  const days = Number(/\d+/.exec(text)?.[0] ?? 9)
  return days <= 3 ? 'soon' : days % 7 === 0 ? 'stopped' : 'running'
}

const words: Record<DueState, string> = { late: '逾期', today: '今天到期', soon: '临期', running: '在办', stopped: '停钟', unknown: '依据不明' }

const all = (): DueItem[] =>
  [...ledgers.values()].filter((_, i) => i % 9 === 2).flatMap((def) =>
    records(def.id).filter((it) => it.light).slice(0, 12).map((it): DueItem => {
      const state = stateOf(it.light!.text)
      return {
        ledger: def.id, ledger_title: def.title, id: it.id, key: it.key, office: it.office, who: it.created_by, clock: 'handle', title: '办理期限', state,
        state_label: words[state], color: state === 'stopped' ? 'grey' : it.light!.color, due: it.light!.due ?? null, days_left: 3, text: state === 'stopped' ? '停钟，等当事人补正' : it.light!.text,
      }
    }),
  ).sort((one, other) => (one.due ?? '9').localeCompare(other.due ?? '9'))

export const dueRoutes: Routes = {
  'GET /due': (_, asked) => {
    const q = (key: string): string => asked.query.get(key) ?? ''
    const items = all()
    const offices = [...new Set(items.map((it) => it.office))]
    const count = (office: string, states: DueState[]): number => items.filter((it) => it.office === office && states.includes(it.state)).length
    const summary = offices.map((office) => ({ office, late: count(office, ['late']), today: count(office, ['today']), soon: count(office, ['soon']), running: count(office, ['running']), stopped: count(office, ['stopped']), unknown: 0 }))
    const found = items.filter((it) => (!q('office') || it.office === q('office')) && (!q('who') || it.who === q('who')) && (!q('state') || it.state === q('state')) && (!q('ledger') || it.ledger === q('ledger')))
    return ok({ day: '2021-07-02', count: found.length, ...page(found, asked.query), summary })
  },
  'GET /calendars/:id': (_, asked) => {
    const month = asked.query.get('month') ?? '2021-07'
    const ledger = [...ledgers.values()].find((it) => it.fields.filter((one) => one.type === 'person').length >= 2 && it.fields.filter((one) => one.type === 'date_time').length >= 2)?.id ?? ''
    const rows = records(ledger)
    const fields = (ledgers.get(ledger)?.fields ?? []).filter((it) => it.type === 'person').slice(0, 2)
    const people = ['陈志强', '李丽华', '黄伟明', '梁少芳', '罗国栋', '林嘉欣']
    let n = 0
    const days = calendar(Number(month.slice(0, 4))).days.filter((it) => it.day.startsWith(month)).map((it) => ({
      ...it,
      shifts: it.day.endsWith('17') ? [] : [0, 1].map((half) => ({
        id: rows[n % rows.length]!.id, version: 1, starts: `${it.day} ${half ? '18' : '08'}:00:00`, ends: half ? `${it.day.slice(0, 8)}${String(Number(it.day.slice(8)) + 1).padStart(2, '0')} 08:00:00` : `${it.day} 18:00:00`,
        place: '局值班室', people: [{ field: fields[0]?.name ?? '', label: fields[0]?.label ?? '', name: people[n % 3]! }, { field: fields[1]?.name ?? '', label: fields[1]?.label ?? '', name: people[3 + (n++ % 3)]! }], state: 'planned', state_label: '已安排',
      })),
    }))
    const fairness = people.map((person) => {
      const mine = days.filter((it) => it.shifts.some((one) => one.people.some((each) => each.name === person)))
      return { person, shifts: days.flatMap((it) => it.shifts).filter((it) => it.people.some((each) => each.name === person)).length, restdays: mine.filter((it) => it.kind === 'restday').length, holidays: mine.filter((it) => it.kind === 'holiday').length }
    })
    const body: CalendarMonth = { title: '值班表', ledger, month, people: fields.map((it) => ({ field: it.name, label: it.label })), reason: null, days, fairness }
    return ok(body)
  },
}
