// 屏幕上反复用到的说法，和几种写法的收拾。
import type { Act, DueState, Grade, Power } from '@/api/types'

export const actWords: Record<Act, string> = {
  see: '查看', create: '新增', edit: '修改', move: '流转', withdraw: '撤销', import: '导入', export: '导出', confirm: '确认',
  private: '看个人信息', seal: '封存', erase: '清除个人信息',
}

export const powerWords: Record<Power, string> = {
  administer: '系统管理', audit: '审计', define: '定义台账', draft: '写报告', sign: '签发',
}

export const scopeWords: Record<string, string> = {
  own: '本人', office: '本股室', office_and_below: '本股室及下级', bureau: '全局',
}

export const dueWords: Record<DueState, string> = {
  late: '逾期', today: '今天到期', soon: '临期', running: '在办', stopped: '停钟', unknown: '依据不明',
}

export const gradeOrder: Record<Grade, number> = { 必须修改: 0, 建议核实: 1, 可改进: 2 }

/** 遮住的个人信息。 */
export const MASK = '＊＊＊'

/** 车牌收拾：大写、去空格和中点。 */
export function tidyPlate(typed: string): string {
  return typed.normalize('NFKC').toUpperCase().replace(/[\s·•.]/g, '')
}

/** 桩号收拾：24+450、k24+450、K24450、24.450 → K24+450；认不出返回 null。 */
export function tidyStake(typed: string): string | null {
  const text = typed.trim().normalize('NFKC').toUpperCase()
  const match = /^K?(\d{1,4})\+(\d{1,3})$/.exec(text) ?? /^K(\d{1,4})(\d{3})$/.exec(text) ?? /^K?(\d{1,4})\.(\d{3})$/.exec(text)
  if (!match) return null
  return `K${Number(match[1])}+${(match[2] ?? '').padStart(3, '0')}`
}
