// 目录：业务线、台账、字段、代码表。取一次，按指纹留着；页面都由它画出来。
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef } from 'vue'
import { get } from './client'
import type { Act, Catalog, CodeItem, CodeList, Ledger, LedgerRef } from './types'

export const useCatalog = defineStore('catalog', () => {
  const catalog = shallowRef<Catalog | null>(null)
  const ledgers = new Map<string, Promise<Ledger>>()
  const asked = new Map<string, Promise<CodeList>>()
  /** 已取到的代码表：列表里显示名称用。 */
  const codes = shallowReactive(new Map<string, CodeList>())
  const loading = ref(false)

  const byId = computed(() => {
    const all = new Map<string, LedgerRef>()
    catalog.value?.domains.forEach((domain) => domain.ledgers.forEach((it) => all.set(it.id, it)))
    return all
  })

  async function load(again = false): Promise<Catalog> {
    if (catalog.value && !again) return catalog.value
    loading.value = true
    try {
      const got = await get('/catalog')
      if (catalog.value?.fingerprint !== got.fingerprint) forget()
      catalog.value = got
      return got
    } finally {
      loading.value = false
    }
  }

  /** 换岗位、改定义之后：看得到的台账可能变了。 */
  function forget(): void {
    ledgers.clear()
    asked.clear()
    codes.clear()
  }

  function keep<T>(store: Map<string, Promise<T>>, id: string, ask: () => Promise<T>): Promise<T> {
    const had = store.get(id)
    if (had) return had
    const promise = ask()
    store.set(id, promise)
    promise.catch(() => store.delete(id))
    return promise
  }

  function ledger(id: string): Promise<Ledger> {
    return keep(ledgers, id, () => get<'/ledgers/{domain}/{name}'>(`/ledgers/${id}`))
  }

  function codeList(id: string): Promise<CodeList> {
    return keep(asked, id, async () => {
      const list = await get<'/codes/{list}'>(`/codes/${id}`)
      codes.set(id, list)
      return list
    })
  }

  /** 一本台账用到的代码表全取来。 */
  async function codesOf(of: Ledger): Promise<void> {
    const ids = new Set<string>()
    const walk = (fields: Ledger['fields']): void =>
      fields.forEach((field) => {
        if (field.list) ids.add(field.list)
        if (field.fields) walk(field.fields)
      })
    walk(of.fields)
    await Promise.all([...ids].map(codeList))
  }

  function codeItems(list: string): CodeItem[] {
    return codes.get(list)?.items ?? []
  }

  /** 代码的名称；代码表还没到就先显示代码。 */
  function codeLabel(list: string, code: string): string {
    return codeItems(list).find((it) => it.code === code)?.label ?? code
  }

  function title(id: string): string {
    return byId.value.get(id)?.title ?? id
  }

  /** 筛选里挑的股室叫什么：条件写在地址里，没有哪个回答说它；别处的股室名称都由回答给。 */
  function officeChoice(name: string): string {
    return catalog.value?.offices.find((it) => it.name === name)?.title ?? name
  }

  function may(id: string, act: Act): boolean {
    return byId.value.get(id)?.acts.includes(act) ?? false
  }

  const today = computed(() => catalog.value?.today ?? '')
  const bureau = computed(() => catalog.value?.bureau.name ?? '')

  return { catalog, codes, byId, loading, today, bureau, load, forget, ledger, codeList, codesOf, codeItems, codeLabel, title, officeChoice, may }
})
