// 一条记录的一格给人看的文字，列表、卡片、打印共用。
import type { Ledger, RecordRow } from '@/api/types'
import { print, type Look } from '@/fields'
import { minute } from '@/terms/date'
import { lightWords } from '@/terms/light'
import { LIGHT } from './columns'

export function cellText(ledger: Ledger, row: RecordRow, name: string, look: Look): string {
  const field = ledger.fields.find((it) => it.name === name)
  if (field && row.words?.[name]) return row.words[name]
  if (field) return print(row.values[name], field, look)
  switch (name) {
    case LIGHT:
      return row.light ? lightWords(row.light) : ''
    case 'state':
      return row.state_label
    case 'office':
      return row.office_title
    case 'created_by':
      return row.created_by
    case 'updated_by':
      return row.updated_by
    case 'created_at':
      return minute(row.created_at)
    case 'updated_at':
      return minute(row.updated_at)
    default:
      return ''
  }
}
