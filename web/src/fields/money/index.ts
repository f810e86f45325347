// 金额，元。
import Edit from './Edit.vue'
import { tidy } from './tidy'
import { ranges, type FieldParts } from '../parts'
import { money } from '@/terms/number'

export const parts: FieldParts = {
  edit: Edit,
  print: (value) => money(value),
  align: 'end',
  width: 136,
  ops: ranges,
  tidy,
}
