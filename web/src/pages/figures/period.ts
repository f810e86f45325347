// 统计期：几张“数”的页面共用一个，跟着地址走；没写就用上次的，再没有用服务端的默认。
import { computed, ref, shallowRef, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { get } from '@/api/client'
import type { PeriodRef, Periods } from '@/api/types'

const periods = shallowRef<Periods | null>(null)
const last = ref('')
let asked: Promise<void> | null = null

/** 有数的统计期，取一次。 */
export function loadPeriods(): Promise<void> {
  asked ??= get('/periods').then(
    (got) => {
      periods.value = got
    },
    (error: unknown) => {
      asked = null
      throw error
    },
  )
  return asked
}

export interface PeriodChoice {
  id: ComputedRef<string>
  title: ComputedRef<string>
  list: ComputedRef<PeriodRef[]>
  /** 成文日（统计到哪一天为止登记的），空是今天。 */
  asOf: ComputedRef<string>
  choose: (change: { period?: string; as_of?: string }) => void
  /** 带到别的页面去的查询。 */
  query: ComputedRef<Record<string, string>>
}

export function usePeriod(): PeriodChoice {
  const route = useRoute()
  const router = useRouter()
  const id = computed(() => String(route.query.period ?? '') || last.value || (periods.value?.default ?? ''))
  const asOf = computed(() => String(route.query.as_of ?? ''))
  const list = computed(() => periods.value?.list ?? [])

  function choose(change: { period?: string; as_of?: string }): void {
    if (change.period) last.value = change.period
    const query = { ...route.query, ...change }
    if (!query.as_of) delete query.as_of
    void router.replace({ path: route.path, query })
  }

  return {
    id, list, asOf, choose,
    title: computed(() => list.value.find((it) => it.id === id.value)?.title ?? id.value),
    query: computed(() => ({ period: id.value, ...(asOf.value ? { as_of: asOf.value } : {}) })),
  }
}
