// 催办：打开催办登记的新增页，按字段的类型预填；没有这本台账、不能登记的，说给人听。
import type { Router } from 'vue-router'
import type { useCatalog } from '@/api/catalog'
import { failed } from '@/parts/toast'
import { reminderQuery, type Reminded } from './board'

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
    await router.push({ path: `/ledgers/${id}/new`, query: reminderQuery(ledger, item, catalog.today) })
  } catch (caught) {
    failed(caught)
  }
}
