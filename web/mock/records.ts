// 假服务的记录：按字段类型编，种子固定，每次开都一样；改了留在内存里。
import type { Field, HistoryEntry, Ledger, LightState, RecordRow, Values } from '../src/api/types.ts'
import { codes, ledgers } from './definitions.ts'

const SURNAMES = '陈李黄梁罗林欧邓冯谭'
const GIVEN = ['志强', '丽华', '伟明', '少芳', '国栋', '嘉欣', '文斌', '玉兰', '永康', '雪梅']
const COMPANIES = ['阳山县顺达运输有限公司', '清远市恒通物流有限公司', '阳山县连江货运有限公司', '粤北矿业运输有限公司', '阳山县安捷汽车运输有限公司']
const TOWNS = ['阳城镇', '青莲镇', '岭背镇', '小江镇', '七拱镇', '太平镇', '黎埠镇', '秤架乡']
const ROADS = ['G107', 'G323', 'G358', 'S260', 'S250', 'S262', 'X385']
const GOODS = ['河砂', '碎石', '水泥', '石灰石', '木材']
const TODAY = Date.UTC(2021, 6, 2)

function hash(text: string): number {
  let at = 2166136261
  for (let i = 0; i < text.length; i++) at = Math.imul(at ^ text.charCodeAt(i), 16777619)
  return at >>> 0
}

function dice(seed: string): (below: number) => number {
  let at = hash(seed) || 1
  return (below) => {
    at ^= at << 13
    at ^= at >>> 17
    at ^= at << 5
    return (at >>> 0) % below
  }
}

const pad = (n: number, width: number): string => String(n).padStart(width, '0')
const dayAt = (days: number): string => new Date(TODAY + days * 86_400_000).toISOString().slice(0, 10)

export function person(roll: (n: number) => number): string {
  return SURNAMES[roll(SURNAMES.length)]! + GIVEN[roll(GIVEN.length)]!
}

function value(field: Field, n: number, roll: (below: number) => number, ledger: Ledger): string | null {
  if (!field.required && roll(5) === 0) return null
  switch (field.type) {
    case 'text':
      if (ledger.key.includes(field.name)) return `${ledger.key.length > 1 ? '' : '2021-'}${pad(n + 1, 4)}`
      if (/号/.test(field.label)) return `阳交〔2021〕${n + 1}号`
      if (/货物/.test(field.label)) return GOODS[roll(GOODS.length)]!
      if (/当事人|姓名|户主/.test(field.label)) return person(roll)
      if (/名称|题|标/.test(field.label)) return `${TOWNS[roll(TOWNS.length)]}${field.label.replace('名称', '')}${n + 1}`
      return `${TOWNS[roll(TOWNS.length)]}路段，${['按要求办理', '已现场核实', '待补充材料', '情况属实'][roll(4)]}`
    case 'long_text':
      return '六月以来，该路段连续降雨，边坡有少量落石，已设置警示标志并安排专人巡查。\n下一步按方案组织清理，完成后报股室复核。'
    case 'integer':
      return String((Number(field.min ?? 0) || 0) + roll(Math.min(400, Number(field.max ?? 400) - Number(field.min ?? 0) + 1)))
    case 'decimal':
      return `${roll(5000)}.${pad(roll(10 ** (field.places ?? 2)), field.places ?? 2)}`
    case 'money':
      return `${(roll(300) + 1) * 100}.00`
    case 'mass':
      return String(18_000 + roll(60) * 1_000)
    case 'date':
      return dayAt(-roll(180))
    case 'time':
      return `${pad(7 + roll(12), 2)}:${pad(roll(60), 2)}:00`
    case 'date_time':
      return `${dayAt(-roll(180))} ${pad(7 + roll(12), 2)}:${pad(roll(60), 2)}:00`
    case 'yes_no':
      return roll(3) === 0 ? '否' : '是'
    case 'code': {
      const items = codes.get(field.list ?? '')?.items ?? []
      return items.length ? items[roll(items.length)]!.code : null
    }
    case 'person':
      return person(roll)
    case 'organisation':
      return COMPANIES[roll(COMPANIES.length)]!
    case 'division':
      return TOWNS[roll(TOWNS.length)]!
    case 'road':
      return ROADS[roll(ROADS.length)]!
    case 'stake':
      return `K${roll(60)}+${pad(roll(1000), 3)}`
    case 'plate':
      return `粤R${pad(10_000 + roll(89_999), 5)}`
    case 'phone':
      return `1390${pad(roll(9_999_999), 7)}`
    case 'id_number':
      return `4418231985${pad(1 + roll(12), 2)}${pad(1 + roll(28), 2)}${pad(roll(999), 3)}X`
    case 'credit_code':
      return `91441823MA4${pad(roll(999_999), 6)}K`
    case 'point':
      return `112.${roll(999_999)},24.${roll(999_999)}`
    case 'link':
      return `2021-${pad(1 + roll(40), 4)}`
    case 'file':
    case 'lines':
      return null
  }
}

export interface Stored extends RecordRow {
  lines: Record<string, Values[]>
  history: HistoryEntry[]
}

const store = new Map<string, Stored[]>()

export function light(roll: (n: number) => number, closed: boolean): LightState | undefined {
  if (closed) return undefined
  const days = roll(24) - 6
  const due = dayAt(days)
  if (days < 0) return { color: 'red', text: '逾期', due, left: `逾期${-days}个工作日` }
  if (days <= 3) return { color: 'yellow', text: '临期', due, left: `${days}个工作日` }
  return { color: 'green', text: '在办', due, left: `${days}个工作日` }
}

export function records(id: string): Stored[] {
  const had = store.get(id)
  if (had) return had
  const ledger = ledgers.get(id)
  if (!ledger) return []
  const count = hash(id) % 7 === 0 ? 5_000 : 36 + (hash(id) % 80)
  const made = Array.from({ length: count }, (_, n): Stored => {
    const roll = dice(`${id}#${n}`)
    roll(7)
    const values: Values = {}
    const masked: string[] = []
    for (const field of ledger.fields) {
      const made = value(field, n, roll, ledger)
      if (made !== null) values[field.name] = made
      if (field.private && made !== null && ['phone', 'id_number'].includes(field.type)) {
        masked.push(field.name)
        values[field.name] = '＊＊＊'
      }
    }
    const states = ledger.workflow.states
    const state = states[roll(states.length)] ?? { name: 'registered', label: '已登记', closed: true }
    const at = `${dayAt(-roll(120))}T0${8 + (n % 2)}:${pad(roll(60), 2)}:00+08:00`
    const who = person(roll)
    const lines: Record<string, Values[]> = {}
    for (const field of ledger.fields.filter((it) => it.type === 'lines')) {
      lines[field.name] = Array.from({ length: 2 + roll(3) }, (_, i) =>
        Object.fromEntries((field.fields ?? []).map((it) => [it.name, value({ ...it, required: true }, i, roll, ledger)])),
      )
    }
    return {
      id: `${pad(hash(id) % 10_000, 4)}-${pad(n + 1, 6)}`, state: state.name, state_label: state.label, version: 1 + roll(4), office: ledger.office,
      created_at: at, created_by: who, updated_at: at, updated_by: who,
      key: ledger.key.map((it) => values[it] ?? '').join(' ') || pad(n + 1, 4), values, masked, light: light(roll, state.closed), lines,
      history: [{
        seq: n + 1, version: 1, at, who, office: ledger.office, act: 'create', act_label: '新增', reason: null,
        changes: ledger.fields.filter((it) => values[it.name]).slice(0, 6).map((it) => ({ field: it.name, label: it.label, old: null, new: values[it.name] ?? null })),
      }],
    }
  })
  store.set(id, made)
  return made
}

export function find(ledger: string, id: string): Stored | undefined {
  return records(ledger).find((it) => it.id === id)
}

function matches(record: Stored, filter: string): boolean {
  const [name = '', op = 'eq', ...rest] = filter.split(':')
  const wanted = rest.join(':')
  const have = name === 'state' ? record.state : name === 'office' ? record.office : (record.values[name] ?? '')
  const number = /^-?[\d.]+$/.test(have) && /^-?[\d.|]+$/.test(wanted)
  const less = (a: string, b: string): boolean => (number ? Number(a) < Number(b) : a < b)
  switch (op) {
    case 'eq': return have === wanted
    case 'not': return have !== wanted
    case 'in': return wanted.split('|').includes(have)
    case 'less': return have !== '' && less(have, wanted)
    case 'at_most': return have !== '' && !less(wanted, have)
    case 'more': return less(wanted, have)
    case 'at_least': return have !== '' && !less(have, wanted)
    case 'between': {
      const [from = '', until = ''] = wanted.split('|')
      return have !== '' && (from === '' || !less(have, from)) && (until === '' || !less(until, have))
    }
    case 'is_set': return have !== ''
    case 'is_empty': return have === ''
    case 'contains': return have.includes(wanted)
    default: return false
  }
}

export function query(ledger: string, search: URLSearchParams): Stored[] {
  const filters = search.getAll('filter')
  const q = search.get('q') ?? ''
  const found = records(ledger).filter(
    (it) => filters.every((filter) => matches(it, filter)) && (q === '' || Object.values(it.values).some((v) => v?.includes(q))),
  )
  const [first] = (search.get('sort') ?? '').split(',').filter(Boolean)
  if (!first) return found
  const name = first.replace(/^-/, '')
  const down = first.startsWith('-') ? -1 : 1
  const read = (it: Stored): string => (name === 'state' ? it.state : (it.values[name] ?? ''))
  return [...found].sort((a, b) => {
    const [x, y] = [read(a), read(b)]
    return down * (/^\d+(\.\d+)?$/.test(x) && /^\d+(\.\d+)?$/.test(y) ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0)
  })
}
