import { tidyPlate } from '@/terms/words'
import { colourOf, withColour } from './plate'

export function tidy(typed: string): string | null {
  const text = typed.trim()
  const colour = colourOf(text)
  return withColour(tidyPlate(withColour(text, '')), colour)
}
