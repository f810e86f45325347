// 岗位按股室归拢，股室按出现的先后。
import type { Post } from '@/api/types'

export interface PostGroup {
  office: string
  title: string
  posts: Post[]
}

export function byOffice(posts: readonly Post[]): PostGroup[] {
  const groups = new Map<string, PostGroup>()
  for (const post of posts) {
    const group = groups.get(post.office) ?? { office: post.office, title: post.office_title, posts: [] }
    group.posts.push(post)
    groups.set(post.office, group)
  }
  return [...groups.values()]
}
