import { tidyTime } from '@/terms/date'

export function tidy(typed: string): string | null {
  return tidyTime(typed)
}
