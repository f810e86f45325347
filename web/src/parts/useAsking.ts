// 一张表向服务端办一件事：正在办、为什么没办成、问题一条条列。各种表都这样收尾。
import { ref } from 'vue'
import { Refusal, say } from '@/api/client'
import type { Finding } from '@/api/types'

export function useAsking() {
  const working = ref(false)
  const wrong = ref('')
  const findings = ref<Finding[]>([])

  function clear(): void {
    wrong.value = ''
    findings.value = []
  }

  /** 办成了是 true；没办成的，话在 wrong，问题在 findings。 */
  async function run(ask: () => Promise<void>): Promise<boolean> {
    clear()
    working.value = true
    try {
      await ask()
      return true
    } catch (caught) {
      wrong.value = say(caught)
      if (caught instanceof Refusal) findings.value = caught.findings
      return false
    } finally {
      working.value = false
    }
  }

  return { working, wrong, findings, clear, run }
}
