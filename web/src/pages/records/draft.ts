// 填了一半的表：随填随存在本机，按人、按台账分开；个人信息只留在这个窗口里，关了就没。
import type { Field, Lines, Values } from '@/api/types'

export interface Draft {
  values: Values
  lines: Lines
  /** 存的时刻，毫秒。 */
  at: number
  /** 改的是第几版；新增是 0。 */
  version: number
}

const DAYS = 14
const DAY_MS = 86_400_000

export function draftKey(login: string, ledger: string, record: string): string {
  return `tongtu-draft:${login}:${ledger}:${record || 'new'}`
}

export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

function split(values: Values, fields: readonly Field[]): [Values, Values] {
  const secret = new Set(fields.filter((it) => it.private).map((it) => it.name))
  const all = Object.entries(values)
  return [Object.fromEntries(all.filter(([name]) => !secret.has(name))), Object.fromEntries(all.filter(([name]) => secret.has(name)))]
}

export function keepDraft(stores: { local: Store; session: Store }, key: string, draft: Draft, fields: readonly Field[]): void {
  const [open, secret] = split(draft.values, fields)
  const secretLines = new Set(fields.filter((it) => it.type === 'lines' && (it.private || it.fields?.some((sub) => sub.private))).map((it) => it.name))
  const lines = Object.entries(draft.lines)
  try {
    stores.local.setItem(key, JSON.stringify({ ...draft, values: open, lines: Object.fromEntries(lines.filter(([name]) => !secretLines.has(name))) }))
    stores.session.setItem(key, JSON.stringify({ values: secret, lines: Object.fromEntries(lines.filter(([name]) => secretLines.has(name))) }))
  } catch {
    // 本机存满了或不让存：照常填，只是不留底。
  }
}

export function readDraft(stores: { local: Store; session: Store }, key: string, now: number): Draft | null {
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

export function dropDraft(stores: { local: Store; session: Store }, key: string): void {
  try {
    stores.local.removeItem(key)
    stores.session.removeItem(key)
  } catch {
    // 同上。
  }
}

export const stores = {
  get local(): Store {
    return window.localStorage
  },
  get session(): Store {
    return window.sessionStorage
  },
}
