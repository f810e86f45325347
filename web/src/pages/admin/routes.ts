// 管理：账号、岗位、股室、角色、工作日历、对接表、交接、备份、系统状态。
import type { MenuItem } from '@/router'
import type { RouteRecordRaw } from 'vue-router'

const places: RouteRecordRaw[] = [
  { path: '/admin/users', name: 'admin-users', component: () => import('./Users.vue'), meta: { title: '账号', power: 'administer' } },
  { path: '/admin/posts', name: 'admin-posts', component: () => import('./Posts.vue'), meta: { title: '岗位', power: 'administer' } },
  { path: '/admin/offices', name: 'admin-offices', component: () => import('./Offices.vue'), meta: { title: '股室', power: 'administer' } },
  { path: '/admin/roles', name: 'admin-roles', component: () => import('./Roles.vue'), meta: { title: '角色', power: 'administer' } },
  { path: '/admin/calendar', name: 'admin-calendar', component: () => import('./WorkCalendar.vue'), meta: { title: '工作日历', power: 'administer' } },
  { path: '/admin/mappings', name: 'admin-mappings', component: () => import('./Mappings.vue'), meta: { title: '对接表', power: 'administer' } },
  { path: '/admin/handover', name: 'admin-handover', component: () => import('./Handover.vue'), meta: { title: '工作交接', power: 'administer' } },
  { path: '/admin/backups', name: 'admin-backups', component: () => import('./Backups.vue'), meta: { title: '备份', power: 'administer' } },
  { path: '/admin/system', name: 'admin-system', component: () => import('./System.vue'), meta: { title: '系统状态', power: 'administer' } },
]

/** 台账管理员也改列的对应，不在系统管理的菜单里。 */
const pages: RouteRecordRaw[] = [
  { path: '/admin/mappings/:id', name: 'admin-mapping', component: () => import('./Mapping.vue'), meta: { title: '列的对应' } },
]

/** 复核的是审计员和签发的人，管理员自己看不到。 */
const reviews: RouteRecordRaw = { path: '/admin/reviews', name: 'admin-reviews', component: () => import('./Reviews.vue'), meta: { title: '账号复核' } }

export const routes: RouteRecordRaw[] = [...places, ...pages, reviews]

const forAdministrator = places.map((route, index): MenuItem => ({
  title: route.meta?.title ?? '', to: route.path, order: 300 + index, group: 'admin', power: 'administer',
}))
// 审计和签发不在一个岗位上，菜单里只会有一条。
const forReviewers = (['audit', 'sign'] as const).map((power): MenuItem => ({ title: '账号复核', to: reviews.path, order: 402, group: 'admin', power }))

export const menu: MenuItem[] = [...forAdministrator, ...forReviewers]
