// 指标：存编号，看的、挑的都是名称；名称由服务端随记录给出。
import Edit from './Edit.vue'
import { words, type FieldParts } from '../parts'

export const parts: FieldParts = {
  edit: Edit,
  print: (value) => value,
  align: 'start',
  width: 220,
  ops: words,
}
