// 在代码表里挑：名称里有、或代码开头的；一样的在前。
import type { CodeItem, OfferItem } from '@/api/types'

const MOST = 60

export function pickCodes(items: readonly CodeItem[], q: string): OfferItem[] {
  const words = q.trim().toLowerCase()
  const rank = (it: CodeItem): number => (it.label === q || it.code.toLowerCase() === words ? 0 : it.label.startsWith(q) ? 1 : 2)
  const found = words === '' ? [...items] : items.filter((it) => it.label.toLowerCase().includes(words) || it.code.toLowerCase().startsWith(words))
  if (words !== '') found.sort((one, other) => rank(one) - rank(other))
  return found.slice(0, MOST).map((it) => ({ value: it.code, label: it.label, times: 0 }))
}
