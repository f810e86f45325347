// 日子和钟点：0702 0930。
import Edit from './Edit.vue'
import { tidy } from './tidy'
import { ranges, type FieldParts } from '../parts'
import { minute } from '@/terms/date'

export const parts: FieldParts = {
  edit: Edit,
  print: (value) => minute(value),
  align: 'start',
  width: 150,
  ops: ranges,
  tidy,
}
