// 首包预算：index.html 直接要的脚本（含预加载）压缩后不超过 250 KB；包里不许有 Chromium 86 没有的写法。犯了构建就算失败。
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { lacking } from './lacking.mjs'

const LIMIT_KB = 250
const dist = new URL('../dist/', import.meta.url)
const html = readFileSync(new URL('index.html', dist), 'utf8')
const kb = (files) => files.reduce((sum, it) => sum + gzipSync(readFileSync(new URL(it, dist))).length, 0) / 1024
const scripts = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((it) => it[1])
const styles = [...html.matchAll(/href="\/(assets\/[^"]+\.css)"/g)].map((it) => it[1])
console.log(`首包：脚本 ${kb(scripts).toFixed(1)} KB，样式 ${kb(styles).toFixed(1)} KB（压缩后），上限 ${LIMIT_KB} KB`)
if (kb(scripts) > LIMIT_KB) {
  console.error('首包超了：看看哪个页面把大部件带进了框架。')
  process.exitCode = 1
}

const assets = new URL('assets/', dist)
/** Vue 给响应式数组各备一个转手的 toSorted，没有人叫就不动；源码里叫没叫由 tests/house.test.ts 查。 */
const idle = { vue: ['toSorted'] }
for (const file of readdirSync(assets)) {
  const words = /\.(js|css)$/.test(file) ? lacking(file, readFileSync(new URL(file, assets), 'utf8')).filter((it) => !idle[file.split('-')[0]]?.includes(it)) : []
  if (!words.length) continue
  console.error(`${file} 用了 Chromium 86 没有的：${words.join('、')}。依赖里带来的，在 vite.config.ts 里换掉。`)
  process.exitCode = 1
}
