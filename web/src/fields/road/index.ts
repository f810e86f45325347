// 路线编号，如 S260。
import Edit from './Edit.vue'
import { tidy } from './tidy'
import { words, type FieldParts } from '../parts'

export const parts: FieldParts = {
  edit: Edit,
  print: (value) => value,
  align: 'start',
  width: 84,
  ops: words,
  tidy,
}
