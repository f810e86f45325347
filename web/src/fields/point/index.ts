// 经纬度，如 112.6,24.5。
import Edit from './Edit.vue'
import { tidy } from './tidy'
import { words, type FieldParts } from '../parts'

export const parts: FieldParts = {
  edit: Edit,
  print: (value) => value,
  align: 'start',
  width: 150,
  ops: words,
  tidy,
}
