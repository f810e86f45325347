// 流程一列：走过的每一步（谁、什么时候），和现在停在哪里、下一步可能去哪里。
import type { HistoryEntry, Ledger } from '@/api/types'

export interface FlowStep {
  label: string
  kind: 'done' | 'now' | 'next'
  who: string
  at: string
  note: string
}

/** 修订记录按时间先后排好：有的服务端新的在前。 */
export function ordered(items: readonly HistoryEntry[]): HistoryEntry[] {
  return [...items].sort((one, other) => one.seq - other.seq)
}

export function flowSteps(ledger: Ledger, state: string, items: readonly HistoryEntry[], withdrawn: boolean): FlowStep[] {
  const steps: FlowStep[] = ordered(items)
    .filter((it) => it.step || it.act === 'create' || it.act === 'withdraw' || it.act === 'import' || it.act === 'restore')
    .map((it) => ({ label: it.step_label ?? it.act_label, kind: 'done', who: it.who, at: it.at, note: it.reason ?? '' }))
  const now = ledger.workflow.states.find((it) => it.name === state)
  if (withdrawn) return [...steps, { label: '已撤销', kind: 'now', who: '', at: '', note: '' }]
  if (now) steps.push({ label: now.label, kind: 'now', who: '', at: '', note: now.closed ? '流程已结束' : '现在的状态' })
  if (now && !now.closed) {
    const next = ledger.workflow.moves.filter((it) => it.kind === 'step' && it.from.includes(state)).map((it) => it.label)
    if (next.length) steps.push({ label: [...new Set(next)].join('、'), kind: 'next', who: '', at: '', note: '下一步' })
  }
  return steps
}
