// 表格占满剩下的高度：上面的条件展开、收起，窗口变，都跟着变。
import { onActivated, onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

const LEAST_PX = 240

export function useFit(target: Ref<HTMLElement | null>, below_px: number): Ref<string> {
  const height = ref(`${LEAST_PX * 2}px`)

  function fit(): void {
    const root = target.value
    const main = root?.closest('main')
    if (!root || !main) return
    const top = root.getBoundingClientRect().top - main.getBoundingClientRect().top + main.scrollTop
    height.value = `${Math.max(LEAST_PX, Math.floor(main.clientHeight - top - below_px))}px`
  }

  let observer: ResizeObserver | undefined
  onMounted(() => {
    fit()
    observer = new ResizeObserver(fit)
    if (target.value?.parentElement) observer.observe(target.value.parentElement)
    const main = target.value?.closest('main')
    if (main) observer.observe(main)
    window.addEventListener('resize', fit)
  })
  onActivated(fit)
  onBeforeUnmount(() => {
    observer?.disconnect()
    window.removeEventListener('resize', fit)
  })
  return height
}
