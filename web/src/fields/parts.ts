// 一种字段要备齐的东西：怎样填、怎样看、怎样收拾敲进来的字、能怎样筛。
import type { Component } from 'vue'
import type { Field } from '@/api/types'

/** 筛选的比法，照接口的 op。 */
export type Op = 'eq' | 'not' | 'in' | 'less' | 'at_most' | 'more' | 'at_least' | 'between' | 'is_set' | 'is_empty' | 'contains'

/** 显示时要查的东西，由页面给：代码的名称、今天。 */
export interface Look {
  codeLabel(list: string, code: string): string
  today: string
  /** 筛选里挑的股室叫什么；没有给就照写的。 */
  officeChoice?(name: string): string
}

export interface FieldParts {
  /** 编辑：props 见 EditProps，事件 update:modelValue。 */
  edit: Component
  /** 表格和打印里的文字。 */
  print(value: string, field: Field, look: Look): string
  /** 详情里要特别画的（长文本、链接、附件、明细）；没有就用 print。 */
  show?: Component
  align: 'start' | 'end'
  /** 表格里的默认列宽，像素。 */
  width: number
  ops: Op[]
  /** 离开格子时收拾：认得出就返回规范写法，认不出返回 null，原样留着等服务端说话。 */
  tidy?(typed: string, field: Field, look: Look): string | null
}

export interface EditProps {
  field: Field
  modelValue: string | null | undefined
  /** 输入框的 id，label 的 for 指着它。 */
  id: string
  /** 所在台账，提示（补全）时要问服务端。 */
  ledger?: string
  invalid?: boolean
  disabled?: boolean
  describedby?: string
}

export const ranges: Op[] = ['between', 'eq', 'at_least', 'at_most', 'is_set', 'is_empty']
export const words: Op[] = ['contains', 'eq', 'is_set', 'is_empty']
export const choices: Op[] = ['in', 'not', 'is_set', 'is_empty']
