// 记录平常怎样排。
import type { Ledger } from '@/api/types'

/** 没点过排序时的次序：照定义，多半是新的在前。 */
export function usualSort(ledger: Ledger): string {
  return ledger.sort ?? ''
}
