// 台账：列表、新增、详情、修改、打印。
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/ledgers/:domain/:name', name: 'records', component: () => import('./RecordList.vue'), meta: { title: '台账' } },
  { path: '/ledgers/:domain/:name/new', name: 'record-new', component: () => import('./RecordForm.vue'), meta: { title: '新增' } },
  { path: '/ledgers/:domain/:name/print', name: 'records-print', component: () => import('./PrintPage.vue'), meta: { title: '打印' } },
  { path: '/ledgers/:domain/:name/:id', name: 'record', component: () => import('./RecordPage.vue'), meta: { title: '详情' } },
  { path: '/ledgers/:domain/:name/:id/edit', name: 'record-edit', component: () => import('./RecordForm.vue'), meta: { title: '修改' } },
]
