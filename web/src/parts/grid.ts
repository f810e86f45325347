// 表格的算法，和画法分开：只画看得见的行、排序的写法、键盘走到哪一行。

export interface Column {
  key: string
  title: string
  /** 像素。 */
  width: number
  align?: 'start' | 'end'
  sortable?: boolean
  /** 左边固定不动。 */
  pinned?: boolean
}

/** 一页页取的行：还没取到的是 undefined。 */
export interface RowSource<Row> {
  readonly length: number
  at(index: number): Row | undefined
}

export interface Window {
  from: number
  until: number
  above_px: number
  below_px: number
}

const SPARE = 8

/** 滚到 top 时要画哪些行；上下各多画几行。 */
export function visible(count: number, row_px: number, top_px: number, height_px: number): Window {
  if (row_px <= 0) return { from: 0, until: count, above_px: 0, below_px: 0 }
  const from = Math.max(0, Math.min(count, Math.floor(top_px / row_px) - SPARE))
  const until = Math.min(count, Math.ceil((top_px + height_px) / row_px) + SPARE)
  return { from, until: Math.max(from, until), above_px: from * row_px, below_px: (count - Math.max(from, until)) * row_px }
}

export type Direction = 'ascending' | 'descending'

/** “-filed_on,no” 里第一列怎么排。 */
export function sortOf(sort: string, key: string): Direction | 'none' {
  const first = sort.split(',').find((it) => it.replace(/^-/, '') === key)
  if (first === undefined) return 'none'
  return first.startsWith('-') ? 'descending' : 'ascending'
}

/** 点一次升序，再点降序，第三次不排。 */
export function nextSort(sort: string, key: string): string {
  const now = sortOf(sort, key)
  if (now === 'none') return key
  return now === 'ascending' ? `-${key}` : ''
}

/** 方向键之后的行号。 */
export function step(key: string, at: number, count: number, page: number): number | null {
  if (count === 0) return null
  const last = count - 1
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, at + 1)
    case 'ArrowUp':
      return Math.max(0, at - 1)
    case 'PageDown':
      return Math.min(last, at + page)
    case 'PageUp':
      return Math.max(0, at - page)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return null
  }
}
