// 待办数：铃上的红字。首页取到时记一次；服务端说数就用它的，只说“变了”就过一会儿重取。
import { ref } from 'vue'
import { get } from '@/api/client'
import { listen } from '@/api/events'

export const todoCount = ref<number | null>(null)
let started = false
let timer: ReturnType<typeof setTimeout> | undefined

/** 许多记录一起变时只问一次。 */
const REST_MS = 5_000

function ask(): void {
  get('/home', undefined, { quiet: true }).then(
    (home) => (todoCount.value = home.todo_count),
    () => undefined,
  )
}

function askLater(): void {
  if (timer !== undefined) return
  timer = setTimeout(() => {
    timer = undefined
    ask()
  }, REST_MS)
}

/** 登录后开一次；推送断了浏览器自己重连。 */
export function startBell(): void {
  if (started) return
  started = true
  listen('todo', (data) => {
    if (typeof data.count === 'number') todoCount.value = data.count
    else askLater()
  })
  listen('record', askLater)
  if (todoCount.value === null && location.pathname !== '/') ask()
}

/** 铃上写多少：九十九以上不细数。 */
export function bellText(count: number | null): string {
  if (!count) return ''
  return count > 99 ? '99+' : String(count)
}
