// 从浏览器自报的一串里认出叫什么、在什么机器上；认不出就说不认得。

const BROWSERS: readonly [RegExp, string][] = [
  [/QIHU|360SE|360EE/i, '360 浏览器'],
  [/Qaxbrowser|Qianxin/i, '奇安信浏览器'],
  [/UOSBrowser|UOS Professional|UBrowser/i, 'UOS 浏览器'],
  [/MicroMessenger/i, '微信'],
  [/wxwork|ZhengYi|zwfw/i, '粤政易'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, '火狐浏览器'],
  [/Chrome\//, 'Chrome 内核浏览器'],
  [/Safari\//, 'Safari'],
]

const MACHINES: readonly [RegExp, string][] = [
  [/Android/, '安卓手机'],
  [/iPhone|iPad/, '苹果手机'],
  [/Windows/, 'Windows 电脑'],
  [/Linux/, 'Linux（麒麟、UOS）电脑'],
  [/Macintosh/, '苹果电脑'],
]

function find(table: readonly [RegExp, string][], text: string): string | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1]
}

export function browserName(agent: string | undefined): string {
  const parts = [find(BROWSERS, agent ?? ''), find(MACHINES, agent ?? '')].filter(Boolean)
  return parts.length ? parts.join('，') : '认不出的浏览器'
}
