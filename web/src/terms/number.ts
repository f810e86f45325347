// 数：精确的数一直是字符串，从不经过浮点。表里有千分位，导出和公文里没有。

/** 12345.60 → 12,345.60；不是数就原样。 */
export function thousands(text: string | null | undefined): string {
  if (text === null || text === undefined || text === '') return ''
  const match = /^([-+−]?)(\d+)(\.\d+)?$/.exec(text)
  if (!match) return text
  return `${match[1]}${(match[2] ?? '').replace(/\B(?=(\d{3})+$)/g, ',')}${match[3] ?? ''}`
}

/** 除不尽的数只写六位小数，后面用省略号：104.635445… */
export function longNumber(text: string): string {
  const match = /^([-+]?\d+\.\d{6})\d+$/.exec(text)
  return match ? `${thousands(match[1])}…` : thousands(text)
}

/** 补足小数位（只补零，不舍入）：12.5 → 12.50。 */
export function places(text: string, count: number): string {
  const match = /^([-+]?\d+)(?:\.(\d+))?$/.exec(text)
  if (!match || count <= 0) return text
  const have = match[2] ?? ''
  return have.length >= count ? text : `${match[1]}.${have.padEnd(count, '0')}`
}

/** 金额，元：3000.5 → 3,000.50。 */
export function money(text: string | null | undefined): string {
  if (!text) return ''
  return thousands(places(text, 2))
}

/** 敲进来的数收拾一下：全角变半角，去掉千分位和空格；认不出返回 null。 */
export function tidyNumber(typed: string): string | null {
  const text = typed.trim().normalize('NFKC').replace(/[,，\s]/g, '')
  return /^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(text) ? text.replace(/^\+/, '').replace(/^(-?)\./, '$10.').replace(/\.$/, '') : null
}

/** 字节数给人看。 */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} KB`
  if (bytes < 1024 * 1024 * 1024) return `${(bytes / 1024 / 1024).toFixed(1)} MB`
  return `${(bytes / 1024 / 1024 / 1024).toFixed(2)} GB`
}
