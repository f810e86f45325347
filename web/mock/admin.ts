// 假服务：管理和审计。
import type { AuditEntry, Backup, Office, Post, User } from '../src/api/types.ts'
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
  { login: 'liangsf', name: '梁少芳', posts: ['zhichao-jingban'], active: true, second_factor: false, last_seen: '2021-07-02T08:31:00+08:00' },
  { login: 'linsh', name: '林审核', posts: ['zhichao-fuze', 'fazhi'], active: true, second_factor: true, last_seen: '2021-07-02T08:05:00+08:00' },
  { login: 'chenzq', name: '陈志强', posts: ['fenguan'], active: true, second_factor: true, locked_until: '2021-07-02T09:50:00+08:00', last_seen: '2021-07-01T17:44:00+08:00' },
  { login: 'luowb', name: '罗文斌', posts: ['wengao'], active: true, second_factor: false, must_change_password: true },
  { login: 'huangwm', name: '黄伟明', posts: ['guanli'], active: false, second_factor: true, last_seen: '2021-03-02T10:00:00+08:00' },
]
let offices: Office[] = [
  { name: '局领导', parent: null, about: '局党组和领导班子，看全局。' },
  ...['综合线', '执法线'].map((name) => ({ name, parent: '局领导', about: '' })),
  ...catalog().offices.filter((it) => it.parent !== null && it.name !== '局领导').map((it, i) => ({ name: it.name, parent: i % 2 ? '综合线' : '执法线' })),
]
const backups: Backup[] = [
  { name: 'tongtu-20210701-2300.zip', size: 48_300_211, at: '2021-07-01T23:00:00+08:00' },
  { name: 'tongtu-20210630-2300.zip', size: 47_112_905, at: '2021-06-30T23:00:00+08:00' },
]
const calendarHead = 'a3f1c09b7e5d42c8a3f1c09b7e5d42c86b1d0e9f2a4c8b7d6b1d0e9f2a4c8b7d'

function entries(): AuditEntry[] {
  const some = [...ledgers.values()].filter((_, i) => i % 5 === 1)
  const out: AuditEntry[] = []
  let seq = 21_400
  for (const def of some) {
    for (const it of records(def.id).slice(0, 4)) {
      const first = it.history[0]
      if (!first) continue
      const act = ['edit', 'move', 'create', 'unmask'][seq % 4] ?? 'edit'
      out.push({
        seq: seq--, at: it.updated_at, who: it.updated_by, office: it.office, act, act_label: { edit: '修改', move: '流转', create: '新增', unmask: '看个人信息' }[act] ?? '修改',
        ledger: def.id, ledger_title: def.title, record: it.id, key: it.key, step_label: act === 'move' ? it.state_label : null, reason: act === 'unmask' ? '核对当事人身份' : null, batch: null,
        changes: act === 'unmask' ? [] : first.changes.map((one, i) => ({ ...one, old: act === 'create' || i % 3 === 2 ? null : `${one.new}（原）`, new: i % 5 === 4 ? null : one.new })),
        hash: calendarHead.slice(seq % 7) + calendarHead.slice(0, seq % 7), previous: calendarHead,
      })
    }
  }
  return out
}

export const adminRoutes: Routes = {
  'GET /users': () => ok({ items: users, next: null }),
  'POST /users': (_, asked) => {
    const given = asked.body as User
    if (users.some((it) => it.login === given.login)) return refuse(422, 'findings', '已经有这个登录名。')
    users.push({ ...given, must_change_password: true })
    return { status: 201, body: { ...given, password: 'k7m9-qzx4' } }
  },
  'PUT /users/:login': ({ login }, asked) => (Object.assign(users.find((it) => it.login === login) ?? {}, asked.body), ok({})),
  'POST /users/:login/password': () => ok({ password: 'h4wn-8pkd' }),
  'POST /users/:login/second-factor/reset': ({ login }) => (Object.assign(users.find((it) => it.login === login) ?? {}, { second_factor: false }), ok()),
  'POST /users/:login/revoke': () => ok(),
  'GET /posts': () => ok({ items: posts, next: null }),
  'POST /posts': (_, asked) => (posts.push(asked.body as Post), { status: 201, body: asked.body }),
  'PUT /posts/:id': ({ id }, asked) => (Object.assign(posts.find((it) => it.id === id) ?? {}, asked.body), ok({})),
  'GET /offices': () => ok({ items: offices, next: null }),
  'PUT /offices': (_, asked) => ((offices = (asked.body as { items: Office[] }).items), ok({})),
  'GET /roles': () => ok({ items: roleFull, next: null }),
  'GET /exchanges': () => ok({ items: [{ id: 'one', title: '行政处罚双公示', ledger: [...ledgers.keys()][12], system: '市公共信用信息管理系统', about: '作出决定后 7 个工作日内报送。', mapping: [{ theirs: '行政处罚决定书文号', field: 'decision_no', label: '处罚决定书号' }, { theirs: '处罚决定日期', field: 'penalised_on', label: '处罚日期' }] }], next: null }),
  'GET /calendar': (_, asked) => {
    try {
      return ok(calendar(Number(asked.query.get('year'))))
    } catch {
      return ok({ year: Number(asked.query.get('year')), cite: '', days: [] })
    }
  },
  'POST /handover': () => {
    const def = [...ledgers.values()][30]!
    return ok({ moved: 5, items: records(def.id).slice(0, 5).map((it) => ({ ledger: def.id, ledger_title: def.title, id: it.id, key: it.key })) })
  },
  'GET /backups': () => ok({ items: backups, next: null }),
  'POST /backups': () => {
    const made = { name: `tongtu-20210702-09${30 + backups.length}.zip`, size: 48_900_000 }
    backups.unshift({ ...made, at: '2021-07-02T09:30:00+08:00' })
    return ok(made)
  },
  'GET /backups/:name': () => ({ raw: 'mock' }),
  'GET /system': () => ok({
    version: '0.5.0', base: 'demo.tongtu', dialect: 'SQLite', records: 12_873, size: 48_300_211, uptime: 273_600, definitions: { fingerprint: '9c1f0a7e2b', files: 412 },
    audit: { entries: 21_400, head: calendarHead, at: '2021-07-02T09:28:00+08:00', checked: '2021-07-01T17:30:00+08:00' },
  }),
  'GET /audit/entries': (_, asked) => {
    const [who, act, ledger] = ['who', 'act', 'ledger'].map((name) => asked.query.get(name) ?? '')
    return ok(page(entries().filter((it) => it.who.includes(who ?? '') && (!act || it.act === act) && (!ledger || it.ledger === ledger)), asked.query))
  },
  'GET /audit/state': () => ok({ entries: 21_400, head: calendarHead, at: '2021-07-02T09:28:00+08:00', checked: '2021-07-01T17:30:00+08:00' }),
  'POST /audit/verify': () => ok({ ok: true, entries: 21_400, faults: [] }),
  'GET /audit/export.csv': () => ({ raw: '\ufeff序号,时间\n' }),
}
