// 新密码先在这里看一眼，少跑一趟；说了算的是服务端。
export const SHORTEST = 10

export function passwordFaults(next: string, again: string, old: string, login: string, name: string): string[] {
  const faults: string[] = []
  const small = next.toLowerCase()
  if ([...next].length < SHORTEST) faults.push(`至少 ${SHORTEST} 位。`)
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((it) => it.test(next)).length
  if (next && kinds < 2) faults.push('要有大写、小写、数字、符号中的至少两种。')
  if (next && new Set(small).size < 5) faults.push('重复的字符太多。')
  if ((login && small.includes(login.toLowerCase())) || (name && small.includes(name.toLowerCase()))) faults.push('不要有登录名或姓名。')
  if (next && next === old) faults.push('不能和原密码一样。')
  if (again && next !== again) faults.push('两次输入的不一样。')
  return faults
}
