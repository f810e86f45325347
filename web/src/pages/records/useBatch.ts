// 勾选几条：复制到表格里，一起走一步；没办成的还勾着。
import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { post } from '@/api/client'
import type { Ledger, MovesAnswer, RecordRow } from '@/api/types'
import type { Look } from '@/fields'
import type { Column } from '@/parts/grid'
import type { Choice } from '@/parts/MenuButton.vue'
import { done } from '@/parts/toast'
import { cellText } from './cell'
import type { Answer } from './MoveDialog.vue'
import { asking, sharedMoves, type Asking } from './moves'
import type { Pages } from './pages'

interface List {
  ledger: ShallowRef<Ledger | null>
  api: string
  pages: ShallowRef<Pages<RecordRow>>
  columns: ComputedRef<Column[]>
  look: Look
  reload: () => Promise<void>
}

export function useBatch(list: List) {
  const selected = shallowRef(new Map<string, RecordRow>())

  function select(next: Set<string>): void {
    const held = new Map(list.pages.value.held().map((it) => [it.id, it]))
    const kept = new Map<string, RecordRow>()
    for (const one of next) {
      const row = held.get(one) ?? selected.value.get(one)
      if (row) kept.set(one, row)
    }
    selected.value = kept
  }
  const selectedIds = computed(() => new Set(selected.value.keys()))

  /** 勾选了行、没有选字时按 Ctrl + C：照看得见的列连表头复制，贴到 Excel、WPS 里一格一格的。 */
  function copied(event: ClipboardEvent): void {
    const of = list.ledger.value
    if (!of || !selected.value.size || !event.clipboardData || !(window.getSelection()?.isCollapsed ?? true)) return
    // 像公式的（= + - @ 开头又不是数）前面加撇号，贴过去不会被算。
    const tidy = (text: string): string => text.replace(/\s+/g, ' ').replace(/^(?=[=@]|[+-](?![\d,.]+$))/, "'")
    const rows = [...selected.value.values()].map((row) => list.columns.value.map((it) => tidy(cellText(of, row, it.key, list.look))))
    event.clipboardData.setData('text/plain', [list.columns.value.map((it) => it.title), ...rows].map((it) => it.join('\t')).join('\r\n'))
    event.preventDefault()
    done(`已复制 ${rows.length} 行，可以直接贴到表格里`)
  }
  const shared = computed(() => (list.ledger.value ? sharedMoves(list.ledger.value, [...selected.value.values()].map((it) => it.state)) : []))
  const batchChoices = computed<Choice[]>(() =>
    shared.value.length
      ? shared.value.map(({ move, count }) => ({ key: move.name, label: move.label, note: count < selected.value.size ? `${count} 条能办` : undefined }))
      : [{ key: '', label: selected.value.size ? '勾选的记录没有能一起办的' : '先勾选记录', disabled: true }],
  )
  const moving = shallowRef<Asking | null>(null)
  const refused = shallowRef<MovesAnswer | null>(null)

  function pickBatch(key: string): void {
    const found = shared.value.find((it) => it.move.name === key)
    if (found && list.ledger.value) moving.value = asking(list.ledger.value, found.move)
  }

  async function runBatch({ changes, reason }: Answer): Promise<void> {
    const move = moving.value!
    const from = list.ledger.value!.workflow.moves.find((it) => it.name === move.name)?.from ?? []
    const targets = [...selected.value.values()].filter((it) => from.includes(it.state)).map((it) => ({ id: it.id, version: it.version }))
    const answer = await post<'/ledgers/{domain}/{name}/records/moves'>(`${list.api}/moves`, { move: move.name, targets, changes, reason })
    moving.value = null
    const left = new Set(answer.refused.map((it) => it.id))
    await list.reload()
    // 没办成的可能不在重取的第一页里：照样勾着。
    selected.value = new Map([...selected.value].filter(([one]) => left.has(one)))
    follow()
    if (answer.refused.length) refused.value = answer
    else done(`“${move.label}”办成 ${answer.done} 条`)
  }

  /** 行重取过：勾着的换成新的样子（状态、版本）。 */
  function follow(): void {
    const now = new Map(list.pages.value.held().map((it) => [it.id, it]))
    selected.value = new Map([...selected.value].map(([one, row]) => [one, now.get(one) ?? row]))
  }

  return { selected, selectedIds, select, follow, copied, batchChoices, moving, refused, pickBatch, runBatch }
}
