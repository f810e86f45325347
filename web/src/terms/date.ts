// 日子和时刻：表里 2021-07-02，文里 2021年7月2日，和公文、统计期的写法一样。

const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'] as const

export interface DayParts {
  year: number
  month: number
  day: number
}

export function parseDay(text: string): DayParts | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(text)
  if (!match) return null
  const parts = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) }
  return isDay(parts) ? parts : null
}

export function isDay({ year, month, day }: DayParts): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

export function formatDay({ year, month, day }: DayParts): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** 周几：“五”。 */
export function weekday(text: string): string {
  const parts = parseDay(text)
  if (!parts) return ''
  return WEEKDAYS[new Date(Date.UTC(parts.year, parts.month - 1, parts.day)).getUTCDay()] ?? ''
}

/** 2021年7月2日。 */
export function longDay(text: string): string {
  const parts = parseDay(text)
  return parts ? `${parts.year}年${parts.month}月${parts.day}日` : text
}

/** 时刻到分：2021-07-02 09:30。 */
export function minute(text: string | null | undefined): string {
  if (!text) return ''
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})/.exec(text)
  return match ? `${match[1]} ${match[2]}` : text
}

const NEAR: Record<number, string> = { [-1]: '昨天', 0: '今天', 1: '明天' }

/** 一班从几点到几点，照 today 说昨天、今天、明天：“今天 08:30 到明天 08:30”；同一天只说一次。 */
export function span(from: string | null | undefined, until: string | null | undefined, today: string): string {
  const near = (text: string): string => {
    const days = daysBetween(today, text)
    return (days === null ? undefined : NEAR[days]) ?? text.slice(0, 10)
  }
  const said = (text: string): string => (text.length > 10 ? `${near(text)} ${text.slice(11)}` : text)
  const one = minute(from)
  const other = minute(until)
  if (!one || !other || one === other) return said(one || other)
  const same = one.slice(0, 10) === other.slice(0, 10) && one.length > 10
  const end = same ? other.slice(11) : said(other)
  return `${said(one)} 到${/^\d/.test(end) ? ' ' : ''}${end}`
}

/** 统计期给人看：2021-06 → 2021年6月，2021H1 → 2021年上半年，2021Q2 → 2021年第二季度，2021 → 2021年；别的原样。 */
export function periodWords(text: string): string {
  const match = /^(\d{4})(?:-(\d{2})|H([12])|Q([1-4]))?$/.exec(text)
  if (!match) return text
  const [, year, month, half, quarter] = match
  if (month) return `${year}年${Number(month)}月`
  if (half) return `${year}年${half === '1' ? '上' : '下'}半年`
  return quarter ? `${year}年第${'一二三四'[Number(quarter) - 1]}季度` : `${year}年`
}

export function addDays(text: string, days: number): string {
  const parts = parseDay(text)
  if (!parts) return text
  const at = new Date(Date.UTC(parts.year, parts.month - 1, parts.day + days))
  return formatDay({ year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() })
}

/** 从 from 到 until 差几天；正数是还有几天。 */
export function daysBetween(from: string, until: string): number | null {
  const one = parseDay(from)
  const other = parseDay(until)
  if (!one || !other) return null
  const at = (it: DayParts): number => Date.UTC(it.year, it.month - 1, it.day)
  return Math.round((at(other) - at(one)) / 86_400_000)
}

/** 敲进来的日期收拾成 2021-07-02：认 0702、20210702、7.2、7月2日、2021/7/2；认不出返回 null。 */
export function tidyDay(typed: string, today: string): string | null {
  const text = typed.trim().normalize('NFKC')
  const year = parseDay(today)?.year ?? new Date().getFullYear()
  const patterns: [RegExp, (match: RegExpExecArray) => DayParts][] = [
    [/^(\d{4})(\d{2})(\d{2})$/, (m) => day(m[1], m[2], m[3])],
    [/^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/, (m) => day(m[1], m[2], m[3])],
    [/^(\d{2})(\d{2})$/, (m) => day(String(year), m[1], m[2])],
    [/^(\d{1,2})[-/.月](\d{1,2})[日号]?$/, (m) => day(String(year), m[1], m[2])],
  ]
  for (const [pattern, make] of patterns) {
    const match = pattern.exec(text)
    if (!match) continue
    const parts = make(match)
    return isDay(parts) ? formatDay(parts) : null
  }
  return null
}

function day(year: string | undefined, month: string | undefined, day: string | undefined): DayParts {
  return { year: Number(year), month: Number(month), day: Number(day) }
}

/** 钟点收拾成 HH:MM:SS：认 0930、9:30、9点30分。 */
export function tidyTime(typed: string): string | null {
  const text = typed.trim().normalize('NFKC')
  const match = /^(\d{1,2})(?::|点)?(\d{2})?(?:分)?(?::?(\d{2})秒?)?$/.exec(text)
  if (!match) return null
  const [hour, minutes, seconds] = [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)]
  if (hour > 23 || minutes > 59 || seconds > 59) return null
  return [hour, minutes, seconds].map((it) => String(it).padStart(2, '0')).join(':')
}
