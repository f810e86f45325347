// 国务院办公厅放假通知的正文识别成表：粘进来就有，人只核对。认不出的行照样留给人填。
export interface OffBlock {
  name: string
  from: string
  to: string
}

export interface WorkDay {
  name: string
  day: string
}

export interface NoticeDraft {
  year: number | null
  cite: string
  off: OffBlock[]
  work: WorkDay[]
  /** 通知写的天数和日子对不上的。 */
  doubts: string[]
}

const two = (n: number | string): string => String(n).padStart(2, '0')

/** 一年里的某月某日；没有这一天的给空。 */
function day(year: number, month: number, date: number): string {
  const text = `${year}-${two(month)}-${two(date)}`
  const read = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(read.getTime()) && read.getUTCDate() === date ? text : ''
}

export function span(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000) + 1
}

/** “一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。” */
export function readNotice(typed: string, otherwise: number | null = null): NoticeDraft {
  const text = typed.normalize('NFKC').replace(/[ \t]/g, '').replaceAll('(', '（').replaceAll(')', '）')
  const number = /国办发明电[〔\[（]\d{4}[〕\]）]\d+号/.exec(text)?.[0].replace(/[[（]/, '〔').replace(/[\]）]/, '〕') ?? ''
  const title = /国务院办公厅关于(\d{4})年部分节假日安排的通知/.exec(text.replaceAll('\n', ''))
  const said = title?.[1] ?? /(\d{4})年(?:元旦|部分节假日)/.exec(text)?.[1]
  const year = said ? Number(said) : otherwise
  const out: NoticeDraft = { year, cite: title ? `${title[0]}${number ? `（${number}）` : ''}` : number, off: [], work: [], doubts: [] }
  if (year === null) return out
  for (const line of text.split('\n')) {
    const head = /^(?:[一二三四五六七八九十]+、)?([\u4e00-\u9fff、]{2,8}):(.*)$/.exec(line.trim())
    if (!head) continue
    const name = head[1] ?? ''
    const rest = (head[2] ?? '').replace(/（[^（）]*）/g, '')
    // 放假在前，上班在后，句号隔开；“1月1日至3日”“2月15日至23日”“9月25日至27日”“10月31日至11月2日”。
    for (const sentence of rest.split(/[。;]/)) {
      const off = /(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:至(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日)?放假(?:[^,]*)?(?:,共(\d+)天)?/.exec(sentence)
      if (off) {
        const month = Number(off[2])
        const first = off[1] ? Number(off[1]) : year
        const from = day(first, month, Number(off[3]))
        const endMonth = off[5] ? Number(off[5]) : month
        const to = off[6] ? day(off[4] ? Number(off[4]) : first, endMonth, Number(off[6])) : from
        out.off.push({ name, from, to })
        if (off[7] && from && to && span(from, to) !== Number(off[7])) out.doubts.push(`${name}：通知写共 ${off[7]} 天，${from} 至 ${to} 是 ${span(from, to)} 天`)
      } else if (sentence.includes('上班')) {
        for (const found of sentence.matchAll(/(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日/g)) out.work.push({ name, day: day(found[1] ? Number(found[1]) : year, Number(found[2]), Number(found[3])) })
      }
    }
  }
  return out
}
