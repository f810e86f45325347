// 导入走到哪里、问题怎样归。
import type { Finding, Grade, Import, ImportState } from '@/api/types'

export const stateWords: Record<ImportState, string> = { reading: '正在核对', ready: '待确认', taking: '正在入库', taken: '已入库', failed: '读取失败' }

export function running(state: ImportState): boolean {
  return state === 'reading' || state === 'taking'
}

export function share(it: Pick<Import, 'done' | 'total'>): number {
  return it.total > 0 ? Math.min(1, it.done / it.total) : 0
}

/** 各等问题有几处。 */
export function counts(findings: readonly Finding[]): Record<Grade, number> {
  const out: Record<Grade, number> = { 必须修改: 0, 建议核实: 0, 可改进: 0 }
  for (const it of findings) out[it.grade]++
  return out
}

/** 问题出在哪一列：按列挑着看。 */
export function columnOf(finding: Finding): string {
  const { label, field, column } = finding.place
  return label || field || String(column ?? '')
}

/** 单元格的地址：C12；说整行的是“第 1 行”。 */
export function cellOf(finding: Finding): string {
  const { column, row } = finding.place
  const letters = typeof column === 'number' ? letterOf(column) : (column ?? '')
  if (row === undefined) return letters
  return letters ? `${letters}${row}` : `第 ${row} 行`
}

/** 第几列的字母：1 是 A，27 是 AA。 */
export function letterOf(column: number): string {
  let at = column
  let out = ''
  while (at > 0) {
    out = String.fromCharCode(65 + ((at - 1) % 26)) + out
    at = Math.floor((at - 1) / 26)
  }
  return out
}

export const READABLE = /\.(xlsx|xls|xlsm|ods|csv|txt)$/i
export const MOST_BYTES = 200 * 1024 * 1024

/** 能不能收：收不了说为什么。 */
export function refuse(file: { name: string; size: number }): string {
  if (!READABLE.test(file.name)) return `“${file.name}”不是表格，请用 xlsx、xls、et 另存的 xlsx、ods 或 csv。`
  if (file.size === 0) return `“${file.name}”是空的。`
  if (file.size > MOST_BYTES) return `“${file.name}”超过 200 MB，请分成几份。`
  return ''
}
