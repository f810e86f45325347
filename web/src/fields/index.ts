// 二十五种字段，一种一个文件夹；少一种编译不过，不会是办事员屏幕上的一个空格子。
import type { Field, FieldType } from '@/api/types'
import { parts as text } from './text'
import { parts as longText } from './long_text'
import { parts as integer } from './integer'
import { parts as decimal } from './decimal'
import { parts as money } from './money'
import { parts as mass } from './mass'
import { parts as date } from './date'
import { parts as time } from './time'
import { parts as dateTime } from './date_time'
import { parts as yesNo } from './yes_no'
import { parts as code } from './code'
import { parts as person } from './person'
import { parts as organisation } from './organisation'
import { parts as division } from './division'
import { parts as road } from './road'
import { parts as stake } from './stake'
import { parts as plate } from './plate'
import { parts as phone } from './phone'
import { parts as idNumber } from './id_number'
import { parts as creditCode } from './credit_code'
import { parts as file } from './file'
import { parts as point } from './point'
import { parts as link } from './link'
import { parts as indicator } from './indicator'
import { parts as lines } from './lines'
import type { FieldParts, Look } from './parts'

export type { EditProps, FieldParts, Look, Op } from './parts'

export const fields: Record<FieldType, FieldParts> = {
  text,
  long_text: longText,
  integer,
  decimal,
  money,
  mass,
  date,
  time,
  date_time: dateTime,
  yes_no: yesNo,
  code,
  person,
  organisation,
  division,
  road,
  stake,
  plate,
  phone,
  id_number: idNumber,
  credit_code: creditCode,
  file,
  point,
  link,
  indicator,
  lines,
}

/** 一个值给人看的文字；没填是空。 */
export function print(value: string | null | undefined, field: Field, look: Look): string {
  return value === null || value === undefined || value === '' ? '' : fields[field.type].print(value, field, look)
}
