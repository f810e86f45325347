import { tidyStake } from '@/terms/words'

export function tidy(typed: string): string | null {
  return tidyStake(typed)
}
