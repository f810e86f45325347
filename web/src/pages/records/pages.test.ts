import { describe, expect, it } from 'vitest'
import { Pages } from './pages'

function source(total: number, size: number) {
  const asked: (string | null)[] = []
  const pages = new Pages<number>(async (after, limit) => {
    asked.push(after)
    const from = after === null ? 0 : Number(after)
    const items = Array.from({ length: Math.min(limit, total - from) }, (_, at) => from + at)
    return { items, next: from + items.length < total ? String(from + items.length) : null }
  }, size)
  return { pages, asked }
}

describe('一页页取', () => {
  it('头一页只问一次，同时来两次也是', async () => {
    const { pages, asked } = source(25, 10)
    await Promise.all([pages.see(0, 1), pages.see(0, 1)])
    expect(asked).toEqual([null])
    expect(pages.length).toBe(10)
    expect(pages.at(9)).toBe(9)
    expect(pages.ended).toBe(false)
  })

  it('快到底了才取下一页，到底就不再问', async () => {
    const { pages, asked } = source(25, 10)
    await pages.see(0, 1)
    await pages.see(0, 8)
    await pages.see(10, 18)
    await pages.see(20, 25)
    expect(pages.length).toBe(25)
    expect(pages.ended).toBe(true)
    await pages.see(20, 25)
    expect(asked).toEqual([null, '10', '20'])
  })

  it('重取：行数、内容照新的，看着的地方不动；只重取在手的页', async () => {
    let rows = Array.from({ length: 25 }, (_, at) => at)
    const pages = new Pages<number>(async (after, limit) => {
      const from = after === null ? 0 : Number(after)
      const items = rows.slice(from, from + limit)
      return { items, next: from + items.length < rows.length ? String(from + items.length) : null }
    }, 10)
    for (const [from, until] of [[0, 1], [0, 10], [10, 20]] as const) await pages.see(from, until)
    expect(pages.length).toBe(25)
    rows = [100, ...rows].slice(0, 15)
    await pages.refresh()
    expect([pages.length, pages.at(0), pages.at(14), pages.at(15), pages.ended]).toEqual([15, 100, 13, undefined, true])
    rows = []
    await pages.refresh()
    expect([pages.length, pages.ended]).toEqual([0, true])
  })

  it('滚远了丢掉前面的，滚回来再取，行数不变', async () => {
    const { pages, asked } = source(1000, 10)
    for (let at = 0; at < 300; at += 8) await pages.see(at, at + 10)
    expect(pages.at(0)).toBeUndefined()
    expect(pages.held().length).toBeLessThan(160)
    const length = pages.length
    await pages.see(0, 10)
    expect(pages.at(0)).toBe(0)
    expect(pages.at(9)).toBe(9)
    expect(pages.length).toBe(length)
    expect(asked.filter((it) => it === null)).toHaveLength(2)
  })

  it('翻过三百页又回到头上：重取只取在手的，不把三百页全要回来', async () => {
    const { pages, asked } = source(5000, 10)
    for (let at = 0; at < 3000; at += 8) await pages.see(at, at + 10)
    await pages.see(0, 10)
    asked.length = 0
    await pages.refresh()
    expect(asked.length).toBeLessThan(10)
    expect(pages.held().length).toBeLessThan(160)
    expect([pages.at(0), pages.ended]).toEqual([0, false])
    await pages.see(pages.length - 5, pages.length)
    expect(pages.at(pages.length - 1)).toBe(pages.length - 1)
  })

  it('一张张卡片往下排（手机）：接着取，头一条还在', async () => {
    const { pages } = source(300, 10)
    await pages.see(0, 1)
    for (let n = 0; n < 20; n++) await pages.next()
    expect(pages.held()).toHaveLength(210)
    expect(pages.at(0)).toBe(0)
  })

  it('没有记录时一页都没有', async () => {
    const { pages } = source(0, 10)
    await pages.see(0, 1)
    expect(pages.length).toBe(0)
    expect(pages.ended).toBe(true)
  })
})
