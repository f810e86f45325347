// 单位名称。
import Edit from './Edit.vue'
import { words, type FieldParts } from '../parts'

export const parts: FieldParts = {
  edit: Edit,
  print: (value) => value,
  align: 'start',
  width: 200,
  ops: words,
}
