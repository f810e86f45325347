import type { Field } from '@/api/types'
import { tidyNumber } from '@/terms/number'

export function tidy(typed: string, _field: Field): string | null {
  return tidyNumber(typed)
}
