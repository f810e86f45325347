// 会话：我是谁、在哪个岗位上、能做什么；过期后弹登录框，页面和填了一半的表都留着。
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { failed } from '@/parts/toast'
import { del, get, onExpired, onStaleToken, post, put, Refusal, say, setCsrf } from './client'
import { closeEvents, listen, reopenEvents } from './events'
import { combined } from './preferences'
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

  /** 换了人就整页重来：前一个人看到的、填了一半的，不能留在屏幕上，也不能算到这一个人名下。 */
  function another(answer: Me): boolean {
    if (!me.value || me.value.login === answer.login) return false
    sessionStorage.clear()
    location.assign('/')
    return true
  }

  async function signIn(login: string, password: string, code?: string): Promise<Me> {
    const answer = await post('/session', code ? { login, password, code } : { login, password }, { quiet: true })
    if (another(answer)) return answer
    take(answer)
    asked.value = true
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
    sessionStorage.clear()
    all.forEach((it) => it.reject(new Refusal(401, { code: 'signed_out', text: '已退出登录。' })))
    me.value = null
  }

  /** 没退成（断网）会抛出来：会话还在，不能当是退了。 */
  async function signOut(): Promise<void> {
    await savePreferences()
    try {
      await del('/session', { quiet: true })
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 401) throw error
    }
    clearTimeout(timer)
    timer = undefined
    closeEvents()
    sessionStorage.clear()
    me.value = null
    preferences.value = saved = {}
    setCsrf('')
  }

  /** 退出，整页重来：取到的目录、开过的标签都不留给下一个人；没退成要说，他不能接着用我的。 */
  async function leave(): Promise<void> {
    try {
      await signOut()
      location.assign('/sign-in')
    } catch (error) {
      failed(`没有退出登录：${say(error)}`)
    }
  }

  /** 账号变动看过了。 */
  async function readTold(): Promise<void> {
    take(await del('/session/told'))
  }

  async function actAs(postId: string): Promise<void> {
    await savePreferences()
    take(await post('/session/post', { post: postId }))
  }

  /** 再问一次我是谁；还是同一个人是 true。 */
  async function refresh(): Promise<boolean> {
    const answer = await get('/session', undefined, { quiet: true })
    if (!answer || another(answer)) return false
    take(answer)
    if (Object.keys(preferences.value).length === 0) await loadPreferences()
    return true
  }

  /** 上次从服务端取到、或存上去的样子。 */
  let saved: Preferences = {}

  async function loadPreferences(): Promise<void> {
    saved = (await get('/me/preferences', undefined, { quiet: true }).catch(() => null)) ?? {}
    preferences.value = saved
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  const SAVE_MS = 500
  const AGAIN_MS = 30_000

  /** 改偏好：马上见效，半秒后存。 */
  function prefer(change: Partial<Preferences>): void {
    preferences.value = { ...preferences.value, ...change }
    saveLater(SAVE_MS)
  }

  function saveLater(wait_ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void savePreferences(), wait_ms)
  }

  /** 和别的窗口改的合起来存；断网、会话过期的过一会儿再存，别的没存上要说。 */
  async function savePreferences(): Promise<void> {
    if (timer === undefined) return
    clearTimeout(timer)
    timer = undefined
    const mine = preferences.value
    try {
      const next = combined(saved, mine, (await get('/me/preferences', undefined, { quiet: true })) ?? {})
      await put('/me/preferences', next, { quiet: true })
      saved = next
      preferences.value = combined(mine, preferences.value, next)
    } catch (error) {
      if (error instanceof Refusal && [0, 401].includes(error.status)) saveLater(AGAIN_MS)
      else failed(`个人设置没有存上：${say(error)}`)
    }
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
  onStaleToken(refresh)

  let watching = false

  /** 登录后听着：别处让我退出了，马上弹登录框，不等下一次点按。 */
  function watchOut(): void {
    if (watching) return
    watching = true
    listen('signed_out', () => {
      refresh().catch((error: unknown) => {
        if (error instanceof Refusal && error.status === 401) expired.value = true
      })
    })
  }

  return {
    me, asked, expired, preferences, powers, signedIn,
    load, watchOut, signIn, signOut, leave, giveUp, actAs, readTold, refresh, prefer, can,
  }
})
