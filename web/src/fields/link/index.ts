// 另一本台账的记录：存的是那边的编号。
import Edit from './Edit.vue'
import { words, type FieldParts } from '../parts'

export const parts: FieldParts = {
  edit: Edit,
  print: (value) => value,
  align: 'start',
  width: 140,
  ops: words,
}
