// 一页所在的台账：定义和用到的代码表取齐了再画。
import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { useCatalog } from '@/api/catalog'
import type { Act, Ledger } from '@/api/types'
import type { Look } from '@/fields'
import { useLoad } from '@/parts/useLoad'

export function useLedger() {
  const route = useRoute()
  const catalog = useCatalog()
  const id = `${String(route.params.domain)}/${String(route.params.name)}`
  const { data: ledger, busy, error, again } = useLoad<Ledger>(async () => {
    const got = await catalog.ledger(id)
    await catalog.codesOf(got)
    return got
  })
  const look: Look = {
    codeLabel: catalog.codeLabel,
    officeChoice: catalog.officeChoice,
    get today() {
      return catalog.today
    },
  }
  const may = (act: Act): boolean => ledger.value?.acts.includes(act) ?? false
  const title = computed(() => ledger.value?.title ?? catalog.byId.get(id)?.title ?? '台账')
  return { id, path: `/ledgers/${id}`, api: `/ledgers/${id}/records`, ledger, busy, error, again, look, may, title }
}
