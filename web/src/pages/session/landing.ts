/** 登录后去哪里：只认站内的路径，`//别处`、`https://…` 一律回首页。 */
export function landing(wanted: unknown): string {
  if (typeof wanted !== 'string' || !/^\/(?![/\\])/.test(wanted) || wanted.startsWith('/sign-in')) return '/'
  return wanted
}
