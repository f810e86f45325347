// 会话：我是谁、在哪个岗位上、能做什么；过期后弹登录框，页面和填了一半的表都留着。
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { del, get, onExpired, onStaleToken, post, put, Refusal, setCsrf } from './client'
import { listen, reopenEvents } from './events'
import type { Me, Power, Preferences } from './types'

export const useSession = defineStore('session', () => {
  const me = shallowRef<Me | null>(null)
  const asked = ref(false)
  /** 会话已过期，正等人重新登录。 */
  const expired = ref(false)
  const preferences = ref<Preferences>({})
  let waiting: { resolve: () => void; reject: (reason: unknown) => void }[] = []

  const powers = computed(() => new Set<Power>(me.value?.powers ?? []))
  const signedIn = computed(() => me.value !== null)

  function take(answer: Me): void {
    me.value = answer
    setCsrf(answer.csrf)
  }

  /** 开门时问一次；没登录不算错。 */
  async function load(): Promise<void> {
    if (asked.value) return
    try {
      // 还没登录不是错：服务答 null。
      const answer = await get('/session', { ask: '1' }, { quiet: true })
      if (answer) {
        take(answer)
        // 还没改密码、没绑口令的，别的都要不来。
        if (!answer.must_change_password && !answer.must_enrol) await loadPreferences()
      }
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 401) throw error
    }
    asked.value = true
  }

  async function signIn(login: string, password: string, code?: string): Promise<Me> {
    const before = me.value?.login
    const answer = await post('/session', code ? { login, password, code } : { login, password }, { quiet: true })
    take(answer)
    asked.value = true
    // 换了人就从头来：前一个人看到的东西不能留在屏幕上。
    if (expired.value && before && before !== answer.login) {
      location.assign('/')
      return answer
    }
    if (!answer.must_change_password && !answer.must_enrol) await loadPreferences()
    settle()
    return answer
  }

  function settle(): void {
    // 过期时断了的推送接着听。
    if (expired.value) reopenEvents()
    expired.value = false
    const all = waiting
    waiting = []
    all.forEach((it) => it.resolve())
  }

  /** 放弃重新登录：正等着的请求按“未登录”算，回登录页。 */
  function giveUp(): void {
    const all = waiting
    waiting = []
    expired.value = false
    all.forEach((it) => it.reject(new Refusal(401, { code: 'signed_out', text: '已退出登录。' })))
    me.value = null
  }

  async function signOut(): Promise<void> {
    try {
      await del('/session', { quiet: true })
    } finally {
      me.value = null
      setCsrf('')
    }
  }

  /** 账号变动看过了。 */
  async function readTold(): Promise<void> {
    take(await del('/session/told'))
  }

  async function actAs(postId: string): Promise<void> {
    take(await post('/session/post', { post: postId }))
  }

  async function refresh(): Promise<void> {
    const answer = await get('/session', undefined, { quiet: true })
    if (answer) take(answer)
    if (Object.keys(preferences.value).length === 0) await loadPreferences()
  }

  async function loadPreferences(): Promise<void> {
    try {
      preferences.value = (await get('/me/preferences', undefined, { quiet: true })) ?? {}
    } catch {
      preferences.value = {}
    }
  }

  let timer: ReturnType<typeof setTimeout> | undefined

  /** 改偏好：马上见效，半秒后存。 */
  function prefer(change: Partial<Preferences>): void {
    preferences.value = { ...preferences.value, ...change }
    clearTimeout(timer)
    timer = setTimeout(() => {
      put('/me/preferences', preferences.value, { quiet: true }).catch(() => undefined)
    }, 500)
  }

  function can(power: Power): boolean {
    return powers.value.has(power)
  }

  onExpired(
    () =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ resolve, reject })
        expired.value = true
      }),
  )

  // 另一个窗口重新登录过：还是同一个人就换上新令牌接着办，换了人就整页重来。
  onStaleToken(async () => {
    const before = me.value?.login
    await refresh()
    if (me.value?.login === before) return true
    location.assign('/')
    return false
  })

  /** 登录后听着：别处让我退出了，马上弹登录框，不等下一次点按。 */
  function watchOut(): void {
    listen('signed_out', () => {
      refresh().catch(() => (expired.value = true))
    })
  }

  return {
    me, asked, expired, preferences, powers, signedIn,
    load, watchOut, signIn, signOut, giveUp, actAs, readTold, refresh, prefer, can,
  }
})
