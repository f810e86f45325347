// 新密码先在这里看一眼，少跑一趟；说了算的是服务端。
export const SHORTEST = 10

export function passwordFaults(next: string, again: string, old: string, login: string): string[] {
  const faults: string[] = []
  if ([...next].length < SHORTEST) faults.push(`至少 ${SHORTEST} 个字符。`)
  if (login && next.toLowerCase().includes(login.toLowerCase())) faults.push('不能含账号名。')
  if (next && next === old) faults.push('不能和原密码一样。')
  if (next && new Set(next).size < 5) faults.push('重复的字符太多。')
  if (again && next !== again) faults.push('两次输入的不一样。')
  return faults
}
