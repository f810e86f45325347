// 小数：补足规定的位数，不舍入。
import Edit from './Edit.vue'
import { tidy } from './tidy'
import { ranges, type FieldParts } from '../parts'
import { places, thousands } from '@/terms/number'

export const parts: FieldParts = {
  edit: Edit,
  print: (value, field) => thousands(places(value, field.places ?? 0)),
  align: 'end',
  width: 110,
  ops: ranges,
  tidy,
}
