// 车牌号。
import Edit from './Edit.vue'
import { tidy } from './tidy'
import { words, type FieldParts } from '../parts'
import { showPlate } from '@/terms/words'

export const parts: FieldParts = {
  edit: Edit,
  print: (value) => showPlate(value),
  align: 'start',
  width: 132,
  ops: words,
  tidy,
}
