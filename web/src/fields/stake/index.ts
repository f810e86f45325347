// 桩号，如 K24+450。
import Edit from './Edit.vue'
import { tidy } from './tidy'
import { ranges, type FieldParts } from '../parts'

export const parts: FieldParts = {
  edit: Edit,
  print: (value) => value,
  align: 'start',
  width: 100,
  ops: ranges,
  tidy,
}
