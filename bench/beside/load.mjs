// 从另一个进程给服务加压，一项一行 JSON。
// 用法：node load.mjs list|detail|create|import|home|todo|totals|totals-moving|start|directus-list|directus-import 基址 [参数]…；登录用演示账号。
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import { performance } from 'node:perf_hooks'

const say = (name, facts) => console.log(JSON.stringify({ name, ...facts }))
const part = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null
const ms = (value) => (value === null ? null : Math.round(value * 10) / 10)

/** Signs in; gives the headers of whatever comes after. */
async function signIn(at, login = 'jingban') {
  const answer = await fetch(`${at}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: 'tongtu-2021' }),
  })
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  const cookie = answer.headers.get('set-cookie').split(';')[0]
  return { cookie, 'x-csrf': (await answer.json()).csrf, 'content-type': 'application/json' }
}

/** One request to its end: the status. */
function ask(agent, at, headers, { method = 'GET', path, body, headers: own = headers }) {
  return new Promise((done, fail) => {
    const request = http.request(`${at}${path}`, { agent, method, headers: own }, (answer) => {
      answer.on('data', () => {})
      answer.on('end', () => { done(answer.statusCode) })
      answer.on('error', fail)
    })
    request.on('error', fail)
    request.end(body)
  })
}

/**
 * Requests at a fixed rate, one after the other in even steps. The time of each runs from the moment it was due, not from
 * when a connection was free for it: a server that falls behind is seen to.
 */
async function press(name, at, headers, next, rate, seconds) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 50 })
  const times = []
  const statuses = {}
  const began = performance.now() + 50
  const all = Array.from({ length: rate * seconds }, async (_, number) => {
    const due = began + (number * 1000) / rate
    await new Promise((done) => { setTimeout(done, Math.max(0, due - performance.now())) })
    const status = await ask(agent, at, headers, next(number)).catch((error) => error.code ?? 'error')
    times.push(performance.now() - due)
    statuses[status] = (statuses[status] ?? 0) + 1
  })
  await Promise.all(all)
  const took = (performance.now() - began) / 1000
  agent.destroy()
  times.sort((one, other) => one - other)
  say(name, {
    asked_per_s: rate, answered_per_s: Math.round(times.length / took), seconds, statuses,
    p50_ms: ms(part(times, 0.5)), p95_ms: ms(part(times, 0.95)), p99_ms: ms(part(times, 0.99)), max_ms: ms(times.at(-1) ?? null),
    load: readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 1)[0],
  })
}

const PEOPLE = ['jingban', 'shenhe', 'fazhi', 'fenguan', 'juzhang', 'wengao', 'taizhang', 'shenji', 'guanli']
/** A window each, so many as the server lets one session open. */
const WINDOWS = 8

/** So many event streams, held open by all people of the demo; the memory of the server with them. */
async function streams(at, count, pid) {
  const seats = []
  for (let number = 0; seats.length < count; number += 1) {
    const headers = await signIn(at, PEOPLE[number % PEOPLE.length])
    for (let window = 0; window < WINDOWS; window += 1) seats.push(headers)
  }
  const agent = new http.Agent({ maxSockets: count, keepAlive: true })
  const resident = () => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024
  const before = resident()
  const began = performance.now()
  let heard = 0
  const open = await Promise.all(seats.slice(0, count).map((headers) => new Promise((done, fail) => {
    const request = http.get(`${at}/api/v1/events`, { agent, headers }, (answer) => {
      answer.on('data', (data) => { heard += String(data).split('event: record').length - 1 })
      answer.on('error', () => {})
      if (answer.statusCode === 200) done(request)
      else fail(new Error(String(answer.statusCode)))
    })
    request.on('error', fail)
  })))
  const took = performance.now() - began
  await new Promise((done) => { setTimeout(done, 2000) })
  const during = resident()
  return {
    end: () => { for (const it of open) it.destroy() },
    facts: () => ({ count, open_ms: Math.round(took), rss_before_mb: Math.round(before), rss_mb: Math.round(during), rss_end_mb: Math.round(resident()), heard }),
  }
}

/** From the start of the process to its first answer. */
async function start(at, words) {
  const times = []
  for (let count = 0; count < 7; count += 1) {
    const began = performance.now()
    const child = spawn(words[0], words.slice(1), { stdio: 'ignore' })
    for (;;) {
      const answer = await fetch(`${at}/healthz`).catch(() => null)
      if (answer?.ok) break
      await new Promise((done) => { setTimeout(done, 2) })
    }
    times.push(performance.now() - began)
    child.kill()
    await new Promise((done) => { child.on('exit', done) })
  }
  times.sort((one, other) => one - other)
  return { runs: times.length, median_ms: Math.round(part(times, 0.5)), min_ms: Math.round(times[0]), max_ms: Math.round(times.at(-1)) }
}

/** A table of checks brought over the network as a clerk does: read and compared, then taken in; the time of both. */
async function bring(at, file) {
  const headers = await signIn(at)
  const began = performance.now()
  const sent = await fetch(`${at}/api/v1/imports?ledger=overload/check&name=${encodeURIComponent('检查登记.csv')}`, {
    method: 'POST', headers: { ...headers, 'content-type': 'application/octet-stream' }, body: readFileSync(file),
  })
  if (!sent.ok) throw new Error(`${sent.status} ${await sent.text()}`)
  const { id } = await sent.json()
  const until = async (state) => {
    for (;;) {
      const told = await (await fetch(`${at}/api/v1/imports/${id}?limit=1`, { headers })).json()
      if (told.state === state) return told
      if (told.state === 'failed') throw new Error(told.text)
      await new Promise((done) => { setTimeout(done, 50) })
    }
  }
  await until('ready')
  const read = performance.now()
  await fetch(`${at}/api/v1/imports/${id}/take`, { method: 'POST', headers })
  const told = await until('taken')
  return { rows: told.preview.created, read_s: seconds(read - began), take_s: seconds(performance.now() - read), s: seconds(performance.now() - began) }
}

/** The same table into Directus, in its one request; given up after so many minutes. */
async function bringToDirectus(at, token, file, minutes) {
  const form = new FormData()
  form.append('file', new Blob([readFileSync(file)], { type: 'text/csv' }), 'checks.csv')
  const rows = readFileSync(file, 'utf8').trimEnd().split('\n').length - 1
  const address = new URL(at)
  const began = performance.now()
  // fetch gives up after five minutes without an answer; a plain request waits.
  const packed = new Response(form)
  const body = Buffer.from(await packed.arrayBuffer())
  const status = await new Promise((done) => {
    const request = http.request({
      host: address.hostname, port: address.port, path: '/utils/import/check_row', method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': packed.headers.get('content-type'), 'content-length': body.length },
    }, (answer) => {
      answer.resume()
      answer.on('end', () => { done(answer.statusCode) })
    })
    request.setTimeout(minutes * 60_000, () => { request.destroy(new Error('given up')) })
    request.on('error', (error) => { done(error.message) })
    request.end(body)
  })
  return { rows, status, s: seconds(performance.now() - began) }
}

const seconds = (value) => Math.round(value / 100) / 10

const [what, at, ...rest] = process.argv.slice(2)
const label = process.env.TONGTU_BENCH_LABEL ?? ''
const checks = '/api/v1/ledgers/overload/check/records'
const filed = encodeURIComponent('result:eq:filed')
switch (what) {
  case 'list': {
    const headers = await signIn(at)
    const path = `${checks}?filter=${filed}&sort=-checked_on&limit=50`
    await press(`server.list.${label}`, at, headers, () => ({ path }), Number(rest[0]), Number(rest[1]))
    break
  }
  case 'detail': {
    const headers = await signIn(at)
    const page = await (await fetch(`${at}${checks}?limit=500`, { headers })).json()
    const next = (number) => ({ path: `${checks}/${page.items[number % page.items.length].id}` })
    await press(`server.detail.${label}`, at, headers, next, Number(rest[0]), Number(rest[1]))
    break
  }
  case 'home':
  case 'todo': {
    // One after the other as everybody of the demo: what waits differs with the post.
    const people = await Promise.all(PEOPLE.map((login) => signIn(at, login)))
    const next = (number) => ({ path: `/api/v1/${what}`, headers: people[number % people.length] })
    await press(`server.${what}.${label}`, at, {}, next, Number(rest[0]), Number(rest[1]))
    break
  }
  case 'totals': {
    const headers = await signIn(at)
    await press(`server.totals.${label}`, at, headers, () => ({ path: `${checks}/totals` }), Number(rest[0]), Number(rest[1]))
    break
  }
  case 'totals-moving': {
    // A record is entered every second meanwhile, so that what was known of the ledger is not true any more.
    const headers = await signIn(at)
    const page = await (await fetch(`${at}${checks}?limit=1&filter=${filed}`, { headers })).json()
    const values = page.items[0].values
    const mark = Date.now().toString(36)
    const rate = Number(rest[0])
    const next = (number) => number % rate === 0
      ? { method: 'POST', path: checks, body: JSON.stringify({ values: { ...values, no: `T${mark}${number}` } }) }
      : { path: `${checks}/totals` }
    await press(`server.totals.${label}.moving`, at, headers, next, rate, Number(rest[1]))
    break
  }
  case 'create': {
    const headers = await signIn(at)
    const page = await (await fetch(`${at}${checks}?limit=1&filter=${filed}`, { headers })).json()
    const values = page.items[0].values
    const mark = Date.now().toString(36)
    const next = (number) => ({
      method: 'POST', path: checks, body: JSON.stringify({ values: { ...values, no: `S${mark}${number}` } }),
    })
    const open = rest[2] ? await streams(at, Number(rest[2]), Number(rest[3])) : null
    await press(`server.create.${label}${open ? '.streams' : ''}`, at, headers, next, Number(rest[0]), Number(rest[1]))
    if (open) {
      say(`server.streams.${label}`, open.facts())
      open.end()
    }
    break
  }
  case 'import':
    say(`server.import.${label}`, await bring(at, rest[0]))
    break
  case 'directus-import':
    say('beside.directus.import', await bringToDirectus(at, rest[0], rest[1], Number(rest[2])))
    break
  case 'start':
    say(`server.start.${label}`, await start(at, rest))
    break
  case 'directus-list': {
    const headers = { authorization: `Bearer ${rest[2]}` }
    const path = `/items/check_row?filter[result][_eq]=filed&sort=-checked_on&limit=50`
    await press('beside.directus.list', at, headers, () => ({ path }), Number(rest[0]), Number(rest[1]))
    break
  }
  default:
    throw new Error(`no such load: ${what}`)
}
process.exit(0)
