// 整数：表里带千分位。
import Edit from './Edit.vue'
import { tidy } from './tidy'
import { ranges, type FieldParts } from '../parts'
import { thousands } from '@/terms/number'

export const parts: FieldParts = {
  edit: Edit,
  print: (value) => thousands(value),
  align: 'end',
  width: 96,
  ops: ranges,
  tidy,
}
