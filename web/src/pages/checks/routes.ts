// 校核：任何文稿的问题。
import type { MenuItem } from '@/router'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/checks', name: 'checks', component: () => import('./Checks.vue'), meta: { title: '校核' } },
  { path: '/checks/:id', name: 'check', component: () => import('./CheckPage.vue'), meta: { title: '校核结果', up: { title: '校核', to: '/checks' } } },
]

export const menu: MenuItem[] = [
  { title: '校核', to: '/checks', order: 70, group: 'main' },
]
