// 一份报告现在能走哪几步由服务端说；这里只补上每一步的后果。

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
  issue: '印发后登记在案，写进去的问题和下一步计划到下一期要回应。',
}

export function told(it: { name: DraftStep; label: string; opinion: boolean }): DraftMove {
  return { move: it.name, label: it.label, opinion: it.opinion, text: effects[it.name] ?? '' }
}
