// 催办：打开催办登记的新增页，按字段的类型预填；没有这本台账、不能登记的，说给人听。
import type { Router } from 'vue-router'
import type { useCatalog } from '@/api/catalog'
import { offers } from '@/fields/offer'
import { failed } from '@/parts/toast'
import { reminderQuery, type Reminded } from './board'

/** 问不到就不等了：空着也能登记。 */
const WAIT_MS = 5000

/** 写给谁：承办人能收到就是他，不能的写股室；都收不到、问不到就空着，由登记的人选。 */
async function receiver(ledger: string, field: string, item: Reminded): Promise<string> {
  if (!field) return ''
  const asking = new AbortController()
  const timer = setTimeout(() => {
    asking.abort()
  }, WAIT_MS)
  try {
    for (const name of [item.who, item.office_title]) {
      if (!name) continue
      const found = await offers(ledger, field, name, asking.signal)
      if (found.some((it) => it.value === name)) return name
    }
    return ''
  } catch {
    return ''
  } finally {
    clearTimeout(timer)
  }
}

export async function remind(item: Reminded, catalog: ReturnType<typeof useCatalog>, router: Router): Promise<void> {
  const id = catalog.catalog?.reminders
  if (!id || !catalog.byId.has(id)) {
    failed('没有设催办登记的台账，或者您的岗位看不到。请台账管理员在 pages 定义里指定。')
    return
  }
  if (!catalog.may(id, 'create')) {
    failed(`您的岗位不能新增“${catalog.title(id)}”，请办公室督办人员催办。`)
    return
  }
  try {
    const ledger = await catalog.ledger(id)
    const field = catalog.catalog?.receiver ?? ''
    await router.push({ path: `/ledgers/${id}/new`, query: reminderQuery(ledger, item, catalog.today, { field, name: await receiver(id, field, item) }) })
  } catch (caught) {
    failed(caught)
  }
}
