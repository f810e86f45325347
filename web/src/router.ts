// 路由：每块地方自己的 routes.ts，这里只收拢和把门。
import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router'
import { useSession } from '@/api/session'
import type { Power } from '@/api/types'
import { failed } from '@/parts/toast'

declare module 'vue-router' {
  interface RouteMeta {
    /** 页面的名字：标签、面包屑、浏览器标题。 */
    title: string
    /** 不套框架（登录）。 */
    bare?: boolean
    /** 不登录也能看。 */
    open?: boolean
    /** 要有这项权力；没有就不让进，菜单里也不出现。 */
    power?: Power
    /** 面包屑里的上一层。 */
    up?: { title: string; to: string }
  }
}

/** 左边菜单里的一项；台账不在这里，由目录画。 */
export interface MenuItem {
  title: string
  to: string
  /** 小的在上。 */
  order: number
  group: 'main' | 'admin'
  power?: Power
}

interface Area {
  routes: RouteRecordRaw[]
  menu?: MenuItem[]
}

const areas = import.meta.glob<Area>('./pages/*/routes.ts', { eager: true })

export const menu: MenuItem[] = Object.values(areas)
  .flatMap((area) => area.menu ?? [])
  .sort((one, other) => one.order - other.order)

/** 人人常去的几页。 */
const OFTEN = ['todo', 'records', 'record', 'record-new']

/** 空下来先把常去的几页的程序取来，点过去不用等；取不到不要紧，点的时候再取。 */
export function warm(): void {
  const pages = Object.values(areas).flatMap((area) => area.routes)
  const fetchAll = (): void => {
    for (const page of pages) {
      if (OFTEN.includes(String(page.name)) && typeof page.component === 'function') (page.component as () => Promise<unknown>)().catch(() => undefined)
    }
  }
  if ('requestIdleCallback' in window) requestIdleCallback(fetchAll, { timeout: 5_000 })
  else setTimeout(fetchAll, 2_000)
}

export function createRoutes(): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: Object.values(areas).flatMap((area) => area.routes),
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  })

  // 页面的程序没取到：断网就说一声；系统升级过，旧文件没有了，整页重来一次。
  router.onError((_error, to) => {
    const again = `reload:${to.fullPath}`
    if (navigator.onLine && sessionStorage.getItem('tried') !== again) {
      sessionStorage.setItem('tried', again)
      location.assign(to.fullPath)
    } else failed('连不上服务器，这一页没有打开。请看看网线、网络，接通后再点一次。')
  })
  router.afterEach(() => sessionStorage.removeItem('tried'))

  router.beforeEach(async (to) => {
    const session = useSession()
    try {
      await session.load()
    } catch {
      // 连不上服务器：页面自己会说，先让进。
      return true
    }
    if (to.meta.open) return true
    if (!session.signedIn) return { name: 'sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
    const me = session.me
    if (me && (me.must_change_password || me.must_enrol)) return { name: 'sign-in', query: { to: to.fullPath } }
    if (to.meta.power && !session.can(to.meta.power)) return { name: 'forbidden', query: { title: to.meta.title } }
    return true
  })
  return router
}
