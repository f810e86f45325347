// 页面切走是留着的（KeepAlive）：回来时重取，走了的不再听键盘。
import { getCurrentInstance, onActivated, onBeforeUnmount, onDeactivated, onMounted } from 'vue'

/** 走开过再回来时做一次；头一次打开不算。页面里后来才画的部件也算得准。 */
export function useReturn(back: () => unknown): void {
  let left = false
  onDeactivated(() => (left = true))
  onActivated(() => {
    if (!left) return
    left = false
    void back()
  })
}

/** 这个部件在不在眼前的页上：切走的页整个从文档里取下来放着。 */
export function useShown(): () => boolean {
  const instance = getCurrentInstance()
  return () => (instance?.vnode.el as Node | null)?.isConnected === true
}

/** 全页的键：只在这一页看得见的时候归它。 */
export function useKeys(keyed: (event: KeyboardEvent) => void): void {
  const shown = useShown()
  const heard = (event: KeyboardEvent): void => {
    if (shown()) keyed(event)
  }
  onMounted(() => document.addEventListener('keydown', heard))
  onBeforeUnmount(() => document.removeEventListener('keydown', heard))
}
