// 两个版本的一段话差在哪几个字：先去掉头尾相同的，中间按字找最长公共部分；太长就整段算换。

export interface Change {
  kind: 'same' | 'gone' | 'new'
  text: string
}

const MOST_CELLS = 4_000_000

function push(out: Change[], kind: Change['kind'], text: string): void {
  if (!text) return
  const last = out[out.length - 1]
  if (last?.kind === kind) last.text += text
  else out.push({ kind, text })
}

export function changes(before: string, after: string): Change[] {
  const [one, other] = [Array.from(before), Array.from(after)]
  let head = 0
  while (head < one.length && head < other.length && one[head] === other[head]) head++
  let tail = 0
  while (tail < one.length - head && tail < other.length - head && one[one.length - 1 - tail] === other[other.length - 1 - tail]) tail++
  const out: Change[] = []
  push(out, 'same', one.slice(0, head).join(''))
  middle(one.slice(head, one.length - tail), other.slice(head, other.length - tail), out)
  push(out, 'same', tail ? one.slice(-tail).join('') : '')
  return out
}

function middle(one: string[], other: string[], out: Change[]): void {
  if (one.length * other.length > MOST_CELLS || !one.length || !other.length) {
    push(out, 'gone', one.join(''))
    push(out, 'new', other.join(''))
    return
  }
  // longest[i][j]：one 从 i、other 从 j 起最长的公共部分。
  const width = other.length + 1
  const longest = new Uint32Array((one.length + 1) * width)
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0
  for (let i = one.length - 1; i >= 0; i--) {
    for (let j = other.length - 1; j >= 0; j--) longest[i * width + j] = one[i] === other[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  }
  let [i, j] = [0, 0]
  while (i < one.length && j < other.length) {
    if (one[i] === other[j]) {
      push(out, 'same', one[i] ?? '')
      i++
      j++
    } else if (at(i + 1, j) >= at(i, j + 1)) push(out, 'gone', one[i++] ?? '')
    else push(out, 'new', other[j++] ?? '')
  }
  push(out, 'gone', one.slice(i).join(''))
  push(out, 'new', other.slice(j).join(''))
}
