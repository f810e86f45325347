import { describe, expect, it } from 'vitest'
import { pieces, grouped } from '../search/marks'
import { cellOf, letterOf, refuse, share } from './steps'

describe('导入', () => {
  it('单元格写成 C12', () => {
    expect(cellOf({ rule: '', grade: '必须修改', place: { row: 12, column: 'C' }, what: '', mend: '' })).toBe('C12')
    expect([letterOf(1), letterOf(26), letterOf(27), letterOf(703)]).toEqual(['A', 'Z', 'AA', 'AAA'])
  })

  it('收不了的说为什么', () => {
    expect(refuse({ name: '总结.docx', size: 10 })).toContain('不是表格')
    expect(refuse({ name: '案件.XLSX', size: 0 })).toContain('空的')
    expect(refuse({ name: '案件.xlsx', size: 300 * 1024 * 1024 })).toContain('200 MB')
    expect(refuse({ name: '案件.xlsx', size: 10 })).toBe('')
  })

  it('进度不过头，不知道总数是零', () => {
    expect(share({ done: 30, total: 20 })).toBe(1)
    expect(share({ done: 3, total: 0 })).toBe(0)
  })
})

describe('搜索', () => {
  it('找到的字标出来，大小写不分，几个词都标', () => {
    expect(pieces('粤R12345 示例物流', ['r12', '物流']).filter((it) => it.hit).map((it) => it.text)).toEqual(['R12', '物流'])
    expect(pieces('没有', ['粤R']).map((it) => it.hit)).toEqual([false])
    expect(pieces('粤R12345 黄', ['粤R12345', '粤R12345 黄']).map((it) => it.text)).toEqual(['粤R12345 黄'])
    expect(pieces('甲甲', ['甲']).map((it) => it.text).join('')).toBe('甲甲')
  })

  it('按台账归在一起，条数连没列出的一起算', () => {
    const hit = (ledger: string, id: string) => ({ ledger, title: ledger, id, key: id, field: 'f', label: '', snippet: '', state_label: '', office: '', office_title: '' })
    const groups = grouped({ items: [hit('a', '1'), hit('b', '2'), hit('a', '3')], more: [{ ledger: 'a', title: 'a', count: 12, at_least: false }] })
    expect(groups.map((it) => [it.ledger, it.hits.length, it.count])).toEqual([['a', 2, 14], ['b', 1, 1]])
  })
})
