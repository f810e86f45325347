// 待办怎样归拢：红在前，再黄、绿、不计时；各有几件说成话。
import type { Color, Todo } from '@/api/types'

export function colorOf(item: Pick<Todo, 'light'>): Color {
  return item.light?.color ?? 'grey'
}

const ORDER: Record<Color, number> = { red: 0, yellow: 1, green: 2, grey: 3 }

export function byUrgency(items: readonly Todo[]): Todo[] {
  return [...items].sort(
    (one, other) => ORDER[colorOf(one)] - ORDER[colorOf(other)] || (one.due ?? '9999').localeCompare(other.due ?? '9999'),
  )
}

export interface Tally {
  color: Color
  words: string
  count: number
}

const WORDS: Record<Color, string> = { red: '逾期', yellow: '临期', green: '期限内', grey: '不计时' }

/** 首页只列最急的几件：没列全时，只有比末一件更急的灯数得准，别的不报数。 */
export function tally(items: readonly Todo[], total: number): Tally[] {
  const last = items[items.length - 1]
  const known = items.length >= total || !last ? 4 : ORDER[colorOf(last)]
  return (Object.keys(ORDER) as Color[]).flatMap((color) => {
    const count = items.filter((it) => colorOf(it) === color).length
    return count && ORDER[color] < known ? [{ color, words: WORDS[color], count }] : []
  })
}

/** 一件事叫什么：编号在前，事由在后；事由就是编号的不说两遍。 */
export function name(item: Pick<Todo, 'key' | 'summary'>): string {
  if (!item.summary || item.summary === item.key) return item.key
  return item.summary.includes(item.key) ? item.summary : `${item.key}　${item.summary}`
}
