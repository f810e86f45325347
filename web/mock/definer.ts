// 假服务：台账定义器。文件只留在内存里。
import type { Field, Ledger } from '../src/api/types.ts'
import type { FormModel } from '../src/pages/definitions/model.ts'
import { ok, refuse, type Routes } from './route.ts'

let files = [{ path: 'ledgers/road/culvert.toml', text: 'title = "涵洞台账"\n' }, { path: 'indicators/road/culverts.toml', text: 'title = "涵洞"\n' }]

const model: FormModel = {
  ledger: {
    domain: 'road', name: 'culvert', title: '涵洞台账', about: '县管公路涵洞，一洞一行；汛前逐道查看。', office: '公路事务中心', key: ['no'], workflow: 'register', states: [], moves: [],
    fields: [
      { name: 'no', label: '编号', type: 'text', required: true, max_length: 20 }, { name: 'route', label: '路线', type: 'road', required: true }, { name: 'stake', label: '桩号', type: 'stake', required: true },
      { name: 'span', label: '孔径', type: 'decimal', required: false, unit: '米', places: 2 }, { name: 'seen_on', label: '查看日期', type: 'date', required: true }, { name: 'note', label: '情况', type: 'long_text', required: false },
    ],
  },
  indicators: [{ name: 'culverts', title: '查看涵洞', about: '统计期内查看的涵洞，按道计。', kind: 'flow', unit: '道', measure: 'count', of: '', day: 'seen_on', where: [], by: ['route'] }],
  paragraphs: [{ report: 'half_year', section: '', text: '汛前查看涵洞{culverts}。' }],
}
let last = model

function ledger(it: FormModel): Ledger {
  const own = it.ledger.workflow === 'own'
  return {
    id: `${it.ledger.domain}/${it.ledger.name}`, title: it.ledger.title, about: it.ledger.about, office: it.ledger.office, objects: [], key: it.ledger.key, fields: it.ledger.fields.map((one): Field => ({ ...one, private: one.private === true })),
    workflow: { id: it.ledger.workflow, title: '', states: own ? it.ledger.states : [{ name: 'kept', label: '在册', closed: false }], moves: own ? it.ledger.moves.map((move) => ({ ...move, from: [move.from], kind: 'step' as const, evidence: [], fields: [], attachment: false, mine: true })) : [] },
    clocks: [], sums: [], acts: [], dates: [], fingerprint: '', list: it.ledger.fields.slice(0, 6).map((one) => one.name),
  }
}

export const definerRoutes: Routes = {
  'GET /definitions/local': () => ok({ files }),
  'GET /definitions/read': () => ok(model),
  'POST /definitions/write': (_, asked) => {
    last = asked.body as FormModel
    return ok({ files: [{ path: `ledgers/${last.ledger.domain}/${last.ledger.name}.toml`, text: `title = "${last.ledger.title}"\n` }] })
  },
  'POST /definitions/preview': () => ok({
    findings: last.ledger.fields.length > 8 ? [{ rule: 'unused', grade: '建议核实', place: { name: '字段' }, what: '有几个字段没有数、规则用到', mend: '没人用的字段不要加' }] : [],
    effect: {
      ledgers: [ledger(last)], figures: last.indicators.map((it) => ({ id: it.name, title: it.title, value: '0', unit: it.unit })), paragraph: last.paragraphs.map((it) => it.text.replace(/\{[^}]*\}/g, '0 道')).join('\n'),
      tables: [`新建表“${last.ledger.title}”，${last.ledger.fields.length} 列`],
    },
  }),
  'PUT /definitions/local': (_, asked) => {
    const given = asked.body as { files: typeof files; delete: string[] }
    if (given.delete.includes('ledgers/road/bridge.toml')) return refuse(422, 'findings', '随系统来的台账不能删。')
    files = [...files.filter((it) => !given.delete.includes(it.path) && !given.files.some((one) => one.path === it.path)), ...given.files]
    return ok({})
  },
}
