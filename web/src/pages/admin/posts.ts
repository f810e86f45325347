// 岗位按股室归拢，股室按出现的先后。
import type { Post } from '@/api/types'

export function byOffice(posts: readonly Post[]): { office: string; posts: Post[] }[] {
  const groups = new Map<string, Post[]>()
  for (const post of posts) groups.set(post.office, [...(groups.get(post.office) ?? []), post])
  return [...groups].map(([office, list]) => ({ office, posts: list }))
}
