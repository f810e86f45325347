// 明细：一条记录下的若干行。
import Edit from './Edit.vue'
import { type FieldParts } from '../parts'

export const parts: FieldParts = {
  edit: Edit,
  print: (value) => value,
  align: 'start',
  width: 120,
  ops: ['is_set', 'is_empty'],
}
