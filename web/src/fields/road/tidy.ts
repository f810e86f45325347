export function tidy(typed: string): string | null {
  const text = typed.trim().normalize('NFKC').toUpperCase()
  return /^[A-Z]\d{3,4}/.test(text) ? text : null
}
