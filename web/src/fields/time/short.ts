// 钟点存到秒，屏幕上没有秒的不写秒：09:30:00 看作 09:30。

export function short(value: string | null | undefined): string {
  return (value ?? '').replace(/^(\d{2}:\d{2}):00$/, '$1')
}

export function long(text: string | null): string | null {
  return text !== null && /^\d{2}:\d{2}$/.test(text) ? `${text}:00` : text
}
