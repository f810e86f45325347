// 文稿里的问题标在哪几个字上：重叠的切开，没有字的（缺标点）标在前一个字上。
import type { DraftFinding, Grade } from '@/api/types'
import { gradeOrder } from '@/terms/words'

export interface Range {
  key: string
  grade: Grade
  start: number
  end: number
}

export interface Piece {
  text: string
  /** 标在这几个字上的问题，重的在前；空的就是平常的字。 */
  keys: string[]
  grade: Grade | null
}

/** 落在文字以内；空的撑成一个字。 */
function clamp(range: Range, length: number): Range {
  const start = Math.max(0, Math.min(range.start, length))
  const end = Math.max(start, Math.min(range.end, length))
  if (end > start) return { ...range, start, end }
  return start > 0 ? { ...range, start: start - 1, end: start } : { ...range, start: 0, end: Math.min(1, length) }
}

/** 把一段文字切成几块，每块上的问题都一样；接起来就是原文。 */
export function pieces(text: string, given: readonly Range[]): Piece[] {
  const ranges = given.map((it) => clamp(it, text.length)).filter((it) => it.end > it.start)
  const cuts = [...new Set([0, text.length, ...ranges.flatMap((it) => [it.start, it.end])])].sort((one, other) => one - other)
  const order = [...ranges].sort((one, other) => gradeOrder[one.grade] - gradeOrder[other.grade] || one.end - one.start - (other.end - other.start))
  const found: Piece[] = []
  for (let at = 0; at + 1 < cuts.length; at++) {
    const [from, until] = [cuts[at] ?? 0, cuts[at + 1] ?? 0]
    const here = order.filter((it) => it.start <= from && it.end >= until)
    found.push({ text: text.slice(from, until), keys: here.map((it) => it.key), grade: here[0]?.grade ?? null })
  }
  return found
}

export interface Filter {
  grade: '' | Grade
  family: string
  /** 忽略了的也看。 */
  dismissed: boolean
}

export function kept<F extends DraftFinding>(findings: readonly F[], filter: Filter): F[] {
  return findings.filter((it) => (!filter.grade || it.grade === filter.grade) && (!filter.family || it.family === filter.family) && (filter.dismissed || !it.dismissed))
}

/** 下一个、上一个；到头绕回来。 */
export function beside<F extends { key: string }>(findings: readonly F[], key: string, by: 1 | -1): F | undefined {
  if (!findings.length) return undefined
  const at = findings.findIndex((it) => it.key === key)
  if (at < 0) return by === 1 ? findings[0] : findings[findings.length - 1]
  return findings[(at + by + findings.length) % findings.length]
}
