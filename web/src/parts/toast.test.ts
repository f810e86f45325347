import { beforeEach, describe, expect, it } from 'vitest'
import { Refusal } from '@/api/client'
import { connected, done, failed, toasts } from './toast'

const cut = new Refusal(0, { code: 'offline', text: '连不上服务器，请检查网络后重试。' })
const said = (): string[] => toasts.map((it) => it.text)

beforeEach(() => toasts.splice(0))

describe('提示', () => {
  it('同一句话不说两遍', () => {
    failed(cut)
    failed(cut)
    expect(said()).toEqual([cut.text])
  })

  it('办成了，断网的那句就收掉；别的错还留着', () => {
    failed('文件太大。')
    failed(cut)
    done('已保存')
    expect(said()).toEqual(['文件太大。', '已保存'])
  })

  it('接通了也收掉', () => {
    failed(cut)
    connected()
    expect(said()).toEqual([])
  })
})
