// 代码：存代码，显示名称。
import Edit from './Edit.vue'
import { choices, type FieldParts } from '../parts'

export const parts: FieldParts = {
  edit: Edit,
  print: (value, field, look) => (field.list ? look.codeLabel(field.list, value) : value),
  align: 'start',
  width: 120,
  ops: choices,
}
