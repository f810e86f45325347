// 一页一页的记录：只往前取，取过的页记着游标；离得远的丢掉，滚回来再取。
import { shallowRef, type ShallowRef } from 'vue'
import type { RowSource } from '@/parts/grid'

export interface Fetched<Row> {
  items: Row[]
  next: string | null
}

/** 离看着的地方超过这么多页就丢。 */
const KEEP = 6

export class Pages<Row> implements RowSource<Row> {
  /** 每次变了换一个数，画面跟着它重画。 */
  readonly turn: ShallowRef<number> = shallowRef(0)
  readonly size: number
  private readonly ask: (after: string | null, limit: number) => Promise<Fetched<Row>>
  private kept: (Row[] | null)[] = []
  /** 第 n 页从哪个游标取；最后一个是下一页的，undefined 是到底了。 */
  private cursors: (string | null | undefined)[] = [null]
  private count = 0
  private asking = new Map<number, Promise<void>>()

  constructor(ask: (after: string | null, limit: number) => Promise<Fetched<Row>>, size = 100) {
    this.ask = ask
    this.size = size
  }

  /** 已经知道有几行。 */
  get length(): number {
    void this.turn.value
    return this.count
  }

  get ended(): boolean {
    void this.turn.value
    return this.cursors[this.kept.length] === undefined
  }

  at(index: number): Row | undefined {
    void this.turn.value
    return this.kept[Math.floor(index / this.size)]?.[index % this.size]
  }

  /** 正看着 from 到 until 行：缺的补上，快到底了取下一页，远的丢掉。 */
  async see(from: number, until: number): Promise<void> {
    const first = Math.max(0, Math.floor(from / this.size))
    const last = Math.floor(Math.max(from, until - 1) / this.size)
    const wants: Promise<void>[] = []
    for (let page = first; page <= Math.min(last, this.kept.length - 1); page++) {
      if (!this.kept[page]) wants.push(this.fetch(page))
    }
    if (until >= this.count - this.size / 2 && this.cursors[this.kept.length] !== undefined) wants.push(this.fetch(this.kept.length))
    for (let page = 0; page < this.kept.length; page++) {
      if (page < first - KEEP || page > last + KEEP) this.kept[page] = null
    }
    await Promise.all(wants)
  }

  /** 接着取一页，在手的一页不丢。 */
  next(): Promise<void> {
    return this.fetch(this.kept.length)
  }

  /** 记录变了：在手的页照原来的次序重取一遍，看着的地方不动；取不到就还是旧的。往下翻过、已经丢掉的不取回来，再翻到时再取。 */
  async refresh(): Promise<void> {
    const first = this.kept.findIndex((it) => it !== null)
    let last = this.kept.length - 1
    while (last > first && this.kept[last] === null) last--
    if (first < 0 || this.asking.size) return
    const fresh: Row[][] = []
    const cursors: (string | undefined)[] = []
    let cursor = this.cursors[first]
    for (let page = first; page <= last && cursor !== undefined; page++) {
      const got: Fetched<Row> = await this.ask(cursor, this.size)
      fresh.push(got.items)
      cursor = got.next ?? undefined
      cursors.push(cursor)
    }
    const end = first + fresh.length
    this.kept = [...this.kept.slice(0, first), ...fresh]
    this.cursors = [...this.cursors.slice(0, first + 1), ...cursors]
    this.count = first * this.size + fresh.reduce((sum, it) => sum + it.length, 0)
    if (end) this.turn.value++
  }

  /** 在手的行（勾选、打印用）。 */
  held(): Row[] {
    return this.kept.flatMap((it) => it ?? [])
  }

  private fetch(page: number): Promise<void> {
    const going = this.asking.get(page)
    if (going) return going
    const cursor = this.cursors[page]
    if (cursor === undefined) return Promise.resolve()
    const promise = this.ask(cursor, this.size)
      .then((got) => {
        const fresh = page === this.kept.length
        this.kept[page] = got.items
        if (fresh) {
          this.count += got.items.length
          this.cursors[page + 1] = got.next ?? undefined
        }
        this.turn.value++
      })
      .finally(() => this.asking.delete(page))
    this.asking.set(page, promise)
    return promise
  }
}
