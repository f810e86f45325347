export function tidy(typed: string): string | null {
  return typed.normalize('NFKC').toUpperCase().replace(/\s/g, '')
}
