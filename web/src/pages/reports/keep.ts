// 没保存的段落在本机留一份：断网、会话过期、关错了标签，回来还在。
import type { Run } from '@/api/types'

export interface Kept {
  version: number
  blocks: Record<string, Run[]>
}

const key = (login: string, draft: string): string => `tongtu.draft.${login}.${draft}`

export function remember(login: string, draft: string, kept: Kept): void {
  try {
    if (Object.keys(kept.blocks).length) localStorage.setItem(key(login, draft), JSON.stringify(kept))
    else localStorage.removeItem(key(login, draft))
  } catch {
    // 本机存不下就算了，页面上还在。
  }
}

export function recall(login: string, draft: string): Kept | null {
  try {
    const text = localStorage.getItem(key(login, draft))
    const kept = text ? (JSON.parse(text) as Kept) : null
    return kept && typeof kept.blocks === 'object' ? kept : null
  } catch {
    return null
  }
}
