// 报告：草稿、写作、会签、版本。
import type { MenuItem } from '@/router'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/reports', name: 'reports', component: () => import('@/parts/Pending.vue'), meta: { title: '报告' } },
  { path: '/reports/:id', name: 'draft', component: () => import('@/parts/Pending.vue'), meta: { title: '报告草稿' } },
  { path: '/reports/:id/diff', name: 'draft-diff', component: () => import('@/parts/Pending.vue'), meta: { title: '版本比较' } },
]

export const menu: MenuItem[] = [
  { title: '报告', to: '/reports', order: 60, group: 'main' },
]
