// 接口的形状在页面上的名字：都取自由服务端描述生成的 schema.ts；只有界面自己定的（偏好、事件、一页）写在这里。
// 键是英文，给人看的值是中文；精确的数是字符串；日子是 2021-07-02。
import type { components } from './schema'

type Shapes = components['schemas']

// ── 共用 ──────────────────────────────────────────────

export interface Page<T> {
  items: T[]
  /** 下一页的游标；null 表示到底了。 */
  next: string | null
}

export type Grade = Shapes['Grade']
export type Place = Shapes['Place']
export type Finding = Shapes['Finding']
/** 连不上时界面自己也会拒绝，那时没有问题可列。 */
export type RefusalBody = Omit<Shapes['Refusal'], 'findings'> & { findings?: Finding[] }
export type Color = Shapes['Color']
/** 灯：颜色之外必有文字。 */
export type LightState = Shapes['Light']

// ── 会话 ──────────────────────────────────────────────

export type Me = Shapes['Me']
export type Review = Shapes['Review']
export type Power = Me['powers'][number]
export type RoleRef = Shapes['Named']
export type MyPost = Shapes['ShownPost']
export type SecondFactorOffer = Shapes['SecondFactorOffer']
export type MySession = Shapes['MySession']

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

export type Catalog = Shapes['Catalog']
export type Domain = Shapes['Domain']
export type LedgerRef = Shapes['LedgerRef']
export type Act = LedgerRef['acts'][number]
export type Office = Shapes['CountedOffice']
export type RoleInfo = Shapes['Role']
export type Ledger = Shapes['Ledger']
export type Field = Shapes['Field']
export type FieldType = Field['type']
export type State = Shapes['State']
export type Move = Shapes['Move']
export type MoveKind = Shapes['MoveKind']
export type Workflow = Shapes['Workflow']
export type CodeItem = Shapes['CodeItem']
export type CodeList = Shapes['CodeList']

// ── 记录 ──────────────────────────────────────────────

/** 读到的没有空值；送去时空值是清掉。 */
export type Values = Record<string, string | null>
export type Lines = Record<string, Values[]>
/** 列表里有灯，别处没有。 */
export type RecordRow = Shapes['RecordRow'] & { light?: LightState | null }
export type RecordDetail = Shapes['RecordDetail']
export type Attachment = Shapes['Attachment']
export type Deadline = Shapes['Deadline']
/** 这条记录现在能走的一步。 */
export type OpenMove = Shapes['OpenMove']
export type Totals = Shapes['Totals']
export type Groups = Shapes['Groups']
export type Change = Shapes['Change']
export type HistoryEntry = Shapes['HistoryEntry']
export type PasteAnswer = Shapes['PasteAnswer']
export type PasteRow = Shapes['PastedRow']
export type MovesAnswer = Shapes['MovesAnswer']
export type OfferItem = Shapes['Offer']

// ── 导入 ──────────────────────────────────────────────

export type Import = Shapes['Import']
export type ImportState = Shapes['ImportState']
export type ImportPreviewChange = Shapes['ImportChange']
export type Batch = Shapes['Batch']

// ── 首页、待办、督办、值班、搜索、事件 ─────────────────────

export type TodoBox = 'todo' | 'done' | 'mine' | 'copied'
export type Todo = Shapes['Todo']
export type ZeroDue = Shapes['ZeroDue']
export type Notice = Shapes['Notice']
export type DutyNow = Shapes['Shift']
export type Home = Shapes['Home']
export type Due = Shapes['Due']
export type DueState = Shapes['DueState']
export type DueItem = Shapes['DueItem']
export type DueSummary = Shapes['DueSummary']
export type CalendarRef = Shapes['CalendarRef']
export type CalendarMonth = Shapes['CalendarMonth']
export type CalendarDay = Shapes['CalendarDay']
export type DayKind = Shapes['DayKind']
export type Shift = Shapes['Shift']
export type ShiftPerson = Shapes['ShiftPerson']
export type SearchAnswer = Shapes['SearchAnswer']
export type SearchHit = Shapes['SearchHit']

// ── 数 ────────────────────────────────────────────────

export type PeriodRef = Shapes['PeriodRef']
export type Periods = Shapes['Periods']
export type Period = Shapes['Period']
export type Figures = Shapes['Figures']
export type FigureItem = Shapes['FigureItem']
export type Figure = Shapes['Figure']
export type FigurePart = Shapes['FigurePart']
export type FigureRow = Shapes['FigureRow']
export type FigureRows = Shapes['FigureRows']
export type FigureGroups = Shapes['FigureGroups']
export type Series = Shapes['Series']
export type SeriesPoint = Shapes['SeriesPoint']
export type Difference = Shapes['FigureDifference']
export type DifferenceSide = Shapes['DifferenceSide']
export type DifferenceRow = Shapes['DifferenceRow']
export type LastYear = Shapes['LastYear']
export type Tile = Shapes['Tile']
export type Seal = Shapes['Seal']
export type MovedFigure = Shapes['MovedFigure']

// ── 报告 ──────────────────────────────────────────────

export type ReportRef = Shapes['Report']
export type DraftState = Shapes['DraftState']
export type DraftStep = Shapes['DraftStep']
export type DraftRef = Shapes['DraftRef']
/** 打开时带着问题和过时的数；刚改过的只有稿。 */
export type Draft = Shapes['CheckedDraft']
export type Section = Shapes['DraftSection']
export type Block = Shapes['Block']
export type Run = Shapes['Run']
export type Slot = Shapes['Slot']
/** 交给服务端的一段：文字、原有的数、插入的数。 */
export type EditedRun = Shapes['EditedRun']
/** 可以插进稿子的数，各种写法都印好了。 */
export type OfferedFigure = Shapes['OfferedFigure']
export type OfferedFigures = Shapes['OfferedFigures']
export type DraftTable = Shapes['DraftTable']
/** 报告稿里的问题还说在哪一段，校核的不说。 */
export type DraftFinding = Shapes['CheckFinding'] & Partial<Pick<Shapes['DraftFinding'], 'text' | 'block'>>
export type Dismissal = Shapes['Dismissal']
export type DraftDiff = Shapes['DraftDiff']
/** 比较两段话：一样的、去掉的、添上的。 */
export type Mark = Shapes['DiffMark']
export type Returned = Shapes['ReturnedPreview']
/** 收回的文件里一处改动：采用不采用由写稿人定。 */
export type ReturnedChange = Shapes['ReturnedChange']
/** 被人手改过的数：只报告，不采用。 */
export type ReturnedNumber = Shapes['ReturnedNumber']
/** 一段以前的写法。 */
export type Wording = Shapes['Wording']

// ── 校核 ──────────────────────────────────────────────

export type Check = Shapes['Check']
export type CheckRef = Shapes['CheckRef']
export type CheckFinding = Shapes['CheckFinding']
export type CheckParagraph = Shapes['Paragraph']

// ── 台账定义器 ─────────────────────────────────────────

export type DefinitionFile = Shapes['FileText']
export type DefinitionPreview = Shapes['DefinitionEffect']
export type CodeChoice = Shapes['KnownCodes']
export type LocalDefinitions = Shapes['LocalDefinitions']

// ── 管理 ──────────────────────────────────────────────

export type User = Shapes['User']
export type OneTimePassword = Shapes['OneTimePassword']
export type Post = Shapes['HeldPost']
export type Grant = Shapes['Grant']
export type RoleFull = Shapes['FullRole']
/** 角色能从哪些里面选。 */
export type RoleChoices = Shapes['RoleChoices']
/** 权限的变化：哪样动作、几本台账。 */
export type RightsLine = Shapes['RightsLine']
export type RightsChange = Shapes['RightsChange']
export type RoleEffect = Shapes['RoleEffect']
export type OfficesEffect = Shapes['OfficesEffect']
/** 外部系统的一列。 */
export type MappingColumn = Shapes['ColumnModel']
export type Mapping = Shapes['Mapping']
export type MappingEffect = Shapes['MappingEffect']
/** 一次性口令只在开好之后有。 */
export type Newcomer = Shapes['Newcomer'] & Partial<Shapes['MadeNewcomer']>
export type ExchangeRef = Shapes['Exchange']
export type WorkCalendar = Shapes['WorkCalendar']
export type CalendarPreview = Shapes['WorkYearEffect']
export type WorkDayKind = DayKind
export type Backup = Shapes['Backup']
export type BackupMade = Shapes['MadeBackup']
export type SystemState = Shapes['SystemState']
export type HandoverAnswer = Shapes['HandoverAnswer']
export type Reconciliation = Shapes['Reconciliation']
export type ReconciledRow = Shapes['ReconciledRow']

// ── 审计 ──────────────────────────────────────────────

export type AuditEntry = Shapes['AuditEntry']
export type AuditVerify = Shapes['Verified']
export type AuditState = Shapes['Chain']

// ── 事件 ──────────────────────────────────────────────

/** 推送的事件不在描述里：一个名字一种内容。 */
export interface Events {
  /** 没有 count 的是“漏听了，请重取”。 */
  todo: { count?: number }
  import: Pick<Import, 'id'> & Partial<Import>
  record: { ledger: string; id: string; version: number }
  /** 报告稿变了；own 是本机这次登录自己改的。 */
  draft: { id: string; version: number; state: DraftState; who: string; own: boolean; done: string }
  /** 校核出了结果（checked）、问题的忽略变了（changed）、删去了（gone）。 */
  check: { id: string; who: string; own: boolean; done: 'checked' | 'changed' | 'gone' }
  /** 别处让这个账号退出了。 */
  signed_out: Record<string, never>
  ping: Record<string, never>
}
