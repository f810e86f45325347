import { describe, expect, it } from 'vitest'
import { browserName } from './browser'
import { wait } from './countdown'
import { landing } from './landing'
import { passwordFaults } from './password'

describe('after signing in one lands inside', () => {
  it.each([['/todo', '/todo'], ['/ledgers/a/b?q=1', '/ledgers/a/b?q=1']])('%s', (wanted, to) => expect(landing(wanted)).toBe(to))
  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/sign-in?to=/x', undefined, ['/a'], ''])('%s goes home', (wanted) => expect(landing(wanted)).toBe('/'))
})

describe('the wait of a locked account', () => {
  it.each([[95, '1 分 35 秒'], [60, '1 分钟'], [7, '7 秒'], [1800, '30 分钟']])('%i seconds', (seconds, words) => expect(wait(seconds)).toBe(words))
})

describe('a new password', () => {
  const faults = (next: string, again = next): string[] => passwordFaults(next, again, 'Old-pass-2021', 'chenjing', '陈静')
  it('that will do', () => expect(faults('correct-horse-9')).toEqual([]))
  it('too short', () => expect(faults('ab1-')).toContain('至少 10 位。'))
  it('of one kind', () => expect(faults('abcdefghijk')).toEqual(['要有大写、小写、数字、符号中的至少两种。']))
  it('with the login or the name', () => {
    expect(faults('ChenJing-2021')).toEqual(['不要有登录名或姓名。'])
    expect(faults('陈静abc-2021x')).toEqual(['不要有登录名或姓名。'])
  })
  it('the old one, or typed twice differently', () => {
    expect(faults('Old-pass-2021')).toEqual(['不能和原密码一样。'])
    expect(faults('correct-horse-9', 'correct-horse-8')).toEqual(['两次输入的不一样。'])
  })
  it('that repeats itself', () => expect(faults('aaaaaaaa11')).toEqual(['重复的字符太多。']))
})

describe('a browser is named as staff know it', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 Chrome/86.0.4240.198 Safari/537.36 QIHU 360SE', '360 浏览器，Windows 电脑'],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/100.0 Safari/537.36', 'Chrome 内核浏览器，Linux（麒麟、UOS）电脑'],
    ['Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/100 Mobile MicroMessenger/8.0', '微信，安卓手机'],
    ['', '认不出的浏览器'],
  ])('%s', (agent, words) => expect(browserName(agent)).toBe(words))
})
