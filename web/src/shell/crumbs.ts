// 面包屑：首页 / 业务线 / 台账 / 这一页。台账那几层由目录说。
import type { RouteLocationNormalizedLoaded } from 'vue-router'
import type { Catalog } from '@/api/types'
import { lastAt } from './tags'

export interface Crumb {
  title: string
  to?: string
}

export function crumbs(route: Pick<RouteLocationNormalizedLoaded, 'path' | 'params' | 'meta'>, catalog: Catalog | null, title: string): Crumb[] {
  if (route.path === '/') return []
  const parts: Crumb[] = [{ title: '首页', to: '/' }]
  const id = `${route.params.domain}/${route.params.name}`
  const domain = route.path.startsWith('/ledgers/') ? catalog?.domains.find((it) => it.id === route.params.domain) : undefined
  const ledger = domain?.ledgers.find((it) => it.id === id)
  if (domain && ledger) {
    parts.push({ title: domain.title })
    if (route.path !== `/ledgers/${id}`) parts.push({ title: ledger.title, to: lastAt(`/ledgers/${id}`) })
  }
  if (route.meta.up) parts.push({ ...route.meta.up, to: lastAt(route.meta.up.to) })
  parts.push({ title })
  return parts
}
