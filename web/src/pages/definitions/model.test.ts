import { describe, expect, it } from 'vitest'
import { blank, blankField, blankIndicator, check, fresh, moved, type FormModel } from './model'

function bridge(): FormModel {
  const model = blank('road', '公路事务中心')
  Object.assign(model.ledger, { name: 'culvert', title: '涵洞台账', about: '县管涵洞，一洞一行。' })
  return model
}
const words = (model: FormModel): string[] => check(model).map((it) => it.what)

describe('定义器', () => {
  it('空白的说缺什么，填好的没有毛病', () => {
    expect(words(blank('', ''))).toEqual(['没有名称', '没有说明记什么', '没有选业务线', '没有英文编号', '没有选主管股室'])
    expect(words(bridge())).toEqual([])
  })
  it('字段：重名、没选代码表、认记录的要必填', () => {
    const model = bridge()
    model.ledger.fields[0]!.required = false
    model.ledger.fields.push({ ...blankField('code', []), label: '日期' })
    expect(words(model)).toEqual(['用来认记录，却不是必填', '“日期”写了两次', '“日期”写了两次', '没有写选项'])
  })
  it('流程：要有办结，一步要有来去和人', () => {
    const model = bridge()
    model.ledger.workflow = 'own'
    expect(words(model)).toEqual([])
    model.ledger.states[1]!.closed = false
    model.ledger.moves[0]!.to = 'open'
    model.ledger.moves[0]!.roles = []
    expect(words(model)).toEqual(['没有办结的状态', '没有哪一步走得到“办结”', '从哪来又到哪去', '没有说谁能走这一步'])
  })
  it('数：求和要有数字字段，条件要有值；句子里不许手写数', () => {
    const model = bridge()
    model.indicators.push({ ...blankIndicator(model.ledger, []), title: '新增涵洞', about: '统计期内登记的。', measure: 'sum', where: [{ field: 'state', test: 'eq', value: '' }] })
    model.paragraphs.push({ report: 'half_year', text: '新增涵洞{count_1}道，共3处，另有{x}。' })
    expect(words(model)).toEqual(['没有说加哪个字段', '条件没有写值', '句子里的 {x} 不是这里的数', '句子里有手写的数'])
  })
  it('编号不重，行能上下挪', () => {
    expect(fresh('date', ['date_1', 'date_3'])).toBe('date_2')
    expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
    expect(moved(['a'], 0, 1)).toEqual(['a'])
  })
})
