// 页面里的表格、清单滚到了哪里：标签切走，浏览器就忘；回来照记下的摆。

const MOST = 200
const noted = new Map<Element, { left: number; top: number }>()

/** 接 scroll 事件（捕获）：谁滚了记谁。 */
export function noteScroll(event: Event): void {
  const at = event.target
  if (!(at instanceof Element) || !at.isConnected) return
  noted.delete(at)
  noted.set(at, { left: at.scrollLeft, top: at.scrollTop })
  const oldest = noted.keys().next().value
  if (noted.size > MOST && oldest) noted.delete(oldest)
}

/** 页面放回 root 里了：滚回原处。root 自己不算。 */
export function restoreScrolls(root: Element): void {
  for (const [element, { left, top }] of noted) {
    if (element === root || !root.contains(element)) continue
    element.scrollLeft = left
    element.scrollTop = top
  }
}
