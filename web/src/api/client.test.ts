import { afterEach, describe, expect, it, vi } from 'vitest'
import { del, fileName, get, onExpired, onStaleToken, post, Refusal, setCsrf, upload, url } from './client'

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(status === 204 ? null : JSON.stringify(body), { status, headers })

function serve(...answers: (Response | Error)[]): ReturnType<typeof vi.fn> {
  const fetch = vi.fn()
  for (const it of answers) it instanceof Error ? fetch.mockRejectedValueOnce(it) : fetch.mockResolvedValueOnce(it)
  vi.stubGlobal('fetch', fetch)
  return fetch
}

afterEach(() => vi.unstubAllGlobals())

describe('addresses', () => {
  it('repeats a list and leaves out what is empty', () =>
    expect(url('/x', { filter: ['a:eq:1', '甲:is_set:'], q: '', after: null, limit: 50 })).toBe('/api/v1/x?filter=a%3Aeq%3A1&filter=%E7%94%B2%3Ais_set%3A&limit=50'))
  it('file names in Chinese', () => {
    expect(fileName("attachment; filename*=UTF-8''%E6%A1%88%E4%BB%B6.xlsx")).toBe('案件.xlsx')
    expect(fileName('attachment; filename="a.csv"')).toBe('a.csv')
    expect(fileName(null)).toBe('下载')
  })
})

describe('asking', () => {
  it('sends the token and the version, never with a GET', async () => {
    setCsrf('t1')
    const fetch = serve(answer(200, {}), answer(200, {}))
    await post<'/batches/{id}/undo'>('/x', { reason: '错了' }, { version: 3 })
    await get('/home')
    const [first, second] = fetch.mock.calls.map((it) => (it[1] as { headers: Headers }).headers)
    expect(first?.get('X-CSRF')).toBe('t1')
    expect(first?.get('If-Match')).toBe('"3"')
    expect(second?.get('X-CSRF')).toBeNull()
  })

  it('a refusal keeps code, words and findings', async () => {
    serve(answer(422, { code: 'findings', text: '有 1 处要改。', findings: [{ rule: 'required', grade: '必须修改', place: {}, what: '没有填' }] }))
    const error = await post('/x').catch((it: unknown) => it)
    expect(error).toBeInstanceOf(Refusal)
    expect((error as Refusal).findings[0]?.what).toBe('没有填')
  })

  it('an answer that is no refusal still reads as a sentence', async () => {
    serve(new Response('<html>502</html>', { status: 502 }), answer(413, {}))
    expect(((await get('/x').catch((it: unknown) => it)) as Refusal).text).toBe('服务器出错（502），已记录，请稍后再试。')
    expect(((await get('/x').catch((it: unknown) => it)) as Refusal).text).toBe('文件太大。')
  })

  it('no network is said in words', async () => {
    serve(new TypeError('Failed to fetch'))
    expect(((await get('/x').catch((it: unknown) => it)) as Refusal).code).toBe('offline')
  })

  it('stale: who and when', async () => {
    serve(answer(409, { code: 'stale', text: '他人已先保存', have: 4, by: '林审核', at: '2021-07-02 09:00' }))
    const error = (await post('/x').catch((it: unknown) => it)) as Refusal
    expect([error.stale, error.body.have, error.body.by]).toEqual([true, 4, '林审核'])
  })
})

describe('an expired session', () => {
  it('waits for the sign-in and sends the same again, so nothing typed is lost', async () => {
    const fetch = serve(answer(401, { code: 'signed_out', text: '' }), answer(200, { kept: true }))
    onExpired(async () => setCsrf('t2'))
    expect(await post<'/batches/{id}/undo'>('/x', { reason: '很长的一段' })).toEqual({ kept: true })
    expect((fetch.mock.calls[1]?.[1] as { body: string }).body).toContain('很长的一段')
    expect((fetch.mock.calls[1]?.[1] as { headers: Headers }).headers.get('X-CSRF')).toBe('t2')
  })
  it('is not asked about quietly', async () => {
    serve(answer(401, { code: 'signed_out', text: '请登录' }))
    const asked = vi.fn(async () => undefined)
    onExpired(asked)
    await get('/session', undefined, { quiet: true }).catch(() => undefined)
    expect(asked).not.toHaveBeenCalled()
  })
})

describe('a token that another window renewed', () => {
  it('is fetched and the request sent again', async () => {
    serve(answer(403, { code: 'csrf', text: '页面太旧' }), answer(200, { ok: 1 }))
    onStaleToken(async () => true)
    expect(await post('/x')).toEqual({ ok: 1 })
  })
  it('of another person is not used', async () => {
    serve(answer(403, { code: 'csrf', text: '页面太旧' }))
    onStaleToken(async () => false)
    expect(((await post('/x').catch((it: unknown) => it)) as Refusal).code).toBe('csrf')
  })
})

describe('a token that has grown old', () => {
  it('is renewed for a quiet request too: signing out must not fail in silence', async () => {
    const fetch = serve(answer(403, { code: 'csrf', text: '页面太旧' }), answer(204, null))
    onStaleToken(async () => true)
    await del('/session', { quiet: true })
    expect(fetch).toHaveBeenCalledTimes(2)
  })
  it('whose renewal finds nobody signed in tells the first refusal', async () => {
    serve(answer(403, { code: 'csrf', text: '页面太旧' }))
    onStaleToken(() => Promise.reject(new Refusal(401, { code: 'signed_out', text: '请登录' })))
    expect(((await post('/x').catch((it: unknown) => it)) as Refusal).code).toBe('csrf')
  })
  it('does not lose an upload', async () => {
    const sent: string[] = []
    class Request {
      status = 0
      responseText = ''
      upload = {}
      onload = (): void => undefined
      open(): void {}
      setRequestHeader(name: string, value: string): void {
        if (name === 'X-CSRF') sent.push(value)
      }
      send(): void {
        this.status = sent.length === 1 ? 403 : 201
        this.responseText = sent.length === 1 ? '{"code":"csrf","text":"页面太旧"}' : '{"name":"a.pdf"}'
        this.onload()
      }
    }
    vi.stubGlobal('XMLHttpRequest', Request)
    setCsrf('old')
    onStaleToken(async () => {
      setCsrf('new')
      return true
    })
    expect(await upload('/x', new Blob(['1']))).toEqual({ name: 'a.pdf' })
    expect(sent).toEqual(['old', 'new'])
  })
})

describe('an answer cut off half way', () => {
  it('is no network, not a broken page', async () => {
    const broken = answer(200, {})
    broken.text = () => Promise.reject(new TypeError('network error'))
    serve(broken)
    expect(((await get('/home').catch((it: unknown) => it)) as Refusal).code).toBe('offline')
  })
})
