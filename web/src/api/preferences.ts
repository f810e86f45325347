// 偏好几个窗口都在改：我改过的照我的，没动过的照服务端现在的；一层层往下看，列表、文字整个算。

type Tree = Record<string, unknown>

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value)
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
const tree = (value: unknown): Tree => (isTree(value) ? value : {})

/** base 是改之前的，mine 是我改成的，now 是服务端现在的。 */
export function combined(base: Tree, mine: Tree, now: Tree): Tree {
  const out: Tree = {}
  for (const key of new Set([...Object.keys(now), ...Object.keys(mine)])) {
    const [was, wanted, stands] = [base[key], mine[key], now[key]]
    const value = same(was, wanted) ? stands : isTree(wanted) ? combined(tree(was), wanted, tree(stands)) : wanted
    if (value !== undefined) out[key] = value
  }
  return out
}
