// 问题在哪里：哪个文件、哪张表、第几行、哪一格。
import type { Place } from '@/api/types'

export function placeWords(place: Place): string {
  const parts: string[] = []
  if (place.file) parts.push(place.file)
  if (place.sheet) parts.push(`表“${place.sheet}”`)
  if (place.row !== undefined) parts.push(`第 ${place.row} 行`)
  if (place.line !== undefined) parts.push(`第 ${place.line} 行`)
  // 英文的字段名不给人看。
  const field = place.field && /[^\x20-\x7e]/.test(place.field) ? place.field : undefined
  const cell = place.label || field || place.name
  if (typeof place.column === 'number') parts.push(`第 ${place.column} 个字`)
  else if (cell) parts.push(place.column ? `${cell}（${place.column} 列）` : cell)
  else if (place.column) parts.push(`${place.column} 列`)
  return parts.join(' ')
}
