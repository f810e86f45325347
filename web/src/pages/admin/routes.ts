// 管理：账号、岗位、股室、角色、日历、外部系统、备份、系统、交接。
import type { MenuItem } from '@/router'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/admin/users', name: 'admin-users', component: () => import('@/parts/Pending.vue'), meta: { title: '账号', power: 'administer' } },
  { path: '/admin/posts', name: 'admin-posts', component: () => import('@/parts/Pending.vue'), meta: { title: '岗位', power: 'administer' } },
  { path: '/admin/offices', name: 'admin-offices', component: () => import('@/parts/Pending.vue'), meta: { title: '股室', power: 'administer' } },
  { path: '/admin/roles', name: 'admin-roles', component: () => import('@/parts/Pending.vue'), meta: { title: '角色', power: 'administer' } },
  { path: '/admin/calendar', name: 'admin-calendar', component: () => import('@/parts/Pending.vue'), meta: { title: '工作日历', power: 'administer' } },
  { path: '/admin/exchanges', name: 'admin-exchanges', component: () => import('@/parts/Pending.vue'), meta: { title: '外部系统', power: 'administer' } },
  { path: '/admin/backups', name: 'admin-backups', component: () => import('@/parts/Pending.vue'), meta: { title: '备份', power: 'administer' } },
  { path: '/admin/system', name: 'admin-system', component: () => import('@/parts/Pending.vue'), meta: { title: '系统状态', power: 'administer' } },
  { path: '/admin/handover', name: 'admin-handover', component: () => import('@/parts/Pending.vue'), meta: { title: '工作交接', power: 'administer' } },
]

export const menu: MenuItem[] = [
  { title: '账号', to: '/admin/users', order: 300, group: 'admin', power: 'administer' },
  { title: '岗位', to: '/admin/posts', order: 301, group: 'admin', power: 'administer' },
  { title: '股室', to: '/admin/offices', order: 302, group: 'admin', power: 'administer' },
  { title: '角色', to: '/admin/roles', order: 303, group: 'admin', power: 'administer' },
  { title: '工作日历', to: '/admin/calendar', order: 304, group: 'admin', power: 'administer' },
  { title: '外部系统', to: '/admin/exchanges', order: 305, group: 'admin', power: 'administer' },
  { title: '工作交接', to: '/admin/handover', order: 306, group: 'admin', power: 'administer' },
  { title: '备份', to: '/admin/backups', order: 307, group: 'admin', power: 'administer' },
  { title: '系统状态', to: '/admin/system', order: 308, group: 'admin', power: 'administer' },
]
