// 假服务：台账定义器。文件只留在内存里。
import type { WireModel } from '../src/pages/definitions/wire.ts'
import { ok, refuse, type Routes } from './route.ts'

let files: { path: string; text: string; title?: string | null }[] = [
  { path: 'ledgers/road/culvert.toml', text: 'title = "涵洞台账"\n', title: '涵洞台账' }, { path: 'indicators/road/culvert_seen.toml', text: 'title = "查看涵洞"\n' },
]
const field = (name: string, label: string, type: string, more: object = {}): NonNullable<WireModel['ledger']>['fields'][number] => ({ name, label, type, required: true, private: false, max_length: null, places: null, unit: '', list: '', ledger: '', aliases: [], min: '', max: '', total: null, closed: false, about: '', fields: [], ...more })

const model: WireModel = {
  ledger: {
    id: 'road/culvert', title: '涵洞台账', about: '县管公路涵洞，一洞一行；汛前逐道查看。', office: '公路事务中心', key: ['no'], unique: [], workflow: 'register', rules: [], summary: [], list: [], sort: '', closed: false,
    fields: [
      field('no', '编号', 'text', { max_length: 20 }), field('route', '路线', 'road'), field('stake', '桩号', 'stake'), field('span', '孔径', 'decimal', { required: false, unit: '米', places: 2 }),
      field('seen_on', '查看日期', 'date'), field('note', '情况', 'long_text', { required: false }),
    ],
  },
  flow: null,
  codes: [],
  figures: [{ id: 'road/culvert_seen', title: '查看涵洞', aliases: [], about: '统计期内查看的涵洞，按道计。', unit: '道', places: 0, kind: 'flow', owner: '公路事务中心', from: 'road/culvert', day: 'seen_on', measure: 'count', field: '', conditions: [], by: ['route'], show: [] }],
  paragraphs: [{ report: 'half_year', name: '90_road_culvert', heading: '', level: 0, text: '汛前查看涵洞{road/culvert_seen}。' }],
  kept: [],
  owned: ['ledgers/road/culvert.toml', 'indicators/road/culvert_seen.toml'],
}
let last = model

export const definerRoutes: Routes = {
  'GET /definitions/local': () => ok({ files }),
  'GET /definitions/read': () => ok(model),
  'GET /definitions/codes': () => ok({ lists: [{ id: 'weather', title: '天气', about: '登记时的天气。', local: false, kept: null, used_by: [], items: [{ code: 'c1', label: '晴', from: null, until: null, aliases: [] }] }] }),
  'GET /definitions/name': () => ok({ name: 'han_dong' }),
  'POST /definitions/write': (_, asked) => {
    last = asked.body as WireModel
    return ok({ files: [{ path: `ledgers/${last.ledger?.id}.toml`, text: `title = "${last.ledger?.title}"\n` }], units: [] })
  },
  'POST /definitions/preview': () => ok({
    sound: true, steps: [`新建表“${last.ledger?.title}”，${last.ledger?.fields.length} 列`], ledgers: [], touched: [],
    findings: (last.ledger?.fields.length ?? 0) > 8 ? [{ rule: 'unused', grade: '建议核实', place: { name: '字段' }, what: '有几个字段没有数、规则用到', mend: '没人用的字段不要加' }] : [],
    figures: last.figures.map((it) => ({ id: it.id, title: it.title, value: '0', unit: it.unit, describe: `台账《${last.ledger?.title}》；按记录计数；单位：${it.unit}` })),
  }),
  'PUT /definitions/local': (_, asked) => {
    const given = asked.body as { files: typeof files; delete: string[] }
    if (given.delete.includes('ledgers/road/bridge.toml')) return refuse(422, 'findings', '随系统来的台账不能删。')
    files = [...files.filter((it) => !given.delete.includes(it.path) && !given.files.some((one) => one.path === it.path)), ...given.files]
    return ok({})
  },
}
