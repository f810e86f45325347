// 与服务端说话的唯一出口：CSRF、ETag、拒绝变成有类型的 Refusal、会话过期时等人重新登录再重发。
import type { Answer, Body, Fixed, Item, Path } from './paths'
import type { Finding, RefusalBody } from './types'

const ROOT = '/api/v1'

/** 服务端不办，或者连不上：text 是可以直接给人看的话。 */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly text: string
  readonly findings: Finding[]
  readonly body: RefusalBody

  constructor(status: number, body: RefusalBody) {
    super(body.text)
    this.name = 'Refusal'
    this.status = status
    this.code = body.code
    this.text = body.text
    this.findings = body.findings ?? []
    this.body = body
  }

  /** 别人先保存了。 */
  get stale(): boolean {
    return this.status === 409 || this.status === 412
  }
}

export type Query = Record<string, string | number | boolean | readonly string[] | null | undefined>

export interface Options {
  query?: Query
  /** 要改的版本；写成 If-Match。 */
  version?: number | string
  signal?: AbortSignal
  /** 401 不弹登录框（登录页自己、开门时的 GET /session）；令牌过时照样换了再发。 */
  quiet?: boolean
}

let csrf = ''
let renew: (() => Promise<boolean>) | null = null
let expired: (() => Promise<void>) | null = null

export function setCsrf(token: string): void {
  csrf = token
}

/** 会话过期时叫谁：弹登录框，登录好了才返回。 */
export function onExpired(hook: () => Promise<void>): void {
  expired = hook
}

/** 令牌过时（另一个窗口重新登录过）时叫谁：取到新的返回 true。 */
export function onStaleToken(hook: () => Promise<boolean>): void {
  renew = hook
}

export function url(path: string, query?: Query): string {
  const pairs = new URLSearchParams()
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value === null || value === undefined || value === '') continue
    if (Array.isArray(value)) value.forEach((each) => pairs.append(key, each))
    else pairs.append(key, String(value))
  }
  const tail = pairs.toString()
  return ROOT + path + (tail ? `?${tail}` : '')
}

interface Sent {
  method: string
  body?: BodyInit
  type?: string
}

async function once(path: string, sent: Sent, options: Options): Promise<Response> {
  const headers = new Headers({ Accept: 'application/json' })
  if (sent.type) headers.set('Content-Type', sent.type)
  if (sent.method !== 'GET' && csrf) headers.set('X-CSRF', csrf)
  if (options.version !== undefined) headers.set('If-Match', `"${options.version}"`)
  try {
    return await fetch(url(path, options.query), {
      method: sent.method,
      headers,
      body: sent.body,
      signal: options.signal ?? null,
      credentials: 'same-origin',
    })
  } catch (error) {
    return cutOff(error)
  }
}

/** 答到一半断了：也是连不上，不是页面出错。 */
function cutOff(error: unknown): never {
  if (error instanceof DOMException && error.name === 'AbortError') throw error
  throw new Refusal(0, { code: 'offline', text: '连不上服务器，请检查网络后重试。' })
}

async function refusal(answer: Response): Promise<Refusal> {
  let body: RefusalBody
  try {
    body = (await answer.json()) as RefusalBody
    if (typeof body.text !== 'string') throw new Error('no text')
  } catch {
    body = { code: 'unknown', text: plain(answer.status) }
  }
  const wait = Number(answer.headers.get('Retry-After'))
  if (body.retry_after_s === undefined && wait > 0) body.retry_after_s = wait
  return new Refusal(answer.status, body)
}

/** 服务端没说话时的说法。 */
function plain(status: number): string {
  if (status === 401) return '请重新登录。'
  if (status === 403) return '您的岗位没有这项权限。'
  if (status === 404) return '没有找到，可能已被撤销或您看不到。'
  if (status === 413) return '文件太大。'
  if (status === 429) return '操作太频繁，请稍后再试。'
  if (status >= 500) return `服务器出错（${status}），已记录，请稍后再试。`
  return `办不成（${status}）。`
}

async function send(path: string, sent: Sent, options: Options = {}): Promise<Response> {
  let answer = await once(path, sent, options)
  if (answer.status === 401 && !options.quiet && expired) {
    await expired()
    answer = await once(path, sent, options)
  }
  if (answer.ok) return answer
  const refused = await refusal(answer)
  if (!(await renewed(refused))) throw refused
  answer = await once(path, sent, options)
  if (!answer.ok) throw await refusal(answer)
  return answer
}

/** 令牌过时：换得到新的就值得再发一次；换的时候登录也没了，照原来的拒绝说。 */
async function renewed(refused: Refusal): Promise<boolean> {
  return refused.code === 'csrf' && renew !== null && (await renew().catch(() => false))
}

async function read(answer: Response): Promise<unknown> {
  if (answer.status === 204) return undefined
  const text = await answer.text().catch(cutOff)
  return text ? JSON.parse(text) : undefined
}

function json(method: string, body: unknown): Sent {
  return body === undefined ? { method } : { method, body: JSON.stringify(body), type: 'application/json' }
}

// 地址写在描述里的，答什么由地址定：get('/home')；带参数的把描述里的写法放进尖括号：get<'/drafts/{id}'>(`/drafts/${id}`)。

export async function get<P extends Fixed<'get'>>(path: P, query?: Query, options?: Options): Promise<Answer<'get', P>>
export async function get<P extends Path<'get'>>(path: string, query?: Query, options?: Options): Promise<Answer<'get', P>>
export async function get(path: string, query?: Query, options: Options = {}): Promise<unknown> {
  return read(await send(path, { method: 'GET' }, { ...options, query: query ?? options.query }))
}

export async function post<P extends Fixed<'post'>>(path: P, body?: Body<'post', P>, options?: Options): Promise<Answer<'post', P>>
export async function post<P extends Path<'post'>>(path: string, body?: Body<'post', P>, options?: Options): Promise<Answer<'post', P>>
export async function post(path: string, body?: unknown, options?: Options): Promise<unknown> {
  return read(await send(path, json('POST', body), options))
}

export async function put<P extends Fixed<'put'>>(path: P, body: Body<'put', P>, options?: Options): Promise<Answer<'put', P>>
export async function put<P extends Path<'put'>>(path: string, body: Body<'put', P>, options?: Options): Promise<Answer<'put', P>>
export async function put(path: string, body: unknown, options?: Options): Promise<unknown> {
  return read(await send(path, json('PUT', body), options))
}

export async function del<P extends Fixed<'delete'>>(path: P, options?: Options): Promise<Answer<'delete', P>>
export async function del<P extends Path<'delete'>>(path: string, options?: Options): Promise<Answer<'delete', P>>
export async function del(path: string, options?: Options): Promise<unknown> {
  return read(await send(path, { method: 'DELETE' }, options))
}

/** 整张表：有下一页的接着取完。 */
export async function all<P extends Fixed<'get'>>(path: P, query?: Query, options: Options = {}): Promise<Item<P>[]> {
  const got: Item<P>[] = []
  let after: string | null | undefined
  do {
    const page = (await read(await send(path, { method: 'GET' }, { ...options, query: { ...query, after } }))) as { items: Item<P>[]; next?: string | null }
    got.push(...page.items)
    after = page.next
  } while (after)
  return got
}

/** 取文件或小图：拿回字节和文件名。 */
export async function bytes(path: string, query?: Query): Promise<{ blob: Blob; name: string }> {
  const answer = await send(path, { method: 'GET' }, { query })
  return { blob: await answer.blob().catch(cutOff), name: fileName(answer.headers.get('Content-Disposition')) }
}

/** Content-Disposition 里的文件名，认 RFC 5987 的 UTF-8 写法。 */
export function fileName(header: string | null): string {
  const wide = header?.match(/filename\*=UTF-8''([^;]+)/i)?.[1]
  if (wide) return decodeURIComponent(wide)
  return header?.match(/filename="?([^";]+)"?/i)?.[1] ?? '下载'
}

/** 送一个文件去，拿回一个文件（对账结果、批注过的文稿）。 */
export async function exchange(path: string, file: Blob, query?: Query): Promise<{ blob: Blob; name: string }> {
  const answer = await send(path, { method: 'POST', body: file, type: file.type || 'application/octet-stream' }, { query })
  return { blob: await answer.blob().catch(cutOff), name: fileName(answer.headers.get('Content-Disposition')) }
}

/** 交给浏览器存盘。 */
export function store(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** 下载：先问服务端（会话过期、没有权限都有话说），再交给浏览器存盘。 */
export async function download(path: string, query?: Query, name?: string): Promise<void> {
  const got = await bytes(path, query)
  store(got.blob, name ?? got.name)
}

/** 上传原始字节；progress 给 0 到 1。 */
export async function upload<P extends Path<'post'>>(
  path: string,
  file: Blob,
  query?: Query,
  progress?: (share: number) => void,
): Promise<Answer<'post', P>> {
  const go = (): Promise<XMLHttpRequest> =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open('POST', url(path, query))
      request.setRequestHeader('X-CSRF', csrf)
      request.setRequestHeader('Accept', 'application/json')
      request.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
      request.upload.onprogress = (event) => {
        if (event.lengthComputable) progress?.(event.loaded / event.total)
      }
      request.onload = () => resolve(request)
      request.onerror = () => reject(new Refusal(0, { code: 'offline', text: '上传中断，请检查网络后重试。' }))
      request.send(file)
    })
  let done = await go()
  if (done.status === 401 && expired) {
    await expired()
    done = await go()
  }
  let refused = refusedUpload(done)
  if (refused && (await renewed(refused))) {
    done = await go()
    refused = refusedUpload(done)
  }
  if (refused) throw refused
  return parse(done.responseText) as Answer<'post', P>
}

function refusedUpload(done: XMLHttpRequest): Refusal | null {
  if (done.status >= 200 && done.status < 300) return null
  const parsed = parse(done.responseText)
  return new Refusal(done.status, isRefusal(parsed) ? parsed : { code: 'unknown', text: plain(done.status) })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRefusal(value: unknown): value is RefusalBody {
  return typeof value === 'object' && value !== null && typeof (value as RefusalBody).text === 'string'
}

/** 给人看的一句话，不论抛出来的是什么。 */
export function say(error: unknown): string {
  if (error instanceof Refusal) return error.text
  return '页面出了意外，请刷新后重试。'
}
