// 日子：可以只敲 0702；说一个月的，说哪年哪月。
import Edit from './Edit.vue'
import { isMonth, monthWords } from './month'
import { tidy } from './tidy'
import { ranges, type FieldParts } from '../parts'

export const parts: FieldParts = {
  edit: Edit,
  print: (value, field) => (isMonth(field) ? monthWords(value) : value),
  align: 'start',
  width: 112,
  ops: ranges,
  tidy,
}
