/** 秒数给人看：3 天 4 小时、5 小时 6 分、7 分钟。 */
export function lasting(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  const days = Math.floor(minutes / 1440)
  const hours = Math.floor((minutes % 1440) / 60)
  if (days > 0) return `${days} 天 ${hours} 小时`
  if (hours > 0) return `${hours} 小时 ${minutes % 60} 分`
  return minutes > 0 ? `${minutes} 分钟` : '不到 1 分钟'
}
