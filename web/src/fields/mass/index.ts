// 质量，公斤。
import Edit from './Edit.vue'
import { tidy } from './tidy'
import { ranges, type FieldParts } from '../parts'
import { thousands } from '@/terms/number'

export const parts: FieldParts = {
  edit: Edit,
  print: (value) => thousands(value),
  align: 'end',
  width: 110,
  ops: ranges,
  tidy,
}
