// 报告：草稿、写作、会签、版本。
import type { MenuItem } from '@/router'
import type { RouteRecordRaw } from 'vue-router'

const up = { title: '报告', to: '/reports' }

export const routes: RouteRecordRaw[] = [
  { path: '/reports', name: 'reports', component: () => import('./Drafts.vue'), meta: { title: '报告' } },
  { path: '/reports/:id', name: 'draft', component: () => import('./DraftPage.vue'), meta: { title: '报告草稿', up } },
  { path: '/reports/:id/returned', name: 'draft-returned', component: () => import('./ReturnedPage.vue'), meta: { title: '收回改过的 Word', up } },
  { path: '/reports/:id/diff', name: 'draft-diff', component: () => import('./DraftDiff.vue'), meta: { title: '版本比较', up } },
]

export const menu: MenuItem[] = [
  { title: '报告', to: '/reports', order: 60, group: 'main' },
]
