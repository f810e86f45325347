// 统一社会信用代码。
import Edit from './Edit.vue'
import { tidy } from './tidy'
import { words, type FieldParts } from '../parts'

export const parts: FieldParts = {
  edit: Edit,
  print: (value) => value,
  align: 'start',
  width: 176,
  ops: words,
  tidy,
}
