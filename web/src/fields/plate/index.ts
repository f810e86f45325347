// 车牌号：屏幕上、导出的表里、搜索时一个写法，不加中点。
import Edit from './Edit.vue'
import { tidy } from './tidy'
import { words, type FieldParts } from '../parts'

export const parts: FieldParts = {
  edit: Edit,
  print: (value) => value,
  align: 'start',
  width: 132,
  ops: words,
  tidy,
}
