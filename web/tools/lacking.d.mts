export const SCRIPT: readonly [RegExp, string][]
export const STYLE: readonly [RegExp, string][]
export function lacking(name: string, text: string): string[]
