// 值班：月历、调班、公平统计。
import type { MenuItem } from '@/router'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/calendars', name: 'calendars', component: () => import('./CalendarPage.vue'), meta: { title: '值班' } },
  { path: '/calendars/:id', name: 'calendar', component: () => import('./CalendarPage.vue'), meta: { title: '值班' } },
]

export const menu: MenuItem[] = [
  { title: '值班', to: '/calendars', order: 40, group: 'main' },
]
