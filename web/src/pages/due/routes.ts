// 督办：期限一览、催办。
import type { MenuItem } from '@/router'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/due', name: 'due', component: () => import('./DuePage.vue'), meta: { title: '督办' } },
]

export const menu: MenuItem[] = [
  { title: '督办', to: '/due', order: 30, group: 'main' },
]
