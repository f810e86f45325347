// 明细各行的身份：删一行、插一行，别的行的输入框不换人。

export interface RowKeys {
  of(index: number): number
  insert(index: number): void
  remove(index: number): void
}

export function keyed(): RowKeys {
  const keys: number[] = []
  let next = 1
  return {
    of(index) {
      while (keys.length <= index) keys.push(next++)
      return keys[index]!
    },
    insert: (index) => void keys.splice(index, 0, next++),
    remove: (index) => void keys.splice(index, 1),
  }
}

export function copied<Row extends object>(rows: readonly Row[], index: number): Row[] {
  const row = rows[index]
  return row ? [...rows.slice(0, index + 1), { ...row }, ...rows.slice(index + 1)] : [...rows]
}

export function removed<Row>(rows: readonly Row[], index: number): Row[] {
  return rows.filter((_, at) => at !== index)
}
