import type { Field } from '@/api/types'
import { tidyDay, tidyTime } from '@/terms/date'
import type { Look } from '../parts'

export function tidy(typed: string, _field: Field, look: Look): string | null {
  const [day = '', time] = typed.trim().split(/[\sT]+/)
  const tidied = tidyDay(day, look.today)
  const clock = time === undefined ? null : tidyTime(time)
  return tidied && clock ? `${tidied} ${clock}` : null
}
