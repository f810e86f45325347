// 是或否。
import Edit from './Edit.vue'
import { choices, type FieldParts } from '../parts'

export const parts: FieldParts = {
  edit: Edit,
  print: (value) => value,
  align: 'start',
  width: 72,
  ops: choices,
}
