// 数：一期的全部数、一个数、两数比较、驾驶舱、签封。
import type { MenuItem } from '@/router'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/figures', name: 'figures', component: () => import('@/parts/Pending.vue'), meta: { title: '数' } },
  { path: '/figures/tiles', name: 'tiles', component: () => import('@/parts/Pending.vue'), meta: { title: '数览' } },
  { path: '/figures/difference', name: 'difference', component: () => import('@/parts/Pending.vue'), meta: { title: '两数比较' } },
  { path: '/figures/seals', name: 'seals', component: () => import('@/parts/Pending.vue'), meta: { title: '签封' } },
  { path: '/figures/:domain/:name', name: 'figure', component: () => import('@/parts/Pending.vue'), meta: { title: '一个数' } },
]

export const menu: MenuItem[] = [
  { title: '数', to: '/figures', order: 50, group: 'main' },
]
