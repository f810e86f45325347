// 台账定义器。
import type { MenuItem } from '@/router'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/definitions', name: 'definitions', component: () => import('./Definitions.vue'), meta: { title: '台账定义', power: 'define' } },
  { path: '/definitions/codes', name: 'definition-codes', component: () => import('./Codes.vue'), meta: { title: '代码表', power: 'define', up: { title: '台账定义', to: '/definitions' } } },
  { path: '/definitions/edit', name: 'definition-edit', component: () => import('./DefinitionEdit.vue'), meta: { title: '定义台账', power: 'define', up: { title: '台账定义', to: '/definitions' } } },
]

export const menu: MenuItem[] = [
  { title: '台账定义', to: '/definitions', order: 200, group: 'admin', power: 'define' },
]
