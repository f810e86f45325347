// 文件：编辑时只显示文件名，上传在附件里办。
import Edit from './Edit.vue'
import { words, type FieldParts } from '../parts'

export const parts: FieldParts = {
  edit: Edit,
  print: (value) => value,
  align: 'start',
  width: 140,
  ops: words,
}
