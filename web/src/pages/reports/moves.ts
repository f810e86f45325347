// 一份报告现在能走哪几步由服务端说；这里只补上每一步的后果。
import type { Block } from '@/api/types'
import type { Choice } from '@/parts/MenuButton.vue'

import type { DraftStep } from '@/api/types'

export interface DraftMove {
  move: DraftStep
  label: string
  /** 必须写意见。 */
  opinion: boolean
  text: string
}

const effects: Record<string, string> = {
  submit: '送审之后稿子不能改，退回了才能再改。',
  return: '退回修改，写清楚改哪里。',
  sign: '审签留下您的姓名和时间，稿子从此不改。',
  issue: '印发后稿子从此不改。写进去的问题和下一步计划，请逐条登记好，下一期要回应。',
}

export function told(it: { name: DraftStep; label: string; opinion: boolean }): DraftMove {
  return { move: it.name, label: it.label, opinion: it.opinion, text: effects[it.name] ?? '' }
}

const put: Choice = { key: 'put', label: '插入数' }
const add: Choice[] = [
  { key: 'add', label: '在后面加一段' },
  { key: 'heading', label: '在后面加小标题' },
]
const tail: Choice[] = [
  { key: 'earlier', label: '以前的写法', rule: true },
  { key: 'drop', label: '删去本段', danger: true, rule: true },
]
const shift = (first: boolean, last: boolean): Choice[] => [
  { key: 'up', label: '上移', disabled: first, rule: true },
  { key: 'down', label: '下移', disabled: last },
]

// 只有这几种，先摆好：每次都给同一份，画面不必跟着重来。
const ofTitle: readonly Choice[] = [...add.slice(0, 1), ...tail.slice(0, 1)]
const ofRunIn: readonly Choice[] = [put, ...add, ...tail]
const ofTable = [false, true].map((first) => [false, true].map((last): readonly Choice[] => [...add, ...shift(first, last), ...tail.slice(1)]))
const ofText = [false, true].map((first) => [false, true].map((last): readonly Choice[] => [put, ...add, ...shift(first, last), ...tail]))

/** 一段上能做的事：题目不能删不能移，接在标题后面的跟着标题走。 */
export function toolsOf(block: Block, index: number, count: number): readonly Choice[] {
  if (block.kind === 'title') return ofTitle
  if (block.run_in) return ofRunIn
  const choices = block.kind === 'table' ? ofTable : ofText
  return choices[Number(index === 0)]?.[Number(index === count - 1)] ?? ofTitle
}
