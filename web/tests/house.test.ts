// 房子的规矩：不写死台账、不用老浏览器没有的写法、屏幕上的字合规矩。
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lacking } from '../tools/lacking.mjs'

const ROOT = new URL('../src/', import.meta.url).pathname
const DEFS = join(ROOT, '../../defs/ledgers')

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((it) => (it.isDirectory() ? walk(join(folder, it.name)) : [join(folder, it.name)]))
}

const files = walk(ROOT).filter((it) => /\.(ts|vue|css)$/.test(it) && !it.endsWith('.test.ts'))
const text = (path: string): string => readFileSync(path, 'utf8')
const name = (path: string): string => path.slice(ROOT.length)

describe('no ledger is written into the face', () => {
  const ids = readdirSync(DEFS, { withFileTypes: true }).filter((it) => it.isDirectory()).flatMap((it) =>
    readdirSync(join(DEFS, it.name)).map((file) => `${it.name}/${file.replace('.toml', '')}`),
  )

  it('knows the shipped ledgers', () => expect(ids.length).toBeGreaterThan(100))

  it.each(files.map((it) => [name(it), it]))('%s', (_, path) => {
    const found = ids.filter((id) => new RegExp(`['"\`]${id}['"\`]`).test(text(path)))
    expect(found).toEqual([])
  })
})

describe('what Chromium 86 lacks is not used', () => {
  it.each(files.map((it) => [name(it), it]))('%s', (_, path) => expect(lacking(path, text(path))).toEqual([]))

  it.each([
    ['a.js', 'rows.at(-1)'], ['a.js', 'Object.hasOwn(a,b)'], ['a.js', 'structuredClone(a)'], ['a.js', 'a.findLast(b)'], ['a.js', 'a.toSorted()'],
    ['a.js', 'AbortSignal.timeout(1)'], ['a.js', 'el.addEventListener("scrollend",f)'], ['a.js', 'new Intl.Segmenter()'],
    ['a.css', 'a:has(b){}'], ['a.css', 'a{inset:0}'], ['a.css', 'a{aspect-ratio:1}'], ['a.css', 'a{height:100dvh}'], ['a.css', '@container a{}'], ['a.css', 'a{color:color-mix(in srgb,red,blue)}'],
    ['a.css', '@media (width<640px){a{}}'], ['a.css', 'a{text-decoration:underline double var(--red) 2px}'], ['a.css', 'a{scale:2}'],
  ])('is seen in a bundle: %s %s', (file, code) => expect(lacking(file, code)).toHaveLength(1))
  it('what it has is not complained of', () => {
    expect(lacking('a.js', 'a??=b;rows.at(i);el.replaceChildren(x);s.replaceAll("a","b");Object.prototype.hasOwnProperty.call(a,b)')).toEqual([])
    expect(lacking('a.css', 'a{gap:4px;left:clamp(1px,2%,3px);transform:scale(2);text-decoration:underline dotted #555;text-decoration-thickness:2px;inset-block-start:0}@media (max-width:640px){a{}}')).toEqual([])
  })
})

describe('what the content security policy forbids, or what opens a door, is not used', () => {
  const banned: [RegExp, string][] = [
    [/\sstyle="/, 'style="…"'],
    [/v-html|innerHTML|insertAdjacentHTML|document\.write/, 'HTML from text'],
    [/\beval\(|new Function\(/, 'eval'],
    [/\$route\b(?!r)/, '$route instead of useRoute()'],
    [/from 'element-plus'/, 'the whole of Element Plus'],
    [/https?:\/\/(?!www\.w3\.org)[a-z0-9]/, 'a foreign address'],
  ]
  it.each(files.filter((it) => /\.(ts|vue)$/.test(it)).map((it) => [name(it), it]))('%s', (_, path) => {
    const source = text(path).replace(/\/\/ .*$/gm, '')
    expect(banned.filter(([pattern]) => pattern.test(source)).map(([, word]) => word)).toEqual([])
  })
})

describe('words on the screen', () => {
  const templates = files.filter((it) => it.endsWith('.vue'))
  it.each(templates.map((it) => [name(it), it]))('%s', (_, path) => {
    const template = /<template>([\s\S]*)<\/template>/.exec(text(path))?.[1] ?? ''
    const said = template.replace(/\{\{[\s\S]*?\}\}/g, '').replace(/<!--[\s\S]*?-->/g, '').replace(/\$\{[^}]*\}/g, '〇').replace(/\\n/g, '')
    expect(said.match(/[\u4e00-\u9fff][,;!?](?!\w)/g) ?? [], '全角标点').toEqual([])
    expect(said.match(/创建|数据表/g) ?? [], '新增不说创建，台账不说数据表').toEqual([])
    expect(said.match(/[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]/g) ?? [], '中西文之间空一格').toEqual([])
  })
})
