// 对账：和省市系统的表对一对，只看差别，不重录。
import type { MenuItem } from '@/router'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/exchanges', name: 'exchanges', component: () => import('./List.vue'), meta: { title: '对账' } },
  { path: '/exchanges/:id', name: 'exchange', component: () => import('./Exchange.vue'), meta: { title: '对账', up: { title: '对账', to: '/exchanges' } } },
]

export const menu: MenuItem[] = [{ title: '对账', to: '/exchanges', order: 85, group: 'main' }]
