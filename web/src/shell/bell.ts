// 待办数：铃上的红字。首页取到时记一次，之后由服务端推。
import { ref } from 'vue'
import { get } from '@/api/client'
import { listen } from '@/api/events'
import type { Home } from '@/api/types'

export const todoCount = ref<number | null>(null)
let started = false

/** 登录后开一次；推送断了浏览器自己重连。 */
export function startBell(): void {
  if (started) return
  started = true
  listen('todo', (data) => {
    if (typeof data.count === 'number') todoCount.value = data.count
  })
  if (todoCount.value === null) {
    get<Home>('/home', undefined, { quiet: true }).then(
      (home) => (todoCount.value ??= home.todo_count),
      () => undefined,
    )
  }
}

/** 铃上写多少：九十九以上不细数。 */
export function bellText(count: number | null): string {
  if (!count) return ''
  return count > 99 ? '99+' : String(count)
}
