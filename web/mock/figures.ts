// 假服务：数。值是编的，名称、单位、口径是真的。
import type { Figure, FigureItem, MovedFigure } from '../src/api/types.ts'
import { domainTitle, indicators, ledgers, type Indicator } from './definitions.ts'
import { records } from './records.ts'
import { ok, page, refuse, type Routes } from './route.ts'

const KINDS: Record<string, string> = { stock: '存量', flow: '流量', target: '目标', ratio: '比率', growth: '同比' }
const PERIOD = { id: '2021H1', title: '2021 年上半年', first_day: '2021-01-01', last_day: '2021-06-30' }

function item(it: Indicator): FigureItem {
  const count = it.from ? records(it.from).length : 0
  const value = it.kind === 'ratio' ? '93.7' : count ? String(count % 400) : '0'
  return {
    id: it.id, refs: it.refs, title: it.title, domain: it.id.split('/')[0]!, domain_title: domainTitle(it.id.split('/')[0]!), kind: it.kind,
    kind_label: KINDS[it.kind] ?? it.kind, value, unit: it.unit, records: count % 400, notes: [], sealed: count % 3 === 0, owner: it.owner,
  }
}

function figure(it: Indicator): Figure {
  const base = item(it)
  return {
    ...base, exact: base.value, about: it.about, describe: `${it.about}统计期 2021-01-01 至 2021-06-30，统计日 2021-07-02。`,
    parts: it.kind === 'ratio' ? [
      { role: '分子', value: '280', unit: '宗', records: 24, ledger: ledgers.keys().next().value!, ledger_title: [...ledgers.values()][0]!.title },
      { role: '分母', value: '309', unit: '宗', records: 24, ledger: ledgers.keys().next().value!, ledger_title: [...ledgers.values()][0]!.title },
    ] : [{ role: '合计', value: base.value, unit: it.unit, records: base.records, ledger: it.from, ledger_title: it.from ? (ledgers.get(it.from)?.title ?? null) : null }],
    last_year: { value: '271', unit: it.unit, source: '历史值' }, sealed: base.sealed ? { value: base.value ?? '0', at: '2021-07-02T08:00:00+08:00', who: '罗文斌', moved: false } : null,
    moved: null, zero: base.value === '0' ? { confirmed: [{ period: '2021 年 1 月', who: '梁少芳', at: '2021-02-01T09:00:00+08:00' }], missing: ['2021 年 6 月'] } : null,
    breakdown: it.by.map((field) => ({ field, label: field === 'state' ? '状态' : (ledgers.get(it.from ?? '')?.fields.find((one) => one.name === field)?.label ?? field) })),
    used_in: [{ report: 'half_year', title: '半年工作总结' }],
  }
}

const find = (params: Record<string, string>): Indicator | undefined => indicators.find((it) => it.id === `${params.domain}/${params.name}`)
const months = ['1 月', '2 月', '3 月', '4 月', '5 月', '6 月']

const moved: MovedFigure[] = indicators.filter((it) => it.from && records(it.from).length % 3 === 0).slice(0, 2).map((it) => ({
  id: it.id, title: it.title, sealed: '2021-07-02', unit: it.unit, moved: true, before: '309', now: '311', difference: '2', entered: 2, left: 0, changed: 1,
  records: records(it.from!).slice(0, 3).map((row) => row.key), text: '',
}))

export const figureRoutes: Routes = {
  'GET /seals': (_, asked) => ok(asked.query.get('period') === '2020' ? [] : indicators.slice(0, 12).map((it) => ({ id: it.id, title: it.title, value: item(it).value ?? '0', unit: it.unit, at: '2021-07-02T08:00:00+08:00', who: '罗文斌', reason: null }))),
  'GET /seals/moved': () => ok(moved),
  'POST /seals': () => ok({}),
  'GET /periods': () => ok({ default: '2021H1', list: [PERIOD, { id: '2021Q2', title: '2021 年第二季度' }, { id: '2021Q1', title: '2021 年第一季度' }, { id: '2020', title: '2020 年' }].map(({ id, title }) => ({ id, title })) }),
  'GET /figures': (_, asked) => {
    const q = asked.query.get('q') ?? ''
    const domain = asked.query.get('domain')
    const items = indicators.map(item).filter((it) => (it.title.includes(q) || it.refs.includes(q.toUpperCase())) && (!domain || it.domain === domain))
    return ok({ period: PERIOD, as_of: '2021-07-02', items })
  },
  'GET /figures/difference': (_, asked) => {
    const [one, other] = [asked.query.get('one') ?? '', asked.query.get('other') ?? '']
    const it = indicators.find((each) => each.id === one)
    const all = it?.from ? records(it.from).slice(0, 60) : []
    const side = (from: number, until: number): object => ({
      count: until - from,
      items: all.slice(from, until).map((row) => ({ part: '', ledger: it?.from, id: row.id, key: row.key, contribution: '1', unit: it?.unit, cells: [{ label: '状态', value: row.state_label }, { label: '股室', value: row.office }] })),
    })
    return ok({ one: { id: one, title: one, unit: '', about: '' }, other: { id: other, title: other, unit: '', about: '' }, only_one: side(0, 9), both: side(9, 40), only_other: side(40, 41), text: '只在前者里的 9 条，还没有走到后一步。' })
  },
  'GET /figures/:domain/:name': (params) => {
    const it = find(params)
    return it ? ok(figure(it)) : refuse(404, 'not_found', '没有这个数。')
  },
  'GET /figures/:domain/:name/rows': (params, asked) => {
    const it = find(params)
    if (!it) return ok({ items: [], next: null, hidden: 0 })
    const from = it.from ?? ledgers.keys().next().value!
    const def = ledgers.get(from)!
    const { items, next } = page(records(from).slice(0, it.from ? item(it).records : 24), asked.query)
    return ok({
      items: items.map((row, n) => ({
        part: it.kind === 'ratio' ? (asked.query.get('part') === '1' ? '分母' : '分子') : '合计', ledger: from, id: row.id, key: row.key, ordinal: n + 1, contribution: '1', unit: it.unit,
        cells: (it.show.length ? it.show : def.list.slice(0, 5)).map((name) => ({ label: def.fields.find((field) => field.name === name)?.label ?? '状态', value: row.values[name] ?? row.state_label })),
      })),
      next, hidden: 0,
    })
  },
  'GET /figures/:domain/:name/groups': (_, asked) => ok({ label: asked.query.get('by') ?? '', adds_up: true, groups: [{ label: '一', value: '120', rows: 120 }, { label: '二', value: '80', rows: 80 }] }),
  'GET /figures/:domain/:name/series': () => ok({
    points: months.map((title, i) => ({ period: `2021M0${i + 1}`, title, value: String(30 + i * 7) })),
    last_year: months.map((title, i) => ({ period: `2020M0${i + 1}`, title, value: String(26 + i * 6) })),
  }),
  'GET /tiles': () => ok(indicators.filter((_, i) => i % 20 === 0).slice(0, 8).map((it) => ({
    id: it.id, title: it.title, value: item(it).value, unit: it.unit, last_year: { value: '271' }, change: '14.0',
    series: months.map((title, i) => ({ period: `2021M0${i + 1}`, title, value: String(30 + i * 7) })),
  }))),
}
