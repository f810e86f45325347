// 期限灯旁边的话：逾期几天、还有几天、停钟；没有灯就是不计时。
import type { LightState } from '@/api/types'

export function lightWords(light: Pick<LightState, 'text' | 'left'> | null | undefined): string {
  if (!light) return '不计时'
  const left = light.left.replace(/\s*(\d+)\s*/, ' $1 ').trim()
  if (!left) return light.text
  if (left.startsWith('逾期')) return left
  if (/^0 /.test(left)) return '今天到期'
  return light.text === '停钟' ? `停钟，还剩 ${left}` : `还有 ${left}`
}
