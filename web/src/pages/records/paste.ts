// 从表格里粘来的一块：剪贴板文字切成格，认表头，对上字段。
import type { Field } from '@/api/types'

/** 切成行和格：认 Excel、WPS 的引号格（格里有换行、制表符、引号）。 */
export function parseBlock(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  let fresh = true
  const clean = text.replace(/\r\n?/g, '\n')
  for (let at = 0; at < clean.length; at++) {
    const mark = clean[at]!
    if (quoted) {
      if (mark === '"' && clean[at + 1] === '"') {
        cell += '"'
        at++
      } else if (mark === '"') quoted = false
      else cell += mark
    } else if (mark === '"' && fresh) {
      quoted = true
      fresh = false
    } else if (mark === '\t' || mark === '\n') {
      row.push(cell.trim())
      cell = ''
      fresh = true
      if (mark === '\n') {
        rows.push(row)
        row = []
      }
    } else {
      cell += mark
      fresh = false
    }
  }
  if (cell !== '' || row.length) rows.push([...row, cell.trim()])
  const width = rows.reduce((most, it) => Math.max(most, it.length), 0)
  return rows.filter((it) => it.some((each) => each !== '')).map((it) => [...it, ...Array<string>(width - it.length).fill('')])
}

/** 粘来的是一块（几行或几列），不是一个词。 */
export function isBlock(text: string): boolean {
  return /[\t\n]/.test(text.trim())
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/[\s*（(].*$/, '').replace(/\s/g, '').toLowerCase()
}

/** 头一行是不是表头：有一半以上的格是字段的名称。 */
export function isHeader(row: readonly string[], fields: readonly Field[]): boolean {
  const names = new Set(fields.map((it) => plain(it.label)))
  const cells = row.filter((it) => it !== '')
  return cells.length > 0 && cells.filter((it) => names.has(plain(it))).length * 2 > cells.length
}

/** 每一列是哪个字段；有表头照表头，没有就照表单的次序。空串是不要这一列。 */
export function matchColumns(header: readonly string[] | null, width: number, fields: readonly Field[]): string[] {
  if (!header) return Array.from({ length: width }, (_, at) => fields[at]?.name ?? '')
  const used = new Set<string>()
  return Array.from({ length: width }, (_, at) => {
    const found = fields.find((it) => plain(it.label) === plain(header[at] ?? '') && !used.has(it.name))
    if (found) used.add(found.name)
    return found?.name ?? ''
  })
}

/** 粘进明细：从 at 行、第 first 列起盖过去，不够的行补上。 */
export function pasteInto<Row extends Record<string, string | null>>(rows: readonly Row[], columns: readonly string[], at: number, first: number, block: readonly string[][]): Row[] {
  const out = rows.map((it) => ({ ...it }))
  block.forEach((cells, offset) => {
    const row = (out[at + offset] ??= {} as Row)
    cells.forEach((cell, column) => {
      const name = columns[first + column]
      if (name) (row as Record<string, string | null>)[name] = cell === '' ? null : cell
    })
  })
  return out
}
