// 打出来的纸：列表和详情都有单位、题目、落款。
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { base, folder, signIn, stage } from './stage.mjs'

let it
before(async () => {
  it = await stage()
})
after(() => it.close())

/** 没有 pdftotext（poppler-utils）就说清楚跳过；TONGTU_REQUIRE_ALL=1 时算没过。 */
const skip = spawnSync('pdftotext', ['-v']).error && process.env.TONGTU_REQUIRE_ALL !== '1' ? '没有 pdftotext' : false

/** 印成 PDF，读出文字，去掉空白。 */
async function printed(page, name, pages = []) {
  const file = `${folder}/${name}.pdf`
  await writeFile(file, await page.pdf({ preferCSSPageSize: true, printBackground: false }))
  return execFileSync('pdftotext', ['-layout', ...pages, file, '-'], { encoding: 'utf8' }).replace(/\s+/g, '')
}

test('a list on paper: the unit, the title, the conditions, the rows, who signs', { skip }, async () => {
  const page = await it.open('/ledgers/overload/check/print?q=JC2021-0522', { as: 'jingban' })
  await page.waitForSelector('article.sheet tbody tr')
  assert.ok((await printed(page, 'list-first', ['-f', '1', '-l', '1'])).includes('JC2021-05221'), '头一张不是白纸')
  const text = await printed(page, 'list')
  for (const words of ['阳山县交通运输局', '治超检查登记', 'JC2021-05221', 'JC2021-05220', '填报人', '审核人', '负责人', '打印日期：2021年6月30日', '共2条']) assert.ok(text.includes(words), `纸上有“${words}”：${text.slice(0, 300)}`)
  for (const words of ['找台账', '全部台账', '导入批次']) assert.ok(!text.includes(words), `菜单不上纸：“${words}”`)
})

test('a record on paper: the unit, the number, every field, who signs', { skip }, async () => {
  const context = await it.browser.newContext()
  await signIn(context, 'juzhang')
  const got = await (await context.request.get(`${base}/api/v1/ledgers/enforcement/case/records?filter=no:eq:${encodeURIComponent('阳交立〔2021〕1号')}`)).json()
  const page = await it.open(`/ledgers/enforcement/case/${got.items[0].id}`, { as: 'juzhang' })
  await page.waitForSelector('dl.values')
  const text = await printed(page, 'record')
  for (const words of ['阳山县交通运输局', '执法案件登记簿', '阳交立〔2021〕1号', '立案日期', '2021-01-01', '填报人', '审核人', '负责人']) assert.ok(text.includes(words), `纸上有“${words}”：${text.slice(0, 300)}`)
  for (const words of ['找台账', '回列表', '催办']) assert.ok(!text.includes(words), `按钮不上纸：“${words}”`)
})

test('the board of supervision on paper: the unit, each office with its numbers, who signs', { skip }, async () => {
  const page = await it.open('/due', { as: 'juzhang' })
  await page.waitForSelector('.offices tbody tr')
  const office = await page.locator('.offices tbody tr').first().innerText()
  const text = await printed(page, 'due')
  for (const words of ['阳山县交通运输局', '督办2021年6月30日', office.replace(/\s+/g, ''), '填报人', '打印日期：2021年6月30日']) assert.ok(text.includes(words), `纸上有“${words}”：${text.slice(0, 400)}`)
})
