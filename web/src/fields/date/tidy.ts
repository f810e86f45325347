import type { Field } from '@/api/types'
import { tidyDay } from '@/terms/date'
import type { Look } from '../parts'
import { isMonth, tidyMonth } from './month'

export function tidy(typed: string, field: Field, look: Look): string | null {
  return isMonth(field) ? tidyMonth(typed, look.today) : tidyDay(typed, look.today)
}
