// 和去年比的话：增加了多少、增长百分之几；占多少。数是字符串，用整数算，不经过浮点。
import type { LastYear } from '@/api/types'
import { thousands } from '@/terms/number'

interface Scaled {
  units: bigint
  places: number
}

/** 12.50 → 1250，两位小数；不是数返回 null。 */
function scaled(text: string | null | undefined): Scaled | null {
  const match = /^([-+−]?)(\d+)(?:\.(\d+))?$/.exec((text ?? '').replace(/,/g, ''))
  if (!match) return null
  const units = BigInt((match[2] ?? '') + (match[3] ?? ''))
  return { units: match[1] === '-' || match[1] === '−' ? -units : units, places: match[3]?.length ?? 0 }
}

function align(one: Scaled, other: Scaled): [bigint, bigint, number] {
  const places = Math.max(one.places, other.places)
  const raise = (it: Scaled): bigint => it.units * 10n ** BigInt(places - it.places)
  return [raise(one), raise(other), places]
}

function print(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  const rest = places ? digits.slice(-places).replace(/0+$/, '') : ''
  return (units < 0n ? '-' : '') + whole + (rest ? `.${rest}` : '')
}

/** “比去年同期增加 38 宗，增长 14.02%”；比率只说百分点。差和增长是服务端按没有舍入的数算的。 */
export function changeWords(last: LastYear | null, unit: string): string {
  if (!last || last.value === null) return '没有去年同期数'
  if (!last.change) return '与去年同期的单位不同，不能直接比'
  const { difference, percent } = last.change
  const where = direction(last)
  if (where === 'flat') return '与去年同期持平'
  const more = where === 'up'
  const size = thousands(difference.replace('-', ''))
  if (unit === '%') return `比去年同期${more ? '提高' : '降低'} ${size} 个百分点`
  const words = `比去年同期${more ? '增加' : '减少'} ${size} ${unit}`
  return percent === null ? words : `${words}，${more ? '增长' : '下降'} ${percent.replace('-', '')}%`
}

/** 升、降、平：给箭头用。 */
export function direction(last: LastYear | null): 'up' | 'down' | 'flat' | 'none' {
  const gap = last?.change?.difference
  if (gap === undefined) return 'none'
  if (/^-?0(\.0+)?$/.test(gap)) return 'flat'
  return gap.startsWith('-') ? 'down' : 'up'
}

/** 占多少：“62.5%”；分母是零返回空。 */
export function share(part: string, whole: string): string {
  const one = scaled(part)
  const other = scaled(whole)
  if (!one || !other || other.units === 0n) return ''
  const [a, b] = align(one, other)
  return `${print((a * 10_000n + b * 5n) / (b * 10n), 1)}%`
}

/** 横轴上的统计期：同一年的不写年，同一段的（都是上半年）只写年，写得下才不会被略去。 */
export function axisNames(titles: readonly string[]): string[] {
  const split = titles.map((it) => /^(\d{4}年)(.*)$/.exec(it))
  const same = (at: 1 | 2): boolean => titles.length > 1 && split.every((it) => it !== null && it[at] !== '' && it[at] === split[0]?.[at])
  if (same(1)) return split.map((it) => it?.[2] ?? '')
  if (same(2)) return split.map((it) => it?.[1] ?? '')
  return titles.map((it) => it.replace(/^\d{4}年(?=\d+月)/, ''))
}
