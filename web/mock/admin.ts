// 假服务：管理和审计。
import type { AuditEntry, AuditVerify, Backup, Office, Post, User } from '../src/api/types.ts'
import { calendar, catalog, ledgers, roleFull } from './definitions.ts'
import { records } from './records.ts'
import { ok, page, refuse, type Routes } from './route.ts'

const posts: Post[] = [
  { id: 'zhichao-jingban', title: '治超办经办', office: '治超办', roles: ['clerk'] },
  { id: 'zhichao-fuze', title: '治超办负责人', office: '治超办', roles: ['reviewer'] },
  { id: 'fazhi', title: '法制审核', office: '执法股', roles: ['legal'] },
  { id: 'fenguan', title: '分管执法副局长', office: '局领导', roles: ['leader'] },
  { id: 'wengao', title: '办公室文稿', office: '办公室', roles: ['writer'] },
  { id: 'guanli', title: '系统管理员', office: '办公室', roles: ['admin'] },
  { id: 'old', title: '征费稽查', office: '办公室', roles: ['clerk'], closed: true },
]
const users: User[] = [
  { login: 'liangsf', name: '梁少芳', posts: ['zhichao-jingban'], active: true, second_factor: false },
  { login: 'linsh', name: '林审核', posts: ['zhichao-fuze', 'fazhi'], active: true, second_factor: true },
  { login: 'chenzq', name: '陈志强', posts: ['fenguan'], active: true, second_factor: true, failed: 5, locked_until: '2021-07-02T09:50:00+08:00' },
  { login: 'luowb', name: '罗文斌', posts: ['wengao'], active: true, second_factor: false, must_change_password: true },
  { login: 'huangwm', name: '黄伟明', posts: ['guanli'], active: false, second_factor: true },
]
const offices: Office[] = [
  { name: '局领导', title: '局领导', parent: null, about: '局党组和领导班子，看全局。' },
  ...['综合线', '执法线'].map((name) => ({ name, title: name, parent: '局领导', about: '' })),
  ...catalog().offices.filter((it) => it.parent !== null && it.name !== '局领导').map((it, i) => ({ name: it.name, title: it.title, parent: i % 2 ? '综合线' : '执法线', ledgers: [...ledgers.values()].filter((one) => one.office === it.name).length })),
]
const backups: Backup[] = [
  { name: '20210701-230000.tongtu', size_bytes: 48_300_211 },
  { name: '20210630-230000.tongtu', size_bytes: 47_112_905 },
]
const outsideLedger = [...ledgers.values()][40]!
const outside = {
  id: 'outside', title: '双公示报送', system: '市公共信用信息管理系统', about: '作出决定后 7 个工作日内报送，每月对账一次。', ledger: outsideLedger.id, ledger_title: outsideLedger.title, by: outsideLedger.key,
  day: outsideLedger.dates[0] ?? null, columns: outsideLedger.fields.slice(0, 5).map((it, i) => ({ head: `${it.label}（对方）`, field: it.name, theirs: i === 4 })),
}
const calendarHead = 'a3f1c09b7e5d42c8a3f1c09b7e5d42c86b1d0e9f2a4c8b7d6b1d0e9f2a4c8b7d'

let verified: AuditVerify | null = null

function entries(): AuditEntry[] {
  const some = [...ledgers.values()].filter((_, i) => i % 5 === 1)
  const out: AuditEntry[] = []
  let seq = 21_400
  for (const def of some) {
    for (const it of records(def.id).slice(0, 4)) {
      const first = it.history[0]
      if (!first) continue
      const act = ['update', 'move', 'create', 'unmask'][seq % 4] ?? 'update'
      const fields = Object.fromEntries(first.changes.map((one) => [one.field, one.new]))
      out.push({
        seq: seq--, at: it.updated_at, who: it.updated_by, office: it.office, act, act_label: { update: '修改', move: '办理', create: '登记', unmask: '查看个人信息' }[act] ?? '修改',
        ledger: def.id, ledger_title: def.title, record: it.id, version: 1, batch: null,
        body: act === 'unmask' ? { fields: ['phone'], reason: '核对当事人身份' } : { fields, state: it.state, office: it.office },
        hash: calendarHead.slice(seq % 7) + calendarHead.slice(0, seq % 7),
      })
    }
  }
  out.push({ seq: 900, at: '2021-07-01T08:20:00+08:00', who: '林永康', office: '办公室', act: 'account', act_label: '账号', ledger: '', ledger_title: null, record: null, version: 0, batch: null, body: { login: 'luowb', name: '罗文斌', done: '重置密码' }, hash: calendarHead })
  return out
}

export const adminRoutes: Routes = {
  'GET /users': () => ok({ items: users, next: null }),
  'POST /users': (_, asked) => {
    const given = asked.body as User
    if (users.some((it) => it.login === given.login)) return refuse(422, 'findings', '已经有这个登录名。')
    users.push({ ...given, must_change_password: true })
    return { status: 201, body: { ...given, one_time_password: 'k7m9-qzx4' } }
  },
  'PUT /users/:login': ({ login }, asked) => (Object.assign(users.find((it) => it.login === login) ?? {}, asked.body), ok({})),
  'POST /users/:login/password': () => ok({ one_time_password: 'h4wn-8pkd' }),
  'POST /users/:login/second-factor/reset': ({ login }) => (Object.assign(users.find((it) => it.login === login) ?? {}, { second_factor: false }), ok()),
  'POST /users/:login/revoke': () => ok(),
  'GET /posts': () => ok({ items: posts.map((it) => ({ ...it, holders: users.filter((one) => one.active && one.posts.includes(it.id)).map((one) => one.name) })) }),
  'POST /posts': (_, asked) => (posts.push(asked.body as Post), { status: 201, body: asked.body }),
  'PUT /posts/:id': ({ id }, asked) => (Object.assign(posts.find((it) => it.id === id) ?? {}, asked.body), ok({})),
  'GET /offices': () => ok({ items: offices, next: null }),
  'GET /roles': () => ok({ items: roleFull, next: null }),
  'GET /roles/choices': () => ok({
    domains: catalog().domains, acts: ['see', 'create', 'edit', 'move', 'withdraw', 'import', 'export', 'confirm', 'seal', 'private', 'erase'],
    powers: ['draft', 'sign', 'define', 'audit', 'administer'],
    scopes: [{ word: 'own', title: '本人' }, { word: 'office', title: '本股室' }, { word: 'office_and_below', title: '本股室及下级' }, { word: 'bureau', title: '全局' }],
  }),
  'GET /exchanges': () => ok({ items: [outside], next: null }),
  'GET /exchanges/:id/export': () => ({ raw: 'mock', headers: { 'Content-Disposition': 'attachment; filename="out.xlsx"' } }),
  'POST /exchanges/:id/reconcile': (_, asked) => {
    if (asked.query.get('format') === 'xlsx') return { raw: 'mock', headers: { 'Content-Disposition': 'attachment; filename="out.xlsx"' } }
    const cells = (key: string): Record<string, string> => Object.fromEntries(outside.columns.map((it, i) => [it.head, i === 0 ? key : '2021-06-11']))
    return ok({
      heads: outside.columns.map((it) => it.head), counts: { same: 271, only_ours: 2, only_theirs: 1, different: 2 },
      only_ours: ['2021-0007', '2021-0012'].map((key) => ({ key, cells: cells(key) })), only_theirs: [{ key: '2021-0311', cells: cells('2021-0311') }],
      different: [{ key: '2021-0003', field: outside.columns[1]!.head, ours: '2021-06-11', theirs: '2021-06-12' }, { key: '2021-0009', field: outside.columns[1]!.head, ours: '2021-06-02', theirs: null }], findings: [],
    })
  },
  'GET /calendar': (_, asked) => {
    try {
      return ok({ ...calendar(Number(asked.query.get('year'))), known: true, years: [2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026] })
    } catch {
      return ok({ year: Number(asked.query.get('year')), known: false, years: [2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026], days: [] })
    }
  },
  'POST /handover': (_, asked) => {
    const given = asked.body as { from: string; to: string; posts: string[] }
    const [from, to] = [given.from, given.to].map((login) => users.find((it) => it.login === login)!)
    from!.posts = from!.posts.filter((it) => !given.posts.includes(it))
    from!.active = from!.posts.length > 0
    to!.posts.push(...given.posts)
    return ok({ from: from!.name, to: to!.name, posts: posts.filter((it) => given.posts.includes(it.id)).map(({ id, title, office }) => ({ id, title, office })), at: '2021-07-02T09:30:00+08:00' })
  },
  'GET /backups': () => ok({ items: backups, next: null }),
  'POST /backups': () => {
    const made = { name: `20210702-09${30 + backups.length}00.tongtu`, size_bytes: 48_900_000 }
    backups.unshift(made)
    return ok({ ...made, rows: 21_130, attachments: 86, head: calendarHead })
  },
  'GET /backups/:name': () => ({ raw: 'mock' }),
  'GET /system': () => ok({
    version: '0.1.0', dialect: 'SQLite', size_bytes: 48_300_211, started_at: '2021-06-29T08:00:00+08:00', signed_in: 14, definitions: { fingerprint: '9d9283d5e6fa9ded', files: 412, from: '程序自带' },
    ledgers: ledgers.size, indicators: 149, audit: { entries: 21_400, head: calendarHead, last: verified },
  }),
  'GET /audit/entries': (_, asked) => {
    const [who, act, ledger] = ['who', 'act', 'ledger'].map((name) => asked.query.get(name) ?? '')
    return ok(page(entries().filter((it) => it.who.includes(who ?? '') && (!act || it.act === act) && (!ledger || it.ledger === ledger)), asked.query))
  },
  'GET /audit/state': () => ok({ entries: 21_400, head: calendarHead, last: verified }),
  'POST /audit/verify': () => {
    verified = { ok: true, at: '2021-07-02T09:30:00+08:00', who: '邓玉兰', entries: 21_400, versions: 21_130, attachments: 86, seals: 2, head: calendarHead, findings: [] }
    return ok(verified)
  },
  'GET /audit/export.csv': () => ({ raw: '\ufeff序号,时间\n' }),
}
