// 最小的 zip：读出各件、写成一个（不压缩）。走法里拿它改模板、看下载来的 docx、xlsx。
import { crc32, inflateRawSync } from 'node:zlib'

/** 读：件名 → 字节。 */
export function unzip(bytes) {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0) throw new Error('不是 zip')
  const parts = new Map()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const method = bytes.readUInt16LE(at + 10)
    const packed = bytes.readUInt32LE(at + 20)
    const named = bytes.readUInt16LE(at + 28)
    const name = bytes.toString('utf8', at + 46, at + 46 + named)
    const local = bytes.readUInt32LE(at + 42)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const raw = bytes.subarray(start, start + packed)
    parts.set(name, method === 8 ? inflateRawSync(raw) : raw)
    at += 46 + named + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return parts
}

/** 写：都不压缩。 */
export function zip(parts) {
  const files = []
  const heads = []
  let offset = 0
  for (const [name, given] of parts) {
    const data = Buffer.from(given)
    const words = Buffer.from(name, 'utf8')
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(20, 0)
    shared.writeUInt16LE(0x0800, 2)
    shared.writeUInt16LE(0x21, 8)
    shared.writeUInt32LE(crc32(data), 10)
    shared.writeUInt32LE(data.length, 14)
    shared.writeUInt32LE(data.length, 18)
    shared.writeUInt16LE(words.length, 22)
    files.push(Buffer.from('PK\x03\x04', 'latin1'), shared, words, data)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    heads.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), shared, tail, words)
    offset += 30 + words.length + data.length
  }
  const head = Buffer.concat(heads)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.size ?? parts.length, 4)
  end.writeUInt16LE(parts.size ?? parts.length, 6)
  end.writeUInt32LE(head.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...files, head, Buffer.from('PK\x05\x06', 'latin1'), end])
}

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

/** 在模板头一张表里从第 from 行起填几行文字。 */
export function filled(template, rows, from = 2) {
  const parts = unzip(template)
  const name = 'xl/worksheets/sheet1.xml'
  const sheet = parts.get(name).toString('utf8')
  const column = (n) => (n < 26 ? String.fromCharCode(65 + n) : String.fromCharCode(64 + Math.floor(n / 26)) + String.fromCharCode(65 + (n % 26)))
  const cells = (row, at) => row.map((text, n) => (text === '' ? '' : `<c r="${column(n)}${at}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`)).join('')
  const more = rows.map((row, n) => `<row r="${from + n}">${cells(row, from + n)}</row>`).join('')
  parts.set(name, Buffer.from(sheet.includes('</sheetData>') ? sheet.replace('</sheetData>', `${more}</sheetData>`) : sheet.replace('<sheetData/>', `<sheetData>${more}</sheetData>`)))
  return zip(parts)
}
