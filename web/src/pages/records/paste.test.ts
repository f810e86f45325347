import { describe, expect, it } from 'vitest'
import type { Field } from '@/api/types'
import { isHeader, matchColumns, parseBlock, pasteInto } from './paste'

const field = (name: string, label: string): Field => ({ name, label, type: 'text', required: false, private: false, values: [], required_when: false, closed: false, about: '' })
const fields = [field('no', '编号'), field('plate', '车牌号'), field('gross', '总质量')]

describe('粘贴的一块', () => {
  it('认制表符、换行、引号里的换行和引号', () => {
    expect(parseBlock('1\t粤R12345 黄\r\n2\t"两行\n""话"""\r\n')).toEqual([['1', '粤R12345 黄'], ['2', '两行\n"话"']])
  })

  it('空行丢掉，短行补齐', () => {
    expect(parseBlock('a\tb\n\n\t\nc')).toEqual([['a', 'b'], ['c', '']])
    expect(parseBlock('')).toEqual([])
  })

  it('格子中间的引号是字，不是引号格', () => {
    expect(parseBlock('5" 管\t1')).toEqual([['5" 管', '1']])
  })

  it('一半以上是字段名才算表头', () => {
    expect(isHeader(['编号', '车牌号', '备注'], fields)).toBe(true)
    expect(isHeader(['1', '粤R12345', '编号'], fields)).toBe(false)
  })

  it('表头带括号、星号、空格也对得上；重名只对头一个', () => {
    expect(matchColumns(['编号 *', '总质量（千克）', '编号', '备注'], 4, fields)).toEqual(['no', 'gross', '', ''])
    expect(matchColumns(null, 2, fields)).toEqual(['no', 'plate'])
  })

  it('从一格起往右往下填，不够的补行，多出的列不要', () => {
    expect(pasteInto([{ a: '1', b: '2' }], ['a', 'b'], 0, 1, [['x', '多的'], ['y']])).toEqual([{ a: '1', b: 'x' }, { b: 'y' }])
  })
})
