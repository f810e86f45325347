// 记录平常怎样排。
import type { Ledger } from '@/api/types'

/** 没点过排序时：有必填的日期就新的在前。 */
export function usualSort(ledger: Ledger): string {
  const date = ledger.dates.find((name) => ledger.list.includes(name) && ledger.fields.some((it) => it.name === name && it.required))
  return date ? `-${date}` : ''
}
