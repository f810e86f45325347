// 接口的形状：照约定手写，服务端的 openapi.json 生成 schema.ts 后以它为准。
// 键是英文，给人看的值是中文；精确的数是字符串；日子是 2021-07-02。

// ── 共用 ──────────────────────────────────────────────

export interface Page<T> {
  items: T[]
  /** 下一页的游标；null 表示到底了。 */
  next: string | null
}

export type Grade = '必须修改' | '建议核实' | '可改进'

export interface Place {
  ledger?: string
  record?: string
  field?: string
  field_name?: string
  file?: string
  sheet?: string
  row?: number
  column?: string
  label?: string
  line?: number
  name?: string
}

export interface Finding {
  rule: string
  grade: Grade
  place: Place
  what: string
  mend?: string
}

export interface RefusalBody {
  code: string
  text: string
  findings?: Finding[]
  retry_after_s?: number
  /** 409：现在的版本、谁、什么时候改的。 */
  have?: number
  by?: string
  at?: string
}

export type Color = 'red' | 'yellow' | 'green' | 'grey'

/** 灯：颜色之外必有文字。 */
export interface LightState {
  color: Color
  /** 状态：逾期、临期、在办、停钟。 */
  text: string
  due?: string | null
  /** 还剩多少：“4个工作日”“逾期3日”。 */
  left?: string
  clock?: string
  label?: string
}

// ── 会话 ──────────────────────────────────────────────

export type Power = 'administer' | 'audit' | 'define' | 'draft' | 'sign'

export interface RoleRef {
  name: string
  label: string
}

export interface MyPost {
  id: string
  title: string
  office: string
  roles: string[]
  closed?: boolean
}

export interface Me {
  login: string
  name: string
  office: string
  post: { id: string; title: string }
  posts: MyPost[]
  roles: RoleRef[]
  powers: Power[]
  csrf: string
  must_change_password: boolean
  must_enrol: boolean
  second_factor: boolean
  expires_at: string
}

export interface SecondFactorOffer {
  secret: string
  uri: string
  qr_svg: string
}

export interface MySession {
  id: string
  created_at: string
  seen_at?: string
  agent?: string
  current?: boolean
}

/** 一人一份的偏好；服务端原样保存，键由界面定。 */
export interface Preferences {
  large?: boolean
  collapsed?: boolean
  density?: 'dense' | 'loose'
  pinned?: string[]
  recent?: string[]
  /** 每本台账：列、存好的筛选、上次的值。 */
  ledgers?: Record<string, LedgerPreferences>
  [key: string]: unknown
}

export interface SavedView {
  name: string
  query: string
}

export interface LedgerPreferences {
  columns?: string[]
  widths?: Record<string, number>
  views?: SavedView[]
}

// ── 目录 ──────────────────────────────────────────────

export type Act =
  | 'see' | 'create' | 'edit' | 'move' | 'withdraw' | 'import' | 'export' | 'confirm' | 'private' | 'seal' | 'erase'

export interface LedgerRef {
  id: string
  title: string
  about: string
  office: string
  acts: Act[]
  local: boolean
  /** 停用了：能看，不再登记。 */
  closed?: boolean
}

export interface Domain {
  id: string
  title: string
  ledgers: LedgerRef[]
}

export interface Office {
  /** 记录里写的名称，定了不变。 */
  name: string
  /** 现在叫什么。 */
  title: string
  parent: string | null
  about?: string
  /** 各股室共用的台账放的地方，不是一个股室。 */
  shared?: boolean
  /** 撤并了，旧记录还认得。 */
  closed?: boolean
  /** 撤并到哪个股室。 */
  into?: string | null
  /** 归它管的台账有几本。 */
  ledgers?: number
}

export interface RoleInfo {
  name: string
  label: string
  about: string
  scope: string
}

export interface Catalog {
  bureau: { name: string }
  today: string
  fingerprint: string
  domains: Domain[]
  offices: Office[]
  roles: RoleInfo[]
  reports: { id: string; title: string; periods?: string[] }[]
  calendars: CalendarRef[]
  exchanges: { id: string; title: string; ledger: string }[]
  /** 催办记在哪本台账。 */
  reminders?: string | null
}

export const FIELD_TYPES = [
  'text', 'long_text', 'integer', 'decimal', 'money', 'mass', 'date', 'time', 'date_time', 'yes_no', 'code', 'person',
  'organisation', 'division', 'road', 'stake', 'plate', 'phone', 'id_number', 'credit_code', 'file', 'point', 'link', 'lines',
] as const

export type FieldType = (typeof FIELD_TYPES)[number]

export interface Field {
  name: string
  label: string
  type: FieldType
  required: boolean
  private: boolean
  unit?: string
  places?: number
  max_length?: number
  min?: string | number
  max?: string | number
  values?: string[]
  /** 代码表。 */
  list?: string
  /** 关联的台账。 */
  ledger?: string
  /** 有条件时必填；有的服务端给文字，有的只说有。 */
  required_when?: string | boolean
  about?: string
  /** 停用：登记时不再填，填过的照样看得到。 */
  closed?: boolean
  /** 明细的各列（type = lines）。 */
  fields?: Field[]
}

export interface State {
  name: string
  label: string
  closed: boolean
}

export type MoveKind = 'step' | 'back' | 'take_back' | 'reassign' | 'extend'

export interface Move {
  name: string
  label: string
  from: string[]
  kind: MoveKind
  to?: string | null
  roles: string[]
  evidence: string[]
  fields: string[]
  attachment: boolean
  reason: boolean
  sign?: string | boolean | null
  mine: boolean
}

export interface Workflow {
  id: string
  title: string
  states: State[]
  moves: Move[]
}

export interface Ledger {
  id: string
  title: string
  about: string
  office: string
  objects: string[]
  key: string[]
  fields: Field[]
  workflow: Workflow
  clocks: { id: string; title: string }[]
  sums: string[]
  acts: Act[]
  dates: string[]
  fingerprint: string
  list: string[]
  /** 没点过排序时的次序，“-”开头的新的在前；空的按登记先后。 */
  sort?: string | null
  closed?: boolean
}

export interface CodeItem {
  code: string
  label: string
  from?: string | null
  until?: string | null
}

export interface CodeList {
  id: string
  title: string
  items: CodeItem[]
}

// ── 记录 ──────────────────────────────────────────────

export type Values = Record<string, string | null>
export type Lines = Record<string, Values[]>

export interface RecordRow {
  id: string
  state: string
  state_label: string
  version: number
  office: string
  created_at: string
  created_by: string
  updated_at: string
  updated_by: string
  withdrawn_at?: string | null
  key: string
  values: Values
  /** 写的是指标编号的字段，指标叫什么。 */
  words?: Record<string, string>
  masked: string[]
  light?: LightState
}

export interface Attachment {
  digest: string
  name: string
  media_type: string
  size_bytes: number
  field?: string | null
  who: string
  at: string
}

export interface DeadlineStep {
  day: string
  kind: string
  text: string
}

export interface Deadline {
  clock: string
  title: string
  state: string
  state_label: string
  color: Color
  due: string | null
  starts: string | null
  days_text: string
  law: string
  certainty: string
  steps: DeadlineStep[]
  text: string
}

/** 这条记录现在能走的一步。 */
export interface OpenMove {
  name: string
  label: string
  kind: MoveKind
  needs: string[]
  reason: boolean
  attachment: boolean
  back_to?: { state: string; label: string }[]
}

export interface RecordDetail extends RecordRow {
  lines: Lines
  attachments: Attachment[]
  deadlines: Deadline[]
  moves: OpenMove[]
  linked_from: { ledger: string; title: string; count: number }[]
  links: Record<string, { ledger: string; id: string; key: string }>
  cited: { indicator: string; title: string; period: string; sealed_at: string }[]
  may: { edit: boolean; withdraw: boolean; private: boolean; attach: boolean }
}

export interface Totals {
  count: number
  sums: Record<string, string>
}

export interface Groups {
  by: string
  label: string
  groups: { value: string | null; label: string; count: number; sums: Record<string, string> }[]
}

export interface Change {
  field: string
  label: string
  old: string | null
  new: string | null
}

export interface HistoryEntry {
  seq: number
  version: number
  at: string
  who: string
  office: string
  act: string
  act_label: string
  step?: string | null
  step_label?: string | null
  reason?: string | null
  batch?: string | null
  changes: Change[]
}

export interface PasteRow {
  row: number
  ok: boolean
  findings: Finding[]
}

export interface PasteAnswer {
  rows: PasteRow[]
  created: number
  changed: number
  unchanged: number
  batch?: string
}

export interface MovesAnswer {
  done: number
  refused: { id: string; key: string; text: string; findings: Finding[] }[]
}

export interface OfferItem {
  value: string
  label: string
  times?: number
}

// ── 导入 ──────────────────────────────────────────────

export type ImportState = 'reading' | 'ready' | 'taking' | 'taken' | 'failed'

export interface ImportPreviewChange {
  key: string
  field: string
  old: string | null
  new: string | null
}

export interface Import {
  id: string
  ledger: string
  file_name: string
  state: ImportState
  done: number
  total: number
  mapping: { header: string; field?: string; label?: string; column: string }[]
  headers_unknown: string[]
  findings: Finding[]
  finding_count: number
  preview?: {
    created: number
    changed: number
    unchanged: number
    left_out: number
    changes: ImportPreviewChange[]
    more: number
  }
  batch?: string
  text?: string
}

export interface Batch {
  id: string
  ledger: string
  title: string
  file_name: string
  who: string
  at: string
  created: number
  changed: number
  unchanged: number
  left_out: number
  undone: { at: string; who: string; reason: string } | null
}

// ── 首页、待办、督办、值班、搜索、事件 ─────────────────────

export type TodoBox = 'todo' | 'done' | 'mine' | 'copied'

export interface Todo {
  ledger: string
  ledger_title: string
  id: string
  key: string
  summary: string
  state_label: string
  /** 不计时的没有灯。 */
  light?: LightState | null
  due: string | null
  office: string
  who: string | null
  moves: { name: string; label: string }[]
  at: string
}

export interface ZeroDue {
  indicator: string
  title: string
  period: string
  office: string
}

export interface Notice {
  id: string
  text: string
  at: string
  ledger?: string
  record?: string
}

export interface DutyNow {
  title: string
  ledger: string
  id: string
  place: string | null
  /** 钟点或日期时间。 */
  starts: string | null
  ends: string | null
  people: { label: string | null; name: string | null }[]
}

export interface Home {
  today: string
  duty: DutyNow[]
  todo_count: number
  todo: Todo[]
  owes: { office: string; late: number; soon: number; stopped: number }[]
  zero_due: ZeroDue[]
  notices: Notice[]
  /** 等着会签、审签的报告。 */
  to_sign?: { id: string; title: string; sections: string[]; urged: boolean; whole: boolean }[]
  rate?: string | null
}

export type DueState = 'late' | 'today' | 'soon' | 'running' | 'stopped' | 'unknown'

export interface DueItem {
  ledger: string
  ledger_title: string
  id: string
  key: string
  office: string
  who: string | null
  clock: string
  title: string
  state: DueState
  state_label: string
  color: Color
  due: string | null
  days_left: number | null
  text: string
}

export interface DueSummary {
  office: string
  late: number
  today: number
  soon: number
  running: number
  stopped: number
  /** 依据不明，算不出到期日。 */
  unknown: number
}

export interface Due extends Page<DueItem> {
  day?: string
  count?: number
  summary: DueSummary[]
}

export interface CalendarRef {
  id: string
  title: string
  ledger?: string
}

export type DayKind = 'workday' | 'restday' | 'holiday' | 'unknown'

export interface ShiftPerson {
  field: string
  label: string
  name: string | null
}

export interface Shift {
  id: string
  version: number
  key?: string
  starts: string
  ends: string
  place: string
  people: ShiftPerson[]
  reason?: string | null
  state: string
  state_label: string
}

export interface CalendarDay {
  day: string
  /** 调休上班的是 workday_by_notice。 */
  kind: DayKind | 'workday_by_notice'
  name?: string | null
  shifts: Shift[]
}

export interface CalendarMonth {
  title: string
  ledger: string
  month: string
  /** 哪几个字段是人。 */
  people: { field: string; label: string }[]
  /** 换人的原因写在哪个字段。 */
  reason?: string | null
  may_edit?: boolean
  days: CalendarDay[]
  fairness: { person: string; shifts: number; restdays: number; holidays: number }[]
}

export interface SearchHit {
  ledger: string
  title: string
  id: string
  key: string
  field: string
  label: string
  snippet: string
  state_label: string
}

export interface SearchAnswer {
  items: SearchHit[]
  more: { ledger: string; title: string; count: number }[]
}

// ── 数 ────────────────────────────────────────────────

export interface PeriodRef {
  id: string
  title: string
}

export interface Periods {
  default: string
  list: PeriodRef[]
}

export type FigureKind = 'stock' | 'flow' | 'target' | 'ratio' | 'growth' | string

export interface FigureItem {
  id: string
  refs: string[]
  title: string
  domain: string
  domain_title: string
  kind: FigureKind
  kind_label: string
  value: string | null
  unit: string
  records: number
  notes: string[]
  sealed: boolean
  owner: string
}

export interface Period {
  id: string
  title: string
  first_day: string
  last_day: string
}

export interface Figures {
  period: Period
  as_of: string
  items: FigureItem[]
}

export interface FigurePart {
  role: string
  value: string | null
  unit: string
  records: number
  ledger: string | null
  ledger_title: string | null
}

export interface Figure extends Omit<FigureItem, 'sealed'> {
  exact: string | null
  about: string
  describe: string
  parts: FigurePart[]
  last_year: { value: string | null; unit: string; source: string } | null
  sealed: { value: string; at: string; who: string; moved: boolean } | null
  moved: MovedFigure | null
  zero: { confirmed: { period: string; who: string; at: string }[]; missing: string[] } | null
  breakdown: { field: string; label: string }[]
  used_in: { report: string; title: string; section?: string }[]
}

export interface FigureRow {
  part: string
  ledger: string
  id: string
  key: string
  ordinal?: number | null
  contribution: string
  unit: string
  cells: { label: string; value: string | null }[]
}

export interface FigureRows extends Page<FigureRow> {
  hidden: number
}

export interface FigureGroups {
  label: string
  adds_up: boolean
  groups: { label: string; value: string; rows: number }[]
}

export interface SeriesPoint {
  period: string
  title?: string
  value: string | null
}

export interface Series {
  points: SeriesPoint[]
  last_year: SeriesPoint[]
}

export interface DifferenceSide {
  count: number
  items: FigureRow[]
}

export interface Difference {
  one: { id: string; title: string; unit: string; about: string }
  other: { id: string; title: string; unit: string; about: string }
  only_one: DifferenceSide
  both: DifferenceSide
  only_other: DifferenceSide
  text: string
}

export interface Tile {
  id: string
  title: string
  value: string | null
  unit: string
  last_year: { value: string | null; unit?: string; source?: string } | null
  change: string | null
  series: SeriesPoint[]
}

export interface Seal {
  id: string
  title: string
  value: string
  unit: string
  at: string
  who: string
  reason?: string | null
  /** 现在作数的；重新封存过的旧值不作数。 */
  standing?: boolean
}

/** 封存之后变了的数：新进、退出、改动各几条，头几条的编号。 */
export interface MovedFigure {
  id: string
  title: string
  unit: string
  sealed: string
  moved: boolean
  before: string | null
  now: string | null
  difference: string | null
  entered: number
  left: number
  changed: number
  records: string[]
  text: string
}

// ── 报告 ──────────────────────────────────────────────

export interface ReportRef {
  id: string
  title: string
  kinds: string[]
}

export type DraftState = 'drafting' | 'reviewing' | 'signed' | 'issued'

export interface DraftRef {
  id: string
  report: string
  title: string
  period: string
  as_of: string
  version: number
  state: DraftState
  state_label: string
  /** 起草的人。 */
  who?: string
  updated_by?: string | null
  updated_at?: string | null
}

export interface Slot {
  id: string
  title: string
  printed: string
  value: string | null
  unit: string
  kind: 'figure' | 'constant' | 'record' | 'date'
  figure?: string
  ledger?: string
  record?: string
}

/** 文字、标题的序号（程序排的，不能改）、数。 */
export type Run = { text: string; number?: boolean } | { slot: Slot }

export interface DraftTable {
  title: string
  columns: { heading: string; share?: number | null; align?: string | null }[]
  rows: Run[][][]
}

export interface Block {
  id: string
  kind: 'heading' | 'text' | 'table' | 'title' | 'signature'
  level?: number
  /** 接在标题后面。 */
  run_in?: boolean
  runs: Run[]
  table?: DraftTable
  edited?: boolean
  /** 自己加的，提纲里没有。 */
  added?: boolean
  /** 上一期带过来的，要看一遍。 */
  carried?: boolean
  /** 去掉过、还能放回来的数。 */
  spare?: Slot[]
}

export interface Section {
  id: string
  heading: string
  level: number
  office: string
  state: string
  signed_by?: string | null
  signed_at?: string | null
  may_sign?: boolean
  /** 最近一次催签。 */
  urged_at?: string | null
  may_urge?: boolean
  blocks: Block[]
}

export interface DraftFinding {
  key: string
  rule: string
  family: string
  grade: Grade
  block?: string
  /** 规则的名称。 */
  title?: string
  paragraph?: number
  /** 段里从第几个字符到第几个字符（UTF-16）。 */
  start?: number
  end?: number
  line?: number
  quote: string
  what: string
  mend: string
  fix?: string | null
  /** 有把握，不用人再判断的。 */
  safe?: boolean
  authority?: string
  dismissed?: Dismissal | null
}

export interface Dismissal {
  reason: string
  who: string
  at: string
}

export interface Draft extends DraftRef {
  sections: Section[]
  findings: DraftFinding[]
  stale_slots: { block: string; slot: string; title?: string; old: string; new: string }[]
  moves: { name: string; label: string; opinion: boolean }[]
  may_edit: boolean
  opinions: { who: string; office: string; at: string; step: string; section: string | null; text: string }[]
  versions: { version: number; who: string; at: string; note: string }[]
}

/** 比较两段话：一样的、去掉的、添上的。 */
export interface Mark {
  kind: 'same' | 'old' | 'new'
  text: string
}

export interface DraftDiff {
  from: string | number
  to: string | number
  changes: { block: string; kind: 'added' | 'removed' | 'changed'; marks: Mark[] }[]
}

/** 收回的文件里一处改动：采用不采用由写稿人定。 */
export interface ReturnedChange {
  key: string
  kind: 'changed' | 'added' | 'removed' | 'moved' | 'merged' | 'split'
  label: string
  /** 文件里第几段；删去的是 0。 */
  line: number
  block: string
  section: string
  marks: Mark[]
  /** 采用之后的样子。 */
  blocks: Block[]
  /** 给出之后，稿子里这一段也改过。 */
  conflict: boolean
  notes: { kind: 'lost' | 'undecided' | 'loose'; text: string }[]
  /** 没有手写的数，可以直接采用。 */
  ready: boolean
}

/** 被人手改过的数：只报告，不采用。 */
export interface ReturnedNumber {
  line: number
  block: string
  section: string
  slot: Slot
  was: string
  said: string
}

export interface Returned {
  file: string
  at: string
  given: number
  /** 文件自己带着版本号。 */
  marked: boolean
  version: number
  /** 比对之后稿子没再改过。 */
  fresh: boolean
  may_take: boolean
  changes: ReturnedChange[]
  numbers: ReturnedNumber[]
  notes: string[]
}

/** 一段以前的写法。 */
export interface Wording {
  version: number
  who: string
  at: string
  note: string
  runs: Run[]
}

// ── 校核 ──────────────────────────────────────────────

export interface CheckParagraph {
  n: number
  text: string
  kind: string
  level?: number
}

export interface CheckFinding extends DraftFinding {
  paragraph: number
  start: number
  end: number
}

export interface CheckRef {
  id: string
  name: string
  who: string
  at: string
  /** 与哪一期的台账对过。 */
  tie: string | null
  mine: boolean
}

export interface Check extends Omit<CheckRef, 'mine'> {
  /** 对过哪些台账。 */
  ledgers?: string[]
  paragraphs: CheckParagraph[]
  findings: CheckFinding[]
  counts: Record<string, number>
}

// ── 台账定义器 ─────────────────────────────────────────

export interface DefinitionFile {
  path: string
  text: string
  /** 台账的名称；不是台账的没有。 */
  title?: string | null
}

/** 生效以后会怎样；什么也没有动。 */
export interface DefinitionPreview {
  /** 没有必须修改的毛病，可以生效。 */
  sound: boolean
  findings: Finding[]
  /** 库里要做的，中文。 */
  steps: string[]
  ledgers: { id: string; title: string; fields: { name: string; label: string; type: FieldType; required: boolean }[] }[]
  /** 已有的记录：各本几条、各改动碰到几条。 */
  touched: { ledger: string; title: string; records: number; says: string[] }[]
  figures: { id: string; title: string; unit: string; describe: string; value?: string | null }[]
}

export interface LocalDefinitions {
  files: DefinitionFile[]
}

// ── 管理 ──────────────────────────────────────────────

export interface User {
  login: string
  name: string
  posts: string[]
  active: boolean
  second_factor?: boolean
  must_change_password?: boolean
  /** 连着输错几次。 */
  failed?: number
  locked_until?: string | null
}

/** 新增账号、重置密码的回答里有，别处没有。 */
export interface OneTimePassword {
  one_time_password: string
}

export interface Post {
  id: string
  title: string
  office: string
  roles: string[]
  /** 撤了的岗位，没人能用它登录。 */
  closed?: boolean
  /** 在岗的人。 */
  holders?: string[]
}

export interface Grant {
  ledgers: string[]
  acts: Act[]
}

export interface RoleFull extends RoleInfo {
  grants: Grant[]
  powers?: Power[]
  /** 登录要动态口令。 */
  second_factor?: boolean
  /** 看多远，文件里的词。 */
  scope_word: string
  /** 照着哪个随软件发布的角色，流程里算它那一步。 */
  like?: string | null
  /** 本局自己立的。 */
  local: boolean
}

/** 角色能从哪些里面选。 */
export interface RoleChoices {
  domains: { id: string; title: string; ledgers: { id: string; title: string }[] }[]
  acts: Act[]
  powers: Power[]
  scopes: { word: string; title: string }[]
}

/** 权限的变化：哪样动作、几本台账。 */
export interface RightsLine {
  act: Act
  ledgers: number
  titles: string[]
}

export interface RightsChange {
  gained: RightsLine[]
  lost: RightsLine[]
  wider: RightsLine[]
  narrower: RightsLine[]
  powers_gained: Power[]
  powers_lost: Power[]
  steps_gained: string[]
  steps_lost: string[]
  second_factor: boolean
}

export interface RoleEffect {
  sound: boolean
  findings: Finding[]
  posts: (RightsChange & { post: string; title: string; office: string; holders: string[] })[]
  against: (RightsChange & { label: string | null }) | null
}

export interface OfficesEffect {
  sound: boolean
  findings: Finding[]
  steps: string[]
  sight: { post: string; title: string; holders: string[]; gained: string[]; lost: string[] }[]
}

/** 外部系统的一列。 */
export interface MappingColumn {
  head: string
  field: string
  words: { code: string; word: string }[]
  date: string
  theirs: boolean
}

export interface Mapping {
  id: string
  title: string
  about: string
  system: string
  ledger_title: string | null
  by: string[]
  receipt: string | null
  local: boolean
  columns: MappingColumn[]
  fields: { name: string; label: string; type: FieldType; private: boolean; codes: { code: string; label: string }[] }[]
  dates: string[]
  fingerprint: string
}

export interface MappingEffect {
  sound: boolean
  findings: Finding[]
  steps: string[]
  heads: string[]
  /** 看不到业务数据的岗位没有。 */
  rows: string[][] | null
}

export interface Newcomer {
  login: string
  name: string
  posts: string[]
  one_time_password?: string
}

export interface ExchangeRef {
  id: string
  title: string
  ledger: string
  ledger_title?: string | null
  about?: string
  system?: string
  /** 按哪几个字段对上同一条。 */
  by?: string[]
  /** 按哪个日子算期间。 */
  day?: string | null
  /** theirs：对方给的列，我局不填。 */
  columns?: { head: string; field: string; theirs: boolean }[]
}

export type WorkDayKind = DayKind | 'workday_by_notice'

export interface WorkCalendar {
  year: number
  /** 这一年的安排公布了没有。 */
  known: boolean
  /** 有安排的年份。 */
  years: number[]
  cite?: string
  /** 本局录入的，不是随软件发布的。 */
  local?: boolean
  fingerprint?: string
  days: { day: string; kind: WorkDayKind; name?: string | null }[]
}

export interface CalendarPreview extends WorkCalendar {
  sound: boolean
  findings: Finding[]
}

export interface Backup {
  name: string
  size_bytes: number
}

export interface BackupMade extends Backup {
  rows: number
  attachments: number
  head: string
}

export interface SystemState {
  version: string
  dialect: string
  size_bytes: number | null
  started_at: string
  signed_in: number
  definitions: { fingerprint: string; files: number; from: string }
  ledgers: number
  indicators: number
  audit: { entries: number; head: string; last: AuditVerify | null }
}

export interface HandoverAnswer {
  from: string
  to: string
  posts: { id: string; title: string; office: string }[]
  at: string
}

export interface ReconciledRow {
  key: string
  cells: Record<string, string | null>
}

export interface Reconciliation {
  heads: string[]
  counts: { same: number; only_ours: number; only_theirs: number; different: number }
  only_ours: ReconciledRow[]
  only_theirs: ReconciledRow[]
  different: { key: string; field: string; ours: string | null; theirs: string | null }[]
  findings: Finding[]
}

// ── 审计 ──────────────────────────────────────────────

export interface AuditEntry {
  seq: number
  at: string
  who: string
  office: string
  act: string
  act_label: string
  ledger?: string | null
  ledger_title?: string | null
  record?: string | null
  version: number
  batch?: string | null
  /** 改了什么，原样；看不了个人信息的已遮住。 */
  body: unknown
  hash: string
}

export interface AuditVerify {
  ok: boolean
  at: string
  who: string
  entries: number
  versions: number
  attachments: number
  seals: number
  head: string
  findings: Finding[]
}

export interface AuditState {
  entries: number
  head: string
  /** 上一次核验；没核验过是 null。 */
  last: AuditVerify | null
}

// ── 事件 ──────────────────────────────────────────────

export interface Events {
  /** 没有 count 的是“漏听了，请重取”。 */
  todo: { count?: number }
  import: Pick<Import, 'id'> & Partial<Import>
  record: { ledger: string; id: string; version: number }
  /** 报告稿变了；own 是本机这次登录自己改的。 */
  draft: { id: string; version: number; state: string; who: string; own: boolean; done: string }
  /** 校核出了结果（checked）、问题的忽略变了（changed）、删去了（gone）。 */
  check: { id: string; who: string; own: boolean; done: 'checked' | 'changed' | 'gone' }
  /** 别处让这个账号退出了。 */
  signed_out: Record<string, never>
  ping: Record<string, never>
}
