/** 经纬度收拾成“经度,纬度”：全角逗号、空格都认；写反的不替人改。 */
export function tidy(typed: string): string | null {
  const match = /^(\d{1,3}(?:\.\d+)?)\s*[,，、\s]\s*(\d{1,2}(?:\.\d+)?)$/.exec(typed.trim().normalize('NFKC'))
  return match ? `${match[1]},${match[2]}` : null
}

/** 定位给的两个数，到小数点后六位（约 0.1 米）。 */
export function writePoint(longitude: number, latitude: number): string {
  return `${longitude.toFixed(6)},${latitude.toFixed(6)}`
}
