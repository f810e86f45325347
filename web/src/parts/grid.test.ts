import { describe, expect, it } from 'vitest'
import { nextSort, sortOf, step, visible } from './grid'

describe('windowed rows', () => {
  it('draws what is seen and a few more, whatever the number of rows', () => {
    const shown = visible(1_000_000, 32, 16_000_000, 600)
    expect(shown.from).toBe(500_000 - 8)
    expect(shown.until - shown.from).toBeLessThan(40)
    expect(shown.above_px + shown.below_px + (shown.until - shown.from) * 32).toBe(32_000_000)
  })
  it('at both ends stays inside', () => {
    expect(visible(10, 32, 0, 600)).toEqual({ from: 0, until: 10, above_px: 0, below_px: 0 })
    expect(visible(0, 32, 500, 600)).toEqual({ from: 0, until: 0, above_px: 0, below_px: 0 })
  })
  it('scrolled past the end (rows became fewer) draws nothing above the count', () => {
    const shown = visible(20, 32, 9_000, 600)
    expect(shown.from).toBeLessThanOrEqual(20)
    expect(shown.until).toBe(20)
  })
})

describe('sorting goes up, down, off', () => {
  it('one column', () => {
    expect(nextSort('', 'no')).toBe('no')
    expect(nextSort('no', 'no')).toBe('-no')
    expect(nextSort('-no', 'no')).toBe('')
    expect(nextSort('-filed_on,no', 'plate')).toBe('plate')
  })
  it('is told to the reader', () => {
    expect(sortOf('-filed_on,no', 'filed_on')).toBe('descending')
    expect(sortOf('-filed_on,no', 'no')).toBe('ascending')
    expect(sortOf('-filed_on,no', 'on')).toBe('none')
  })
})

describe('keys move the row', () => {
  it.each([['ArrowDown', 0, 1], ['ArrowDown', 9, 9], ['ArrowUp', 0, 0], ['PageDown', 2, 7], ['PageUp', 2, 0], ['Home', 5, 0], ['End', 5, 9], ['x', 5, null]])('%s from %i', (key, at, to) =>
    expect(step(key, at, 10, 5)).toBe(to))
  it('an empty table does not move', () => expect(step('ArrowDown', 0, 0, 5)).toBeNull())
})
