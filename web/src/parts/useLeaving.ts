// 框里写了字还没有办：要关的时候先问一句，写的不会一按 Esc 就没了。
import { ref, watch, type Ref } from 'vue'

export function useLeaving(unsaved: () => boolean) {
  /** 正在问“还关不关”。 */
  const asking: Ref<boolean> = ref(false)
  watch(unsaved, (now) => {
    if (!now) asking.value = false
  })

  /** 按了 Esc：没写字的可以关；写了字的先问，问着又按的，是接着写。 */
  function leave(): boolean {
    if (!unsaved()) return true
    asking.value = !asking.value
    return false
  }

  return { asking, leave }
}
