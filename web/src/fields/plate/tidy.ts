import { tidyPlate } from '@/terms/words'

export function tidy(typed: string): string | null {
  return tidyPlate(typed)
}
