// 读定义文件用的小 TOML 读法：只给假服务用，够读 defs/ 就行。日期读成字符串。

type Value = string | number | boolean | Value[] | Table
export interface Table {
  [key: string]: Value
}

export function parse(text: string): Table {
  let at = 0
  const root: Table = {}
  let here = root

  const fail = (what: string): never => {
    throw new Error(`toml: ${what} at ${text.slice(0, at).split('\n').length}`)
  }
  const blank = (lines: boolean): void => {
    for (;;) {
      const c = text[at]
      if (c === '#') while (at < text.length && text[at] !== '\n') at++
      else if (c === ' ' || c === '\t' || c === '\r' || (lines && c === '\n')) at++
      else return
    }
  }
  const key = (): string => {
    blank(false)
    if (text[at] === '"') return string()
    const match = /^[A-Za-z0-9_-]+/.exec(text.slice(at, at + 80))
    if (!match) return fail('key')
    at += match[0].length
    return match[0]
  }
  const path = (): string[] => {
    const parts = [key()]
    for (;;) {
      blank(false)
      if (text[at] !== '.') return parts
      at++
      parts.push(key())
    }
  }
  const string = (): string => {
    const quote = text[at]!
    if (text.startsWith(quote.repeat(3), at)) {
      const end = text.indexOf(quote.repeat(3), at + 3)
      const body = text.slice(at + 3, end).replace(/^\n/, '')
      at = end + 3
      return quote === '"' ? unescape(body) : body
    }
    let end = at + 1
    while (text[end] !== quote) end += quote === '"' && text[end] === '\\' ? 2 : 1
    const body = text.slice(at + 1, end)
    at = end + 1
    return quote === '"' ? unescape(body) : body
  }
  const unescape = (body: string): string =>
    body.replace(/\\(u[0-9a-fA-F]{4}|\r?\n\s*|.)/g, (_, c: string) =>
      c[0] === 'u' ? String.fromCharCode(parseInt(c.slice(1), 16)) : c === 'n' ? '\n' : c === 't' ? '\t' : /\s/.test(c) ? '' : c,
    )
  const value = (): Value => {
    blank(true)
    const c = text[at]
    if (c === '"' || c === "'") return string()
    if (c === '[') {
      at++
      const items: Value[] = []
      for (;;) {
        blank(true)
        if (text[at] === ']') return at++, items
        items.push(value())
        blank(true)
        if (text[at] === ',') at++
      }
    }
    if (c === '{') {
      at++
      const table: Table = {}
      for (;;) {
        blank(true)
        if (text[at] === '}') return at++, table
        const parts = path()
        blank(false)
        if (text[at++] !== '=') fail('=')
        put(table, parts, value())
        blank(true)
        if (text[at] === ',') at++
      }
    }
    const match = /^[^\s,\]}#]+/.exec(text.slice(at, at + 80))
    if (!match) return fail('value')
    at += match[0].length
    if (match[0] === 'true' || match[0] === 'false') return match[0] === 'true'
    return /^[-+]?[\d_]+(\.\d+)?$/.test(match[0]) ? Number(match[0].replace(/_/g, '')) : match[0]
  }
  const into = (table: Table, name: string): Table => {
    const had = table[name]
    if (Array.isArray(had)) return had[had.length - 1] as Table
    return (table[name] ??= {}) as Table
  }
  const put = (table: Table, parts: string[], it: Value): void => {
    const last = parts[parts.length - 1]!
    parts.slice(0, -1).reduce(into, table)[last] = it
  }

  for (;;) {
    blank(true)
    if (at >= text.length) return root
    if (text[at] === '[') {
      const many = text[at + 1] === '['
      at += many ? 2 : 1
      const parts = path()
      blank(false)
      at += many ? 2 : 1
      const parent = parts.slice(0, -1).reduce(into, root)
      const name = parts[parts.length - 1]!
      if (many) {
        const list = (parent[name] ??= []) as Value[]
        list.push({})
        here = list[list.length - 1] as Table
      } else here = into(parent, name)
      continue
    }
    const parts = path()
    blank(false)
    if (text[at++] !== '=') fail('=')
    put(here, parts, value())
  }
}
