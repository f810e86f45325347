// 打开着的页面（标签）。键是路径，不带查询：同一页换筛选还是同一个标签。
import { reactive } from 'vue'

export interface Tag {
  path: string
  /** 回到这一页时的完整地址。 */
  full: string
  title: string
  /** 关过又开的，页面要是新的。 */
  turn: number
}

const MOST = 12

/** 首页总在头一个。 */
export const tags = reactive<Tag[]>([{ path: '/', full: '/', title: '首页', turn: 0 }])
const turns = new Map<string, number>()

export function openTag(path: string, full: string, title: string): void {
  const had = tags.find((it) => it.path === path)
  if (had) {
    had.full = full
    return
  }
  tags.push({ path, full, title, turn: turns.get(path) ?? 0 })
  if (tags.length > MOST) {
    const oldest = tags.find((it) => it.path !== '/' && it.path !== path)
    if (oldest) closeTag(oldest.path)
  }
}

/** 回到这一页该去的地址：还开着的，连筛选一起回去。 */
export function lastAt(path: string): string {
  return tags.find((it) => it.path === path)?.full ?? path
}

/** 页面知道了自己的名字（记录的编号、台账的名称）。 */
export function nameTag(path: string, title: string): void {
  const had = tags.find((it) => it.path === path)
  if (had) had.title = title
}

/** 关掉，返回该去的地址；关的不是当前页也返回右邻或左邻。 */
export function closeTag(path: string): string {
  const at = tags.findIndex((it) => it.path === path)
  if (at < 0 || path === '/') return '/'
  tags.splice(at, 1)
  turns.set(path, (turns.get(path) ?? 0) + 1)
  return (tags[at] ?? tags[at - 1])?.full ?? '/'
}

export function turnOf(path: string): number {
  return turns.get(path) ?? 0
}
