// 审计：留痕、链的状态。
import type { MenuItem } from '@/router'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/audit', name: 'audit', component: () => import('./Entries.vue'), meta: { title: '留痕', power: 'audit' } },
  { path: '/audit/state', name: 'audit-state', component: () => import('./Chain.vue'), meta: { title: '留痕链', power: 'audit' } },
]

export const menu: MenuItem[] = [
  { title: '留痕', to: '/audit', order: 400, group: 'admin', power: 'audit' },
  { title: '留痕链', to: '/audit/state', order: 401, group: 'admin', power: 'audit' },
]
