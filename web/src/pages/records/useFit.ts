// 表格占满剩下的高度：上面的条件展开、收起，窗口变，都跟着变。
import { nextTick, onActivated, onBeforeUnmount, ref, watch, type Ref } from 'vue'

const LEAST_PX = 240

export function useFit(target: Ref<HTMLElement | null>, below_px: number): Ref<string> {
  const height = ref(`${LEAST_PX * 2}px`)

  function fit(): void {
    const root = target.value
    const main = root?.closest('main')
    if (!root || !main || root.offsetParent === null) return
    const top = root.getBoundingClientRect().top - main.getBoundingClientRect().top + main.scrollTop
    height.value = `${Math.max(LEAST_PX, Math.floor(main.clientHeight - top - below_px))}px`
  }

  const observer = new ResizeObserver(fit)
  watch(target, async (root) => {
    observer.disconnect()
    await nextTick()
    const parent = root?.parentElement
    if (!root || !parent) return
    // 上面哪一块变高变矮，都要重算；自己除外。
    observer.observe(parent)
    for (const it of parent.children) if (it !== root) observer.observe(it)
    fit()
  })
  window.addEventListener('resize', fit)
  onActivated(fit)
  onBeforeUnmount(() => {
    observer.disconnect()
    window.removeEventListener('resize', fit)
  })
  return height
}
