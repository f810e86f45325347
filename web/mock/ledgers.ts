// 假服务：目录、台账、记录。改动留在内存里，重启就没了。
import type { Deadline, OpenMove, RecordDetail, Values } from '../src/api/types.ts'
import { catalog, codes, ledgers } from './definitions.ts'
import { find, query, records, type Stored } from './records.ts'
import { ok, page, refuse, type Asked, type Routes, type Said } from './route.ts'
import { seesBusiness } from './session.ts'

const NOW = '2021-07-02T09:30:00+08:00'

function row(it: Stored): object {
  const { history: _history, lines: _lines, ...rest } = it
  return rest
}

function deadlines(it: Stored): Deadline[] {
  if (!it.light?.due) return []
  return [{
    clock: 'handle', title: '办理期限', state: it.light.color === 'red' ? 'late' : 'running', state_label: it.light.color === 'red' ? '逾期' : '在办',
    color: it.light.color, due: it.light.due, starts: it.created_at.slice(0, 10), days_text: it.light.left ?? '', law: '按本局办事规则，自登记之日起 15 个工作日内办结', certainty: '本地默认',
    steps: [
      { day: it.created_at.slice(0, 10), kind: 'start', text: '登记，次日起算' },
      { day: '2021-06-12', kind: 'skip', text: '端午节放假 3 天，不计' },
      { day: it.light.due, kind: 'due', text: '第 15 个工作日，到期' },
    ],
    text: `自 ${it.created_at.slice(0, 10)} 次日起算 15 个工作日，扣除端午节 3 天，到 ${it.light.due} 为止。`,
  }]
}

function moves(ledger: string, it: Stored): OpenMove[] {
  const flow = ledgers.get(ledger)!.workflow
  return flow.moves.filter((move) => move.from.includes(it.state)).map((move) => ({
    name: move.name, label: move.label, kind: move.kind, needs: [...move.evidence, ...move.fields].filter((name) => !it.values[name] || move.fields.includes(name)),
    reason: move.reason, attachment: move.attachment,
    back_to: move.kind === 'back' ? flow.states.filter((state) => state.name !== it.state).slice(0, 2).map((state) => ({ state: state.name, label: state.label })) : undefined,
  }))
}

function detail(ledger: string, it: Stored): RecordDetail {
  const def = ledgers.get(ledger)!
  const links: RecordDetail['links'] = {}
  for (const field of def.fields) {
    const value = it.values[field.name]
    const other = field.ledger && value ? records(field.ledger).find((one) => one.key === value) : undefined
    if (field.ledger && other) links[field.name] = { ledger: field.ledger, id: other.id, key: other.key }
  }
  const from = [...ledgers.values()].filter((one) => one.fields.some((field) => field.ledger === ledger)).slice(0, 4)
  const { history: _history, ...rest } = it
  return {
    ...rest, attachments: [], deadlines: deadlines(it), moves: moves(ledger, it), links,
    linked_from: from.map((one) => ({ ledger: one.id, title: one.title, count: 1 + (it.key.length % 4) })), cited: [],
    may: { edit: true, withdraw: true, private: true, attach: true },
  }
}

function tagged(ledger: string, it: Stored, status = 200): Said {
  return { status, body: detail(ledger, it), headers: { ETag: `"${it.version}"` } }
}

function stale(it: Stored, asked: Asked): Said | null {
  const given = String(asked.headers['if-match'] ?? '').replace(/"/g, '')
  if (!given) return refuse(428, 'version', '缺少版本。')
  if (Number(given) !== it.version) return refuse(409, 'stale', '他人已先保存，请看过他的改动再存。', { have: it.version, by: it.updated_by, at: it.updated_at })
  return null
}

function change(ledger: string, it: Stored, values: Values, act: string, act_label: string, step_label?: string, reason?: string): void {
  const def = ledgers.get(ledger)!
  const changes = Object.entries(values).filter(([name, value]) => (it.values[name] ?? null) !== value).map(([name, value]) => ({
    field: name, label: def.fields.find((field) => field.name === name)?.label ?? name, old: it.values[name] ?? null, new: value,
  }))
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === '') delete it.values[name]
    else it.values[name] = value
  }
  it.version += 1
  it.updated_at = NOW
  it.updated_by = '梁少芳'
  it.history.unshift({ seq: 9000 + it.version, version: it.version, at: NOW, who: '梁少芳', office: it.office, act, act_label, step_label, reason, changes })
}

function missing(ledger: string, values: Values): Said | null {
  const def = ledgers.get(ledger)!
  const findings = def.fields.filter((field) => field.required && !values[field.name]).map((field) => ({
    rule: 'required', grade: '必须修改', place: { ledger, field: field.name, field_name: field.label }, what: `${field.label}没有填`, mend: '请补上。',
  }))
  return findings.length ? refuse(422, 'findings', `有 ${findings.length} 处要改。`, { findings }) : null
}

const R = '/ledgers/:domain/:name/records'
const id = (params: Record<string, string>): string => `${params.domain}/${params.name}`

export const ledgerRoutes: Routes = {
  'GET /catalog': (_, asked) => {
    const whole = catalog()
    return ok(seesBusiness(asked) ? whole : { ...whole, domains: [], reports: [], calendars: [] })
  },
  'GET /codes/:list': ({ list = '' }) => (codes.has(list) ? ok(codes.get(list)) : refuse(404, 'not_found', '没有这张代码表。')),
  'GET /ledgers/:domain/:name': (params) => (ledgers.has(id(params)) ? ok(ledgers.get(id(params))) : refuse(404, 'not_found', '没有这本台账，或者您看不到。')),
  [`GET ${R}`]: (params, asked) => {
    const { items, next } = page(query(id(params), asked.query), asked.query)
    return ok({ items: items.map(row), next })
  },
  [`GET ${R}/totals`]: (params, asked) => {
    const found = query(id(params), asked.query)
    const sums = Object.fromEntries(ledgers.get(id(params))!.sums.map((name) => [name, found.reduce((sum, it) => sum + Number(it.values[name] ?? 0), 0).toFixed(2).replace(/\.00$/, '')]))
    return ok({ count: found.length, sums })
  },
  [`GET ${R}/groups`]: (params, asked) => {
    const by = asked.query.get('by') ?? ''
    const def = ledgers.get(id(params))!
    const field = def.fields.find((it) => it.name === by)
    const groups = new Map<string, number>()
    query(id(params), asked.query).forEach((it) => {
      const value = (by === 'state' ? it.state_label : it.values[by]) ?? ''
      groups.set(value, (groups.get(value) ?? 0) + 1)
    })
    return ok({ by, label: field?.label ?? '状态', groups: [...groups].map(([value, count]) => ({ value, label: codes.get(field?.list ?? '')?.items.find((it) => it.code === value)?.label ?? (value || '（未填）'), count, sums: {} })) })
  },
  [`GET ${R}/offer`]: (params, asked) => {
    const name = asked.query.get('field') ?? ''
    const q = asked.query.get('q') ?? ''
    const times = new Map<string, number>()
    const field = ledgers.get(id(params))?.fields.find((it) => it.name === name)
    const from = field?.ledger ? records(field.ledger).map((it) => it.key) : records(id(params)).map((it) => it.values[name] ?? '')
    from.filter((it) => it.includes(q) && it).forEach((it) => times.set(it, (times.get(it) ?? 0) + 1))
    return ok({ items: [...times].slice(0, 8).map(([value, count]) => ({ value, label: value, times: count })) })
  },
  [`GET ${R}/last`]: (params) => ok({ values: records(id(params))[0]?.values ?? {} }),
  [`POST ${R}`]: (params, asked) => {
    const given = asked.body as { values: Values; lines?: Record<string, Values[]> }
    const bad = missing(id(params), given.values)
    if (asked.query.get('check') === 'true') return ok({ findings: (bad?.body as { findings: unknown[] } | undefined)?.findings ?? [] })
    if (bad) return bad
    const def = ledgers.get(id(params))!
    const first = def.workflow.states[0] ?? { name: 'registered', label: '已登记' }
    const made: Stored = {
      id: `new-${records(id(params)).length + 1}`, state: first.name, state_label: first.label, version: 1, office: def.office, created_at: NOW, created_by: '梁少芳', updated_at: NOW,
      updated_by: '梁少芳', key: def.key.map((it) => given.values[it] ?? '').join(' '), values: given.values, masked: [], lines: given.lines ?? {}, history: [],
    }
    records(id(params)).unshift(made)
    change(id(params), made, {}, 'create', '新增')
    made.version = 1
    return tagged(id(params), made, 201)
  },
  [`POST ${R}/paste`]: (_, asked) => {
    const given = asked.body as { columns: string[]; rows: string[][]; take: boolean }
    return ok({ rows: given.rows.map((_, i) => ({ row: i + 1, ok: true, findings: [] })), created: given.rows.length, changed: 0, unchanged: 0, batch: given.take ? 'b1' : undefined })
  },
  [`POST ${R}/moves`]: (_, asked) => ok({ done: (asked.body as { targets: unknown[] }).targets.length, refused: [] }),
  [`GET ${R}/export`]: () => ({ raw: 'mock', headers: { 'Content-Disposition': "attachment; filename*=UTF-8''%E5%AF%BC%E5%87%BA.csv" } }),
  [`GET ${R}/:id`]: (params) => {
    const it = find(id(params), params.id ?? '')
    return it ? tagged(id(params), it) : refuse(404, 'not_found', '没有这条记录，或者您看不到。')
  },
  [`PUT ${R}/:id`]: (params, asked) => {
    const it = find(id(params), params.id ?? '')
    if (!it) return refuse(404, 'not_found', '没有这条记录。')
    const old = stale(it, asked)
    if (old) return old
    const given = asked.body as { values?: Values; lines?: Record<string, Values[]> }
    const bad = missing(id(params), { ...it.values, ...given.values })
    if (bad) return bad
    change(id(params), it, given.values ?? {}, 'edit', '修改')
    if (given.lines) it.lines = given.lines
    return tagged(id(params), it)
  },
  [`POST ${R}/:id/moves`]: (params, asked) => {
    const it = find(id(params), params.id ?? '')
    if (!it) return refuse(404, 'not_found', '没有这条记录。')
    const old = stale(it, asked)
    if (old) return old
    const given = asked.body as { move: string; changes?: Values; reason?: string; to?: string }
    const flow = ledgers.get(id(params))!.workflow
    const move = flow.moves.find((one) => one.name === given.move)
    if (!move) return refuse(422, 'findings', '现在走不了这一步。')
    const state = flow.states.find((one) => one.name === (given.to ?? move.to))
    if (state) {
      it.state = state.name
      it.state_label = state.label
      if (state.closed) it.light = undefined
    }
    change(id(params), it, given.changes ?? {}, 'move', '流转', move.label, given.reason)
    return tagged(id(params), it)
  },
  [`POST ${R}/:id/withdrawal`]: (params) => {
    const it = find(id(params), params.id ?? '')
    if (!it) return refuse(404, 'not_found', '没有这条记录。')
    it.state = 'withdrawn'
    it.state_label = '已撤销'
    return tagged(id(params), it)
  },
  [`GET ${R}/:id/history`]: (params) => ok({ items: find(id(params), params.id ?? '')?.history ?? [] }),
  [`GET ${R}/:id/linked`]: (_, asked) => {
    const other = asked.query.get('ledger') ?? ''
    return ok({ items: records(other).slice(0, 3).map(row), next: null })
  },
  [`POST ${R}/:id/unmask`]: (_, asked) => ok({ values: Object.fromEntries((asked.body as { fields: string[] }).fields.map((name) => [name, '13900001234'])) }),
  [`POST ${R}/:id/attachments`]: (_, asked) => ok({
    digest: 'd1', name: asked.query.get('name'), media_type: 'image/jpeg', size_bytes: 123456, field: asked.query.get('field'), who: '梁少芳', at: NOW,
  }),
}
