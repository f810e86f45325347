/** 秒数给人看：3 天 4 小时、5 小时 6 分、7 分钟。 */
export function lasting(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  const days = Math.floor(minutes / 1440)
  const hours = Math.floor((minutes % 1440) / 60)
  if (days > 0) return `${days} 天 ${hours} 小时`
  if (hours > 0) return `${hours} 小时 ${minutes % 60} 分`
  return minutes > 0 ? `${minutes} 分钟` : '不到 1 分钟'
}

/** 备份的名字就是时间：20210702-093015.tongtu → 2021-07-02 09:30。 */
export function backupTime(name: string): string {
  const match = /^(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})/.exec(name)
  return match ? `${match[1]}-${match[2]}-${match[3]} ${match[4]}:${match[5]}` : ''
}
