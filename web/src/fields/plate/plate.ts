// 号牌：号和颜色，写成“粤R12345 黄”。
export const plateColours = ['黄', '蓝', '绿', '黄绿', '渐变绿', '黑', '白', '其他'] as const

const TAIL = /\s*(黄绿|渐变绿|其他|黄|蓝|黑|白|绿)色?$/

export function colourOf(text: string): string {
  return TAIL.exec(text)?.[1] ?? ''
}

/** 换颜色；没有号就什么都没有。 */
export function withColour(text: string, colour: string): string {
  const number = text.replace(TAIL, '').trim()
  return number && colour ? `${number} ${colour}` : number
}
