// 一份报告现在能走哪几步：写完送审，审的退回、签发，签发了印发；能不能由服务端最后说了算。
import type { DraftState, Power } from '@/api/types'

export interface DraftMove {
  move: 'submit' | 'return' | 'sign' | 'issue'
  label: string
  /** 意见：必写、可写、不写。 */
  opinion: 'must' | 'may'
  text: string
}

const MOVES: readonly (DraftMove & { from: DraftState[]; powers: Power[] })[] = [
  { move: 'submit', label: '送审', opinion: 'may', from: ['drafting'], powers: ['draft'], text: '送审之后稿子不能改，退回了才能再改。' },
  { move: 'return', label: '退回', opinion: 'must', from: ['reviewing', 'signed'], powers: ['sign', 'draft'], text: '退回修改，写清楚改哪里。' },
  { move: 'sign', label: '签发', opinion: 'may', from: ['reviewing'], powers: ['sign'], text: '签发留下您的姓名和时间，稿子从此不改。' },
  { move: 'issue', label: '印发', opinion: 'may', from: ['signed'], powers: ['draft', 'sign'], text: '印发后登记在案，写进去的问题和下一步计划到下一期要回应。' },
]

export function movesOf(state: DraftState, can: (power: Power) => boolean): DraftMove[] {
  return MOVES.filter((it) => it.from.includes(state) && it.powers.some(can))
}
