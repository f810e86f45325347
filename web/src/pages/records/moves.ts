// 走一步要问什么：佐证、要改的字段、原因、附件、退到哪里。
import type { Field, Ledger, Move, MoveKind, OpenMove } from '@/api/types'
import { fieldOf } from './query'

export interface Asking {
  name: string
  label: string
  kind: MoveKind
  /** 必须有的。 */
  evidence: Field[]
  /** 可以一起改的。 */
  fields: Field[]
  reason: boolean
  attachment: boolean
  back_to: { state: string; label: string }[]
  to_label: string
}

function fieldsOf(ledger: Ledger, names: readonly string[]): Field[] {
  return [...new Set(names)].map((it) => fieldOf(ledger, it)).filter((it): it is Field => it !== undefined && it.type !== 'lines')
}

/** 服务端说的为准，缺的照定义补。 */
export function asking(ledger: Ledger, open: (OpenMove & { fields?: string[]; to?: string | null }) | Move): Asking {
  const def = ledger.workflow.moves.find((it) => it.name === open.name)
  const needs = 'needs' in open ? open.needs : open.evidence
  const evidence = [...needs, ...(def?.evidence ?? [])]
  const settable = [...(open.fields ?? []), ...(def?.fields ?? [])].filter((it) => !evidence.includes(it))
  const to = ledger.workflow.states.find((it) => it.name === (open.to ?? def?.to))
  return {
    name: open.name,
    label: open.label,
    kind: open.kind,
    evidence: fieldsOf(ledger, evidence),
    fields: fieldsOf(ledger, settable),
    reason: open.reason || open.kind === 'back',
    attachment: open.attachment,
    back_to: 'back_to' in open ? (open.back_to ?? []) : [],
    to_label: to?.label ?? '',
  }
}

/** 勾选的几条里，有哪几步能一起走；数字是能走的条数。 */
export function sharedMoves(ledger: Ledger, states: readonly string[]): { move: Move; count: number }[] {
  return ledger.workflow.moves
    .filter((it) => it.mine && it.kind !== 'back' && !it.attachment)
    .map((move) => ({ move, count: states.filter((state) => move.from.includes(state)).length }))
    .filter((it) => it.count > 0)
}
