import { describe, expect, it } from 'vitest'
import type { Office, RoleFull } from '@/api/types'
import { lasting } from './lasting'
import { grantWords, patternWords, reach, reachWords } from './matrix'
import { mark, months } from './month'
import { readNotice } from './notice'
import { parents, same, shift } from './offices'
import { changeWords, toGrants, toRows } from './rights'
import { flatten } from './tree'

describe('the tree of offices', () => {
  const offices = [
    { name: '局', parent: null }, { name: '线', parent: '局' }, { name: '股', parent: '线' }, { name: '办', parent: '局' }, { name: '孤', parent: '没有的' }, { name: '圈一', parent: '圈二' }, { name: '圈二', parent: '圈一' },
  ].map((it) => ({ ...it, title: it.name, about: '', shared: false, closed: false, into: null, ledgers: 0 }))
  it('is a list with depths; nobody is lost, not even orphans and rings', () => {
    expect(flatten(offices).map((it) => `${it.depth}${it.office.name}`)).toEqual(['0局', '1线', '2股', '1办', '0孤', '0圈一', '0圈二'])
  })
})

describe('what a role may do', () => {
  const role: RoleFull = { name: 'r', label: '角色', about: '', scope: 'office', scope_word: 'office', local: false, like: null, powers: [], second_factor: false, grants: [{ ledgers: ['*'], acts: ['see'] }, { ledgers: ['d1/*', 'd2/c'], acts: ['see', 'edit'] }] }
  it('in words', () => {
    expect(reachWords(reach(role, 'see'))).toBe('全部')
    expect(reachWords(reach(role, 'edit'))).toBe('部分（2）')
    expect(reachWords(reach(role, 'create'))).toBe('无')
  })
  it('patterns read as titles where the catalog is seen', () => {
    const domains = [{ id: 'd2', title: '乙线', ledgers: [{ id: 'd2/c', title: '桥梁' }] }]
    expect(patternWords('d2/*', domains)).toBe('乙线全部台账')
    expect(patternWords('d2/c', domains)).toBe('桥梁')
    expect(patternWords('d1/*', [])).toBe('d1 类全部台账')
    expect(grantWords(role, domains)[1]).toBe('d1 类全部台账、桥梁：查看、修改')
  })
})

describe('the work calendar', () => {
  const days = Array.from({ length: 28 }, (_, i) => ({ day: `2021-02-${String(i + 1).padStart(2, '0')}`, kind: 'workday' as const, name: i === 6 ? '春节调休上班' : null }))
  it('February 2021 began on a Monday', () => {
    const [month] = months(days)
    expect(month?.weeks[0]?.[0]?.date).toBe(1)
    expect(month?.weeks.length).toBe(6)
  })
  it('marks what differs from the week', () => {
    expect(mark({ day: '', date: 7, kind: 'workday_by_notice', name: '春节' })).toBe('班')
    expect(mark({ day: '', date: 8, kind: 'workday', name: null })).toBe('')
    expect(mark({ day: '', date: 11, kind: 'holiday', name: '春节' })).toBe('休')
  })
})

describe('how long it has run', () => {
  it.each([[-5, '不到 1 分钟'], [30, '不到 1 分钟'], [420, '7 分钟'], [3_600 * 5 + 360, '5 小时 6 分'], [273_600, '3 天 4 小时']])('%i', (seconds, words) => expect(lasting(seconds)).toBe(words))
})

describe('a tree that is being changed', () => {
  const office = (name: string, parent: string | null): Office => ({ name, title: name, parent, about: '', shared: false, closed: false, into: null, ledgers: 0 })
  const offices = [office('局', null), office('线', '局'), office('甲', '线'), office('别线', '局'), office('乙', '线')]
  it('an office goes below none of its own', () => {
    expect(parents(offices, '线').map((it) => it.name)).toEqual(['局', '别线'])
  })
  it('moves among those with the same office above, and no further', () => {
    expect(shift(offices, '甲', 1).map((it) => it.name)).toEqual(['局', '线', '乙', '别线', '甲'])
    expect(same(shift(offices, '甲', -1), offices)).toBe(true)
    expect(same(shift(offices, '甲', 1), offices)).toBe(false)
  })
})

describe('rights', () => {
  it('rows and grants are the same told twice', () => {
    const rows = toRows([{ ledgers: ['a/*', 'b/c'], acts: ['see', 'move'] }, { ledgers: ['b/c'], acts: ['edit'] }])
    expect(rows).toEqual([{ ledger: 'a/*', acts: ['see', 'move'] }, { ledger: 'b/c', acts: ['see', 'move', 'edit'] }])
    expect(toGrants(rows, ['see', 'edit', 'move'])).toEqual([{ ledgers: ['a/*'], acts: ['see', 'move'] }, { ledgers: ['b/c'], acts: ['see', 'edit', 'move'] }])
    expect(toGrants([{ ledger: '', acts: ['see'] }, { ledger: 'a', acts: [] }], ['see'])).toEqual([])
  })
  it('changes in words', () => {
    const none = { gained: [], lost: [], wider: [], narrower: [], powers_gained: [], powers_lost: [], steps_gained: [], steps_lost: [], second_factor: false }
    const said = changeWords({ ...none, gained: [{ act: 'see', ledgers: 9, titles: ['甲', '乙'] }, { act: 'edit', ledgers: 9, titles: ['甲', '乙'] }], powers_lost: ['sign'], steps_gained: ['1', '2', '3', '4', '5'] })
    expect(said.map((it) => `${it.word} ${it.text}`)).toEqual(['多了 查看、修改：《甲》《乙》等 9 本台账', '多了 办理：1、2、3、4等 5 步', '少了 签发'])
  })
})

describe('the notice of the State Council', () => {
  const text = `国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。`
  it('reads as the calendar that was made of it by hand', () => {
    const got = readNotice(text)
    expect(got.year).toBe(2026)
    expect(got.cite).toBe('国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）')
    expect(got.off.map((it) => `${it.name} ${it.from} ${it.to}`)).toEqual([
      '元旦 2026-01-01 2026-01-03', '春节 2026-02-15 2026-02-23', '清明节 2026-04-04 2026-04-06', '劳动节 2026-05-01 2026-05-05', '端午节 2026-06-19 2026-06-21', '中秋节 2026-09-25 2026-09-27', '国庆节 2026-10-01 2026-10-07',
    ])
    expect(got.work.map((it) => it.day)).toEqual(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'])
    expect(got.doubts).toEqual([])
  })
  it('says where the count and the days differ, and reads one day and two months', () => {
    const got = readNotice('国务院办公厅关于2030年部分节假日安排的通知\n一、元旦：1月1日放假，共1天。\n二、国庆节、中秋节：9月29日至10月6日放假调休，共7天。9月31日上班。')
    expect(got.off).toEqual([{ name: '元旦', from: '2030-01-01', to: '2030-01-01' }, { name: '国庆节、中秋节', from: '2030-09-29', to: '2030-10-06' }])
    expect(got.doubts).toEqual(['国庆节、中秋节：通知写共 7 天，2030-09-29 至 2030-10-06 是 8 天'])
    expect(got.work).toEqual([{ name: '国庆节、中秋节', day: '' }])
  })
  it('of anything else reads nothing', () => {
    expect(readNotice('今天放假，明天上班')).toEqual({ year: null, cite: '', off: [], work: [], doubts: [] })
  })
})
