// 头一天：空的库、一个管理员；改一次性密码，绑动态口令，才进得去；再登录要口令；试错多了要等。
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { folder, stage } from './stage.mjs'

const program = process.env.TONGTU_PROGRAM
const skip = program ? false : 'TONGTU_PROGRAM 没有说程序在哪里'

let it
let server
let at = ''
let once = ''
before(async () => {
  if (skip) return
  it = await stage()
  const where = ['--base', `${folder}/first.db`]
  const cwd = new URL('../../../', import.meta.url).pathname
  execFileSync(program, [...where, 'init'], { cwd, stdio: 'ignore' })
  server = spawn(program, [...where, 'serve', '--listen', '127.0.0.1:0'], { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
  for await (const line of createInterface({ input: server.stderr })) {
    at = line.match(/http:\/\/\S+/)?.[0] ?? at
    once = line.match(/一次性密码 ([^（]+)/)?.[1] ?? once
    if (at && once) break
  }
})
after(async () => {
  server?.kill()
  await it?.close()
})

/** 验证器上的 6 位数（RFC 6238）；steps 是往后几个半分钟。 */
function code(secret, steps = 0) {
  const bits = [...secret].map((one) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((one) => parseInt(one, 2)))
  const count = Buffer.alloc(8)
  count.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const mac = createHmac('sha1', key).update(count).digest()
  const from = mac[19] & 15
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

const NEW = 'river-stone-42'

test('first sign-in: a new password, then the second factor, then in; the next one asks for the code', { skip }, async () => {
  const page = await it.open('/sign-in', { at, allow: ['401', '422', '403'] })
  await page.fill('#login', 'admin')
  await page.fill('#password', once)
  await page.keyboard.press('Enter')
  await page.waitForSelector('text=请先改密码')
  await page.goto(`${at}/admin/users`)
  await page.waitForSelector('text=请先改密码')
  await page.fill('#old-password', once)
  await page.fill('#new-password', 'short')
  await page.fill('#again-password', 'short')
  await page.keyboard.press('Enter')
  await page.waitForSelector('text=至少 10 位。')
  await page.fill('#new-password', NEW)
  await page.fill('#again-password', NEW)
  await page.keyboard.press('Enter')
  await page.waitForSelector('text=请绑定动态口令')
  await page.waitForSelector('.qr svg')
  const secret = (await page.locator('code').innerText()).trim()
  await page.fill('#enrol-code', code(secret))
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === '/admin/users')

  const again = await it.open('/sign-in', { at, allow: ['401'] })
  await again.fill('#login', 'admin')
  await again.fill('#password', NEW)
  await again.keyboard.press('Enter')
  await again.waitForSelector('#code')
  const right = code(secret, 1)
  await again.keyboard.type(right === '000000' ? '000001' : '000000')
  await again.waitForSelector('text=动态口令不对')
  await again.keyboard.type(right)
  await again.waitForURL((url) => url.pathname === '/')
})

test('five wrong passwords: the account rests, and the page counts down', { skip }, async () => {
  const page = await it.open('/sign-in', { at, allow: ['401', '429'] })
  await page.fill('#login', 'admin')
  for (let n = 0; n < 4; n++) {
    await page.fill('#password', `wrong-${n}`)
    await page.keyboard.press('Enter')
    // 答复到了，密码清空，才能再试。
    await page.waitForFunction(() => document.querySelector('#password').value === '')
    await page.waitForSelector('button.big >> text=/^登录$/')
  }
  await page.fill('#password', 'wrong-5')
  await page.keyboard.press('Enter')
  await page.waitForSelector('text=/请 (1 分钟|5\\d 秒)后再试/')
})
