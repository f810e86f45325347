// 一条留痕说成话：做了什么、碰了哪些字段；旧值新值向台账的修订记录要。
import type { AuditEntry, Change, Field, HistoryEntry } from '@/api/types'

/** 筛选的动作，照服务端的代号。 */
export const auditActs: readonly { act: string; label: string }[] = [
  { act: 'create', label: '登记' },
  { act: 'update', label: '修改' },
  { act: 'move', label: '办理' },
  { act: 'withdraw', label: '撤销' },
  { act: 'restore', label: '恢复' },
  { act: 'import', label: '导入' },
  { act: 'undo', label: '撤回批次' },
  { act: 'attach', label: '上传附件' },
  { act: 'seal', label: '封存' },
  { act: 'unmask', label: '查看个人信息' },
  { act: 'erase', label: '清除个人信息' },
  { act: 'session', label: '登录' },
  { act: 'account', label: '账号' },
  { act: 'post', label: '岗位' },
  { act: 'draft', label: '报告' },
  { act: 'check', label: '校核' },
  { act: 'definition', label: '定义' },
  { act: 'backup', label: '备份' },
  { act: 'migrate', label: '升级' },
]

const WORDS: Record<string, string> = {
  login: '登录名', name: '名称', post: '岗位', posts: '岗位', done: '做了', active: '在用', file: '文件', created: '新增', changed: '改动', unchanged: '未变',
  left_out: '未收', steps: '步骤', state: '状态', office: '股室', rows: '行数', attachments: '附件', taken: '取走', reason: '原因', move: '办理', step: '办理', fields: '字段',
  digest: '散列', title: '题目', roles: '角色', closed: '已撤', period: '期间', indicator: '数', value: '值', id: '编号', key: '编号', media_type: '类型', size_bytes: '字节', records: '记录', batch: '批次', to: '转到', by: '由', channel: '渠道',
  role: '角色', exchange: '外部系统', ledger: '台账', labels: '项目', seal: '封存号', as_of: '数据截至', unit: '单位', fingerprint: '定义指纹', replaces: '替换的封存', year: '年度', cite: '依据', off: '放假',
  work: '上班', removed: '删去', effect: '影响', files: '文件', filter: '条件', q: '含', tie: '对数', definitions: '定义指纹', path: '文件',
}

type Said = Record<string, unknown>

function object(body: unknown): Said {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Said) : {}
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (Array.isArray(value)) return value.length > 6 ? `${value.slice(0, 6).map(plain).join('、')} 等 ${value.length} 项` : value.map(plain).join('、')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** 台账里的名称：状态和字段；没有台账就用代号。 */
export interface Names {
  states: readonly { name: string; label: string }[]
  fields: readonly Field[]
}

const NOBODY: Names = { states: [], fields: [] }

/** 字段之外说了什么：文件、数量、原因、谁的账号。 */
export function facts(entry: Pick<AuditEntry, 'body' | 'words'>, names: Names = NOBODY): { label: string; text: string }[] {
  const label = (list: Names['states'] | readonly Field[], name: unknown): string => list.find((it) => it.name === name)?.label ?? plain(name)
  return Object.entries(object(entry.body))
    .filter(([key, value]) => !(key === 'fields' && !Array.isArray(value)) && key !== 'change' && key !== 'lines' && plain(value) !== '')
    .map(([key, value]) => {
      const text = entry.words[key] ? entry.words[key] : key === 'state' ? label(names.states, value) : key === 'fields' && Array.isArray(value) ? value.map((it) => label(names.fields, it)).join('、') : plain(value)
      return { label: WORDS[key] ?? key, text }
    })
}

/** 这一条写下的字段值：登记只有新值，修改的新旧成对。 */
export function written(entry: Pick<AuditEntry, 'body'>, fields: readonly Field[], print?: (value: string, field: Field) => string): Change[] {
  const body = object(entry.body)
  const pairs = Object.entries(object(body.change)).map(([name, pair]): [string, unknown] => [name, Array.isArray(pair) ? { old: pair[0], new: pair[1] } : pair])
  const said = { ...object(body.fields), ...Object.fromEntries(pairs) }
  return Object.entries(said).map(([name, value]) => {
    const pair = object(value)
    const has = 'old' in pair || 'new' in pair
    const field = fields.find((it) => it.name === name)
    const shown = (it: unknown): string | null => {
      const text = plain(it)
      return text === '' ? null : field && print ? print(text, field) : text
    }
    return { field: name, label: field?.label ?? name, old: has ? shown(pair.old) : null, new: has ? shown(pair.new) : shown(value) }
  })
}

/** 谁的账号：姓名、岗位、登录名；登录的那一条不写姓名，就是办这件事的人。 */
function account(said: Said, words: AuditEntry['words'], who: string): string {
  const name = typeof said.name === 'string' && said.name ? said.name : who
  const post = words.post ?? words.posts ?? ''
  return name ? `${name}${post ? `（${post}）` : ''}，登录名 ${plain(said.login)}` : `登录名 ${plain(said.login)}`
}

/** 列表里一格话。 */
export function brief(entry: Pick<AuditEntry, 'act' | 'body' | 'words' | 'who'>, fields: readonly Field[]): string {
  const said = object(entry.body)
  const parts: string[] = []
  if (typeof said.reason === 'string' && said.reason) parts.push(said.reason)
  if (typeof said.done === 'string' && said.done) parts.push(said.done)
  if (typeof said.file === 'string') parts.push(said.file)
  if (typeof said.login === 'string' && said.login) parts.push(account(said, entry.words, entry.act === 'session' ? entry.who : ''))
  for (const key of ['title', 'name', 'indicator', 'period']) {
    const value = entry.words[key] ?? said[key]
    if (typeof value === 'string' && value && !(key === 'name' && said.login)) parts.push(value)
  }
  const names = written(entry, fields).map((it) => it.label)
  if (names.length) parts.push(names.length > 4 ? `${names.slice(0, 4).join('、')} 等 ${names.length} 处` : names.join('、'))
  return parts.join('，')
}

/** 修订记录里的同一条：序号对得上最好，对不上看版本。 */
export function sameEntry(history: readonly HistoryEntry[], entry: Pick<AuditEntry, 'seq' | 'version'>): HistoryEntry | undefined {
  return history.find((it) => it.seq === entry.seq) ?? history.find((it) => it.version === entry.version)
}

/** 散列只看头尾，够对得上就行。 */
export function shortHash(hash: string | null | undefined): string {
  if (!hash) return ''
  return hash.length > 20 ? `${hash.slice(0, 12)}…${hash.slice(-6)}` : hash
}
