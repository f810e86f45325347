// 一条留痕说成一句：谁、什么时候、对哪条记录、做了什么。
import type { AuditEntry } from '@/api/types'

export function actTitle(entry: Pick<AuditEntry, 'act_label' | 'step_label'>): string {
  return entry.step_label ? `${entry.act_label}：${entry.step_label}` : entry.act_label
}

export function target(entry: Pick<AuditEntry, 'ledger_title' | 'ledger' | 'key' | 'record'>): string {
  return [entry.ledger_title ?? entry.ledger, entry.key ?? entry.record].filter(Boolean).join(' ')
}

/** 散列只看头尾，够对得上就行。 */
export function shortHash(hash: string | null | undefined): string {
  if (!hash) return ''
  return hash.length > 20 ? `${hash.slice(0, 12)}…${hash.slice(-6)}` : hash
}

/** 筛选的动作；服务端的代号在前。 */
export const auditActs: readonly { act: string; label: string }[] = [
  { act: 'create', label: '新增' },
  { act: 'edit', label: '修改' },
  { act: 'move', label: '流转' },
  { act: 'withdraw', label: '撤销' },
  { act: 'import', label: '导入' },
  { act: 'undo', label: '撤回批次' },
  { act: 'attach', label: '附件' },
  { act: 'unmask', label: '看个人信息' },
  { act: 'export', label: '导出' },
  { act: 'seal', label: '签封' },
  { act: 'confirm', label: '零报告' },
  { act: 'desk', label: '账号和设置' },
]
