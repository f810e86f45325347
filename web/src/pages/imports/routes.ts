// 导入：上传、核对、入库、批次撤销。
import type { MenuItem } from '@/router'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/ledgers/:domain/:name/import', name: 'import-new', component: () => import('./ImportNew.vue'), meta: { title: '导入' } },
  { path: '/imports/:id', name: 'import', component: () => import('./ImportPage.vue'), meta: { title: '导入核对' } },
  { path: '/batches', name: 'batches', component: () => import('./BatchesPage.vue'), meta: { title: '导入批次' } },
]

export const menu: MenuItem[] = [
  { title: '导入批次', to: '/batches', order: 80, group: 'main' },
]
