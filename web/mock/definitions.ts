// 假服务的目录：直接读仓库的 defs/，所以每本台账、每个字段都是真的。
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Act, Catalog, CodeList, Field, FieldType, Ledger, Move, Workflow } from '../src/api/types.ts'
import { parse, type Table } from './toml.ts'

const DEFS = join(process.cwd(), '..', 'defs')
const ACTS: Act[] = ['see', 'create', 'edit', 'move', 'withdraw', 'import', 'export', 'confirm', 'private']

function read(path: string): Table {
  return parse(readFileSync(join(DEFS, path), 'utf8'))
}

function names(folder: string): string[] {
  return readdirSync(join(DEFS, folder), { withFileTypes: true })
    .flatMap((it) =>
      it.isDirectory()
        ? readdirSync(join(DEFS, folder, it.name)).filter((f) => f.endsWith('.toml')).map((f) => `${it.name}/${f.slice(0, -5)}`)
        : it.name.endsWith('.toml') ? [it.name.slice(0, -5)] : [],
    )
    .sort()
}

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : value ? [String(value)] : [])

function field(raw: Table): Field {
  const type = String(raw.type) as FieldType
  const out: Field = {
    name: String(raw.name), label: String(raw.label), type, required: raw.required === true, private: raw.private === true,
  }
  if (raw.unit) out.unit = String(raw.unit)
  if (raw.places !== undefined) out.places = Number(raw.places)
  if (raw.length !== undefined) out.max_length = Number(raw.length)
  if (raw.min !== undefined) out.min = String(raw.min)
  if (raw.max !== undefined) out.max = String(raw.max)
  if (raw.list) out.list = String(raw.list)
  if (type === 'division') out.list = 'division'
  if (raw.ledger) out.ledger = String(raw.ledger)
  if (raw.about) out.about = String(raw.about)
  if (raw.required_when) out.required_when = '满足条件时必填'
  return out
}

function workflow(id: string): Workflow {
  const raw = read(`workflows/${id}.toml`)
  const states = ((raw.states as Table[]) ?? []).map((it) => ({ name: String(it.name), label: String(it.label), closed: it.closed === true }))
  const moves = ((raw.moves as Table[]) ?? []).map((it): Move => ({
    name: String(it.name), label: String(it.label), from: strings(it.from),
    kind: it.back ? 'back' : it.take_back ? 'take_back' : it.reassign ? 'reassign' : it.extend ? 'extend' : 'step',
    to: it.to ? String(it.to) : null, roles: strings(it.roles), evidence: strings(it.evidence),
    fields: [...strings(it.reassign), ...strings(it.extend), ...strings(it.set)].filter((f) => f !== 'office'),
    attachment: it.attachment === true, reason: it.reason === true || it.back === true || it.take_back === true,
    sign: it.sign ? String(it.sign) : null, mine: true,
  }))
  return { id, title: String(raw.title), states, moves }
}

export const ledgers = new Map<string, Ledger>()
for (const id of names('ledgers')) {
  const raw = read(`ledgers/${id}.toml`)
  const fields = (raw.fields as Table[]).map(field)
  for (const lines of (raw.lines as Table[]) ?? []) {
    fields.push({
      name: String(lines.name), label: String(lines.label), type: 'lines', required: false, private: false,
      fields: (lines.fields as Table[]).map(field),
    })
  }
  const plain = fields.filter((it) => it.type !== 'lines' && it.type !== 'long_text' && it.type !== 'file')
  ledgers.set(id, {
    id, title: String(raw.title), about: String(raw.about ?? ''), office: String(raw.office ?? ''), objects: strings(raw.objects),
    key: strings(raw.key), fields, workflow: workflow(String(raw.workflow ?? 'register')), clocks: [],
    sums: fields.filter((it) => it.type === 'money' || it.type === 'mass' || (it.type === 'decimal' && it.unit)).map((it) => it.name),
    acts: ACTS, dates: fields.filter((it) => it.type === 'date' || it.type === 'date_time').map((it) => it.name),
    fingerprint: 'mock', list: plain.slice(0, 9).map((it) => it.name),
  })
}

export const codes = new Map<string, CodeList>()
for (const id of names('codes')) {
  const raw = read(`codes/${id}.toml`)
  codes.set(id, {
    id, title: String(raw.title),
    items: ((raw.items as Table[]) ?? []).map((it) => ({ code: String(it.code), label: String(it.label) })),
  })
}

export interface Indicator {
  id: string
  title: string
  about: string
  refs: string[]
  kind: string
  unit: string
  owner: string
  from: string | null
  by: string[]
  show: string[]
}
export const indicators: Indicator[] = names('indicators').map((id) => {
  const raw = read(`indicators/${id}.toml`)
  return {
    id, title: String(raw.title), about: String(raw.about ?? ''), refs: strings(raw.refs), kind: String(raw.kind ?? 'flow'),
    unit: String(raw.unit ?? ''), owner: String(raw.owner ?? ''), from: raw.from ? String(raw.from) : null, by: strings(raw.by), show: strings(raw.show),
  }
})

const roles = ((read('roles.toml').role as Table[]) ?? []).map((it) => ({
  name: String(it.name), label: String(it.label), about: String(it.about), scope: String(it.scope),
  grants: ((it.grants as Table[]) ?? []).map((g) => ({ ledgers: strings(g.ledgers), acts: strings(g.acts) as Act[] })),
}))
export const roleFull = roles

const offices = [...new Set([...ledgers.values()].map((it) => it.office))].filter(Boolean).sort()
const bureau = String(read('bureau.toml').name)

/** 业务线的名称：仓库里还没有这张表时，用台账名代一下，只在假服务里。 */
export function domainTitle(domain: string): string {
  const first = [...ledgers.values()].find((it) => it.id.startsWith(`${domain}/`))
  return first ? `${first.office || '综合'}（${domain}）` : domain
}

export function catalog(): Catalog {
  const domains = [...new Set([...ledgers.keys()].map((it) => it.split('/')[0]!))]
  return {
    bureau: { name: bureau }, today: '2021-07-02', fingerprint: 'mock',
    domains: domains.map((id) => ({
      id, title: domainTitle(id),
      ledgers: [...ledgers.values()].filter((it) => it.id.startsWith(`${id}/`)).map((it) => ({
        id: it.id, title: it.title, about: it.about, office: it.office, acts: it.acts, local: false,
      })),
    })),
    offices: [{ name: bureau, title: bureau, parent: null }, ...offices.filter((it) => it !== bureau).map((name) => ({ name, title: name, parent: bureau }))],
    roles: roles.map(({ name, label, about, scope }) => ({ name, label, about, scope })),
    reports: [{ id: 'half_year', title: '半年工作总结和工作思路', periods: ['half'] }],
    calendars: [{ id: 'duty', title: '局机关值班' }], exchanges: [], reminders: [...ledgers.values()].find((it) => it.title.includes('催办'))?.id ?? null,
  }
}

export function calendar(year: number): { year: number; cite: string; days: { day: string; kind: 'workday' | 'workday_by_notice' | 'restday' | 'holiday'; name: string | null }[] } {
  const raw = read(`calendar/${year}.toml`)
  const pick = (list: unknown): Map<string, string> => new Map(((list as Table[]) ?? []).map((it) => [String(it.day), String(it.name)]))
  const off = pick(raw.off)
  const work = pick(raw.work)
  const days = []
  for (let at = new Date(Date.UTC(year, 0, 1)); at.getUTCFullYear() === year; at.setUTCDate(at.getUTCDate() + 1)) {
    const day = at.toISOString().slice(0, 10)
    const weekend = at.getUTCDay() % 6 === 0
    const kind = off.has(day) ? 'holiday' as const : work.has(day) ? 'workday_by_notice' as const : weekend ? 'restday' as const : 'workday' as const
    days.push({ day, kind, name: off.get(day) ?? work.get(day) ?? null })
  }
  return { year, cite: String(raw.cite ?? ''), days }
}
