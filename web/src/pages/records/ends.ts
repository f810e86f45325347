// 查询条件里范围的一头：认得出收拾成规范写法，认不出就说怎么写，不拿去问。
import type { Field } from '@/api/types'
import { fields, type Look } from '@/fields'
import { isMonth } from '@/fields/date/month'
import { tidyDay } from '@/terms/date'

export interface End {
  value: string
  /** 认不出时的一句话：哪一格、写的什么、该怎么写。 */
  fault: string
}

const HOW: Partial<Record<Field['type'], string>> = {
  date: '不是日期，可以写 0702、7月2日或 2021-07-02',
  date_time: '不是日期，可以写 0702 或 0702 0930',
  time: '不是钟点，可以写 0930 或 9:30',
  stake: '不是桩号，可以写 24+450',
}

const HOW_MONTH = '不是月份，可以写 6月 或 2021年6月'

export function rangeEnd(typed: string, field: Field, look: Look): End {
  const text = typed.trim()
  const tidy = fields[field.type].tidy
  if (text === '' || !tidy) return { value: text, fault: '' }
  const value = tidy(text, field, look) ?? (field.type === 'date_time' ? tidyDay(text, look.today) : null)
  return value === null ? { value: text, fault: `${field.label}：“${text}”${(isMonth(field) ? HOW_MONTH : HOW[field.type]) ?? '不是数，请只写数字'}。` } : { value, fault: '' }
}
