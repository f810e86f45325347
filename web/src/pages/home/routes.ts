// 首页和待办。
import type { MenuItem } from '@/router'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('./Home.vue'), meta: { title: '首页' } },
  { path: '/todo', name: 'todo', component: () => import('./TodoPage.vue'), meta: { title: '待办' } },
]

export const menu: MenuItem[] = [
  { title: '首页', to: '/', order: 10, group: 'main' },
  { title: '待办', to: '/todo', order: 20, group: 'main' },
]
