// 几行字（长文本）：详情里保留换行。
import Edit from './Edit.vue'
import Show from './Show.vue'
import { words, type FieldParts } from '../parts'

export const parts: FieldParts = {
  edit: Edit,
  show: Show,
  print: (value) => value,
  align: 'start',
  width: 220,
  ops: words,
}
