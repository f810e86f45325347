// 行政区划：存名称，从区划表里选。
import Edit from './Edit.vue'
import { choices, type FieldParts } from '../parts'

export const parts: FieldParts = {
  edit: Edit,
  print: (value) => value,
  align: 'start',
  width: 110,
  ops: choices,
}
