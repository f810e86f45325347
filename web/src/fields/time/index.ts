// 钟点：可以敲 0930。
import Edit from './Edit.vue'
import { tidy } from './tidy'
import { ranges, type FieldParts } from '../parts'

export const parts: FieldParts = {
  edit: Edit,
  print: (value) => value.slice(0, 5),
  align: 'start',
  width: 90,
  ops: ranges,
  tidy,
}
