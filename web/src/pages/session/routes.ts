// 登录、个人设置、进不去的页面。
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/sign-in', name: 'sign-in', component: () => import('./SignIn.vue'), meta: { title: '登录', bare: true, open: true } },
  { path: '/preferences', name: 'preferences', component: () => import('./Preferences.vue'), meta: { title: '个人设置' } },
  { path: '/forbidden', name: 'forbidden', component: () => import('./Forbidden.vue'), meta: { title: '没有权限' } },
  { path: '/:rest(.*)*', name: 'not-found', component: () => import('./NotFound.vue'), meta: { title: '没有这一页' } },
]
