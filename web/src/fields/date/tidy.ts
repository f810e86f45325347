import type { Field } from '@/api/types'
import { tidyDay } from '@/terms/date'
import type { Look } from '../parts'

export function tidy(typed: string, _field: Field, look: Look): string | null {
  return tidyDay(typed, look.today)
}
