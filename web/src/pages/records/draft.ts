// 填了一半的表：随填随存在本机，按人、按台账分开；个人信息只留在这个窗口里，关了就没。
import type { Field, Lines, Values } from '@/api/types'
import { changedValues, sameLines } from './form'

export interface Draft {
  /** 动过的格；清空的是 null。没动的不记：记录后来被别人改过，接着填时不把他的盖回去。 */
  values: Values
  /** 动过的明细表。 */
  lines: Lines
  /** 存的时刻，毫秒。 */
  at: number
  /** 改的是第几版；新增是 0。 */
  version: number
}

const DAYS = 14
const DAY_MS = 86_400_000
const PREFIX = 'tongtu-draft:'

export function draftKey(login: string, ledger: string, record: string): string {
  return `${PREFIX}${login}:${ledger}:${record || 'new'}`
}

export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
export interface Stores {
  local: Store
  session: Store
}

function split(values: Values, fields: readonly Field[]): [Values, Values] {
  const secret = new Set(fields.filter((it) => it.private).map((it) => it.name))
  const all = Object.entries(values)
  return [Object.fromEntries(all.filter(([name]) => !secret.has(name))), Object.fromEntries(all.filter(([name]) => secret.has(name)))]
}

/** 存下了是 true；本机存满了、不让存是 false：照常填，只是没有留底。 */
export function keepDraft(stores: Stores, key: string, draft: Draft, fields: readonly Field[]): boolean {
  const [open, secret] = split(draft.values, fields)
  const secretLines = new Set(fields.filter((it) => it.type === 'lines' && (it.private || it.fields?.some((sub) => sub.private))).map((it) => it.name))
  const lines = Object.entries(draft.lines)
  try {
    stores.local.setItem(key, JSON.stringify({ ...draft, values: open, lines: Object.fromEntries(lines.filter(([name]) => !secretLines.has(name))) }))
    stores.session.setItem(key, JSON.stringify({ values: secret, lines: Object.fromEntries(lines.filter(([name]) => secretLines.has(name))) }))
    return true
  } catch {
    return false
  }
}

export function readDraft(stores: Stores, key: string, now: number): Draft | null {
  try {
    const text = stores.local.getItem(key)
    if (!text) return null
    const draft = JSON.parse(text) as Draft
    if (typeof draft.at !== 'number' || now - draft.at > DAYS * DAY_MS) {
      dropDraft(stores, key)
      return null
    }
    const secret = JSON.parse(stores.session.getItem(key) ?? '{}') as Partial<Draft>
    return { ...draft, values: { ...draft.values, ...secret.values }, lines: { ...draft.lines, ...secret.lines } }
  } catch {
    return null
  }
}

export function dropDraft(stores: Stores, key: string): void {
  try {
    stores.local.removeItem(key)
    stores.session.removeItem(key)
  } catch {
    // 本机不让碰：没有可删的。
  }
}

/** 过了期的底，不论谁的，都清掉：共用的机器上不越积越多。 */
export function sweepDrafts(local: Storage, now: number): void {
  try {
    const keys = Array.from({ length: local.length }, (_, at) => local.key(at) ?? '').filter((it) => it.startsWith(PREFIX))
    for (const key of keys) {
      const at = (JSON.parse(local.getItem(key) ?? '{}') as Partial<Draft>).at
      if (typeof at !== 'number' || now - at > DAYS * DAY_MS) local.removeItem(key)
    }
  } catch {
    // 同上。
  }
}

interface State {
  values: Values
  lines: Lines
}

/** 和打开时比，动过的那些。 */
export function touchedOf(base: State, now: State): State {
  return { values: changedValues(base.values, now.values), lines: Object.fromEntries(Object.entries(now.lines).filter(([name, rows]) => !sameLines({ [name]: base.lines[name] ?? [] }, { [name]: rows }))) }
}

/** 一张表的底。上次的还没说要不要，这次填的另存一份，两份都不丢。 */
export class Keeper {
  private readonly slots: [string, string]
  private offers: { slot: string; draft: Draft }[] = []

  constructor(private readonly stores: Stores, key: string) {
    this.slots = [key, `${key}#2`]
  }

  /** 找上次没存完的，新的在前；base 是现在的样子，和它一样的不提。 */
  look(base: State, now: number): void {
    const found = this.slots.map((slot) => ({ slot, draft: readDraft(this.stores, slot, now) }))
    this.offers = found.flatMap(({ slot, draft }) => (draft && differs(base, draft) ? [{ slot, draft }] : [])).sort((one, other) => other.draft.at - one.draft.at)
  }

  /** 等人说要不要的那一份。 */
  get offered(): Draft | null {
    return this.offers[0]?.draft ?? null
  }

  /** 留底；没有改动的把底去掉。存不下是 false。 */
  keep(draft: Draft | null, fields: readonly Field[]): boolean {
    const [first] = this.offers
    const slot = first ? (this.slots.find((it) => it !== first.slot) ?? this.slots[0]) : this.slots[0]
    if (draft === null && this.offers.some((it) => it.slot === slot)) return true
    this.offers = this.offers.slice(0, 1)
    if (!first) dropDraft(this.stores, this.slots[1])
    if (draft === null) {
      dropDraft(this.stores, slot)
      return true
    }
    return keepDraft(this.stores, slot, draft, fields)
  }

  /** 接着填那一份。 */
  take(): Draft | null {
    const draft = this.offered
    this.offers = []
    return draft
  }

  /** 不要那一份；更早还有的接着问。 */
  forget(): void {
    const first = this.offers.shift()
    if (first) dropDraft(this.stores, first.slot)
  }

  /** 存进台账了，或者说了不存：都去掉。 */
  clear(): void {
    this.offers = []
    this.slots.forEach((slot) => dropDraft(this.stores, slot))
  }
}

function differs(base: State, draft: Draft): boolean {
  const made = touchedOf(base, { values: { ...base.values, ...draft.values }, lines: { ...base.lines, ...draft.lines } })
  return Object.keys(made.values).length > 0 || Object.keys(made.lines).length > 0
}

export const stores = {
  get local(): Storage {
    return window.localStorage
  },
  get session(): Storage {
    return window.sessionStorage
  },
}
