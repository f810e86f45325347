// 全站的键。打字的时候不抢。

export function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null
  if (!element || !('tagName' in element)) return false
  return ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName) || element.isContentEditable === true
}

/** 给人看的键表。 */
export const keyWords: readonly [string, string][] = [
  ['/', '到搜索框'],
  ['Alt + M', '到左边菜单的“找台账”'],
  ['Alt + 0', '到正文'],
  ['Alt + W', '关掉当前标签'],
  ['Tab、Shift + Tab', '往前、往后走'],
  ['↑ ↓ Home End PageUp PageDown', '在表格里换行'],
  ['Enter', '打开这一行；表单里到下一格'],
  ['空格', '勾选这一行'],
  ['Ctrl + C', '复制勾选的行，贴到 Excel、WPS 里'],
  ['Alt + ← →（在表头上）', '调列宽'],
  ['Esc', '关掉对话框、收起菜单'],
  ['?', '看这张表'],
]
