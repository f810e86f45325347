// 手机宽度：列表换成卡片，表单换成一栏。
import { onBeforeUnmount, ref, type Ref } from 'vue'

export function usePhone(): Ref<boolean> {
  const media = window.matchMedia('(max-width: 640px)')
  const phone = ref(media.matches)
  const sized = (): void => {
    phone.value = media.matches
  }
  media.addEventListener('change', sized)
  onBeforeUnmount(() => media.removeEventListener('change', sized))
  return phone
}
