// 一段话：文字和数交替。文字可以改，数只能原样留着或整个去掉，不能敲出来。
import type { Block, EditedRun, OfferedFigure, Run, Slot } from '@/api/types'

export const isSlot = (run: Run): run is { slot: Slot } => 'slot' in run

/** 标题的序号：程序排的，不在里面改。 */
export const numberOf = (runs: readonly Run[]): Run[] => runs.filter((it) => !isSlot(it) && it.number)
export const words = (runs: readonly Run[]): Run[] => runs.filter((it) => isSlot(it) || !it.number)

/** 印出来的样子。 */
export function plain(runs: readonly Run[]): string {
  return runs.map((it) => (isSlot(it) ? it.slot.printed : it.text)).join('')
}

/** 相邻的文字并起来，空的去掉；比较、保存都用这个样子。 */
export function tidy(runs: readonly Run[]): Run[] {
  const out: Run[] = []
  for (const run of runs) {
    if (isSlot(run)) {
      out.push(run)
      continue
    }
    if (!run.text) continue
    const last = out[out.length - 1]
    if (run.number) out.push({ text: run.text, number: true })
    else if (last && !isSlot(last) && !last.number) out[out.length - 1] = { text: last.text + run.text }
    else out.push({ text: run.text })
  }
  return out
}

export function same(one: readonly Run[], other: readonly Run[]): boolean {
  const key = (runs: readonly Run[]): string => JSON.stringify(tidy(runs).map((it) => (isSlot(it) ? { slot: it.slot.id } : it)))
  return key(one) === key(other)
}

export const slots = (runs: readonly Run[]): Slot[] => runs.filter(isSlot).map((it) => it.slot)

/** 改的时候去掉了哪些数。 */
export function lost(before: readonly Run[], after: readonly Run[]): Slot[] {
  const left = slots(after).map((it) => it.id)
  return slots(before).filter((it) => {
    const at = left.indexOf(it.id)
    if (at < 0) return true
    left.splice(at, 1)
    return false
  })
}

const digits = (runs: readonly Run[]): string[] => runs.flatMap((it) => (isSlot(it) || it.number ? [] : (it.text.match(/[0-9０-９]+(?:[.．][0-9０-９]+)?/g) ?? [])))

/** 手敲进去的数：没有出处，报告校核会拦。 */
export function typedNumbers(before: readonly Run[], after: readonly Run[]): string[] {
  const had = digits(before)
  return digits(after).filter((it) => {
    const at = had.indexOf(it)
    if (at < 0) return true
    had.splice(at, 1)
    return false
  })
}

/** 采纳改法：印出来的第 start 到 end 个字换成 fix；碰到数的不换，返回 null。 */
export function applyFix(runs: readonly Run[], start: number, end: number, fix: string): Run[] | null {
  let at = 0
  let done = false
  const out = runs.map((run): Run => {
    const from = at
    at += isSlot(run) ? run.slot.printed.length : run.text.length
    if (done || isSlot(run) || run.number || start < from || end > at) return run
    // 空的一截（补字）正好在两块之间时，归到前一块文字。
    done = true
    return { text: run.text.slice(0, start - from) + fix + run.text.slice(end - from) }
  })
  return done ? tidy(out) : null
}

/** 问题还对得上原文才采纳：引的字就在那里。 */
export function stands(runs: readonly Run[], start: number, end: number, quote: string): boolean {
  return !quote || plain(runs).slice(start, end) === quote
}

/** 从改的地方读回来：文字照读，数按编号找回原来那个，别的一概当文字。 */
export function fromDom(root: Node, known: ReadonlyMap<string, Slot>): Run[] {
  const out: Run[] = []
  const walk = (node: Node): void => {
    node.childNodes.forEach((child) => {
      if (child.nodeType === 3) {
        out.push({ text: (child.textContent ?? '').replace(/[\u200b\r\n]/g, '').replace(/\u00a0/g, ' ') })
        return
      }
      const id = (child as HTMLElement).dataset?.slot
      const slot = id === undefined ? undefined : known.get(id)
      if (slot) out.push({ slot })
      else walk(child)
    })
  }
  walk(root)
  return tidy(out)
}

// ── 插入的数 ──────────────────────────────────────────

/** 刚插入、还没保存的：存了才由服务端给编号。 */
const FRESH = 'new:'
let count = 0

/** 查到的数按选的写法做成锁住的签。 */
export function freshSlot(figure: OfferedFigure, form: string, period: string): Slot {
  const printed = figure.forms.find((it) => it.form === form)?.printed ?? ''
  count += 1
  // 没保存的会在本机留一份：下回打开再插，编号也不能撞上。
  return { id: `${FRESH}${Date.now().toString(36)}-${count}`, kind: 'figure', title: figure.title, printed, value: figure.value, unit: figure.unit, records: figure.records, period, gap: false, own: true, figure: figure.id, form }
}

/** 存的时候交什么：文字照写，原有的数交编号，刚插入的交是哪个数、怎么写、哪一期查的。 */
export function sent(runs: readonly Run[]): EditedRun[] {
  return runs.map((it) => {
    if (!isSlot(it)) return it
    const { id, figure, form, period } = it.slot
    return id.startsWith(FRESH) && figure ? { figure: { id: figure, form: form ?? '', period } } : { slot: { id } }
  })
}

/** 光标在第几个字（序号不算，看不见的占位不算）；不在这一段里就是段末。 */
export function caretOf(root: Node, range: Range | null): number {
  const length = (text: string | null): number => (text ?? '').replace(/[\u200b\r\n]/g, '').length
  if (!range || !root.contains(range.startContainer)) return length(root.textContent)
  const before = document.createRange()
  before.selectNodeContents(root)
  before.setEnd(range.startContainer, range.startOffset)
  return length(before.toString())
}

/** 段末那个句号之前：从菜单里插入的数放在这里。 */
export function endOf(runs: readonly Run[]): number {
  const text = plain(words(runs))
  return text.replace(/[。；！？]$/, '').length
}

/** 把一个数放到第 at 个字后面；落在别的数中间就放到那个数后面。 */
export function insertAt(runs: readonly Run[], at: number, slot: Slot): Run[] {
  const out: Run[] = [...numberOf(runs)]
  let left = at
  let done = false
  for (const run of words(runs)) {
    const text = isSlot(run) ? run.slot.printed : run.text
    if (!done && left < text.length && (left === 0 || !isSlot(run))) {
      done = true
      if (isSlot(run)) out.push({ slot }, run)
      else out.push({ text: run.text.slice(0, left) }, { slot }, { text: run.text.slice(left) })
    } else out.push(run)
    left = Math.max(0, left - text.length)
  }
  if (!done) out.push({ slot })
  return tidy(out)
}

/** 一个数换成另一个：换写法。 */
export const replaceSlot = (runs: readonly Run[], id: string, slot: Slot): Run[] => runs.map((it) => (isSlot(it) && it.slot.id === id ? { slot } : it))
export const removeSlot = (runs: readonly Run[], id: string): Run[] => tidy(runs.filter((it) => !isSlot(it) || it.slot.id !== id))

export interface Counted {
  chars: number
  slots: number
}

/** 几个字、几个数。 */
export function counted(blocks: readonly Block[]): Counted {
  return blocks.reduce((sum, it) => ({ chars: sum.chars + plain(it.runs).length, slots: sum.slots + slots(it.runs).length }), { chars: 0, slots: 0 })
}
