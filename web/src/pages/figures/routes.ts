// 数：一期的全部数、一个数、两数比较、数览、封存。
import type { MenuItem } from '@/router'
import type { RouteRecordRaw } from 'vue-router'

const up = { title: '数', to: '/figures' }

export const routes: RouteRecordRaw[] = [
  { path: '/figures', name: 'figures', component: () => import('./Figures.vue'), meta: { title: '数' } },
  { path: '/figures/tiles', name: 'tiles', component: () => import('./Tiles.vue'), meta: { title: '数览', up } },
  { path: '/figures/difference', name: 'difference', component: () => import('./Difference.vue'), meta: { title: '两数比较', up } },
  { path: '/figures/seals', name: 'seals', component: () => import('./Seals.vue'), meta: { title: '封存', up } },
  { path: '/figures/:domain/:name', name: 'figure', component: () => import('./Figure.vue'), meta: { title: '一个数', up } },
]

export const menu: MenuItem[] = [
  { title: '数', to: '/figures', order: 50, group: 'main' },
]
