import { describe, expect, it } from 'vitest'
import { Refusal } from '@/api/client'
import type { Finding, RefusalBody } from '@/api/types'
import { useAsking } from './useAsking'

const finding = { grade: '必须修改', rule: 'x', what: '编号重了', mend: '换一个' } as Finding

describe('向服务端办一件事', () => {
  it('办成了，上一次的话不留着', async () => {
    const asking = useAsking()
    asking.wrong.value = '上一次没办成'
    expect(await asking.run(async () => undefined)).toBe(true)
    expect([asking.wrong.value, asking.findings.value, asking.working.value]).toEqual(['', [], false])
  })
  it('退回来的，话和问题都在；不是服务端退回的，只有话', async () => {
    const asking = useAsking()
    const refusal = new Refusal(422, { code: 'findings', text: '有一处要改', findings: [finding] } as RefusalBody)
    expect(await asking.run(() => Promise.reject(refusal))).toBe(false)
    expect(asking.findings.value).toEqual([finding])
    expect(await asking.run(() => Promise.reject(new Error('断了网')))).toBe(false)
    expect(asking.findings.value).toEqual([])
    expect(asking.wrong.value).not.toBe('')
    expect(asking.working.value).toBe(false)
  })
})
