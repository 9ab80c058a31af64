import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Agenda } from '../../src/kernel/agenda.ts'
import * as laws from '../laws/pending-set.ts'

describe('Agenda', () => {
  it('should behave as a sorted array, whatever is pushed, cancelled and popped', () =>
    fc.assert(
      laws.behavesAsASortedArray(() => new Agenda<object>()),
      { numRuns: 100 },
    ))

  it('should be empty at first', () => {
    const agenda = new Agenda<object>()
    expect(agenda.size).toBe(0)
    expect(agenda.nextDueUs).toBe(Number.POSITIVE_INFINITY)
    expect(agenda.pop()).toBeUndefined()
  })

  it('should keep the order of arrival among 20,000 entries of one instant', () => {
    const agenda = new Agenda<{ n: number }>()
    for (let n = 0; n < 20_000; n++) agenda.push(7, 1, { n })
    for (let n = 0; n < 20_000; n++) if (agenda.pop()?.n !== n) expect.fail(`entry ${n} did not come in turn`)
    expect(agenda.size).toBe(0)
  })

  it('should keep the order when an entry lies ages behind the others', () => {
    const agenda = new Agenda<{ due: number }>()
    const dues = [Number.MAX_SAFE_INTEGER, ...Array.from({ length: 5_000 }, (_, i) => (i * 7919) % 5_000)]
    for (const due of dues) agenda.push(due, 1, { due })
    for (const due of [...dues].sort((a, b) => a - b)) {
      if (agenda.pop()?.due !== due) expect.fail(`${due} did not come in turn`)
    }
  })

  it('should keep the order in the hold model, from ten thousand pending down to none', () => {
    const agenda = new Agenda<object>()
    let state = 1
    const increment = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return state >>> 12
    }
    for (let i = 0; i < 10_000; i++) agenda.push(increment(), 1, {})
    let nowUs = 0
    for (let i = 0; agenda.size > 0; i++) {
      if (agenda.nextDueUs < nowUs) expect.fail(`time ran back to ${agenda.nextDueUs} from ${nowUs}`)
      nowUs = agenda.nextDueUs
      agenda.pop()
      if (i < 30_000) agenda.push(nowUs + increment(), 1, {})
    }
  })

  it('should keep the order of the living when most of the far future is cancelled', () => {
    const agenda = new Agenda<{ due: number }>()
    const dues = Array.from({ length: 5_000 }, (_, i) => (i * 7919) % 5_000)
    const timers = dues.map((due) => agenda.push(due, 1, { due }))
    agenda.pop() // Until here all of them were near.
    for (const [i, timer] of timers.entries()) if (i % 4 !== 1) timer.cancel()
    for (const due of dues.filter((_, i) => i % 4 === 1).sort((a, b) => a - b)) {
      if (agenda.pop()?.due !== due) expect.fail(`${due} did not come in turn`)
    }
    expect(agenda.pop()).toBeUndefined()
  })

  it('should hold no more memory after a million cancelled entries than after a few', () => {
    const agenda = new Agenda<object>()
    const action = {}
    agenda.push(1_000_000_000, 1, action)
    for (let i = 0; i < 1_000_000; i++) {
      if (!agenda.push(i, 1, action).cancel()) expect.fail('cancel should answer true')
    }
    expect(agenda.size).toBe(1)
    expect(agenda.capacity).toBeLessThanOrEqual(256)
  })

  it('should hold memory for the living only, up to a factor, where most timers are cancelled', () => {
    const agenda = new Agenda<object>()
    const timers = Array.from({ length: 5_000 }, (_, i) => agenda.push(1_000_000 + i * 10, 1, {}))
    for (let i = 0; i < 200_000; i++) {
      const which = (i * 7919) % timers.length
      timers[which]!.cancel()
      timers[which] = agenda.push(1_000_000 + ((i * 104_729) % 50_000), 1, {})
    }
    expect(agenda.size).toBe(5_000)
    expect(agenda.capacity).toBeLessThanOrEqual(16_384)
  })
})

describe('Timer', () => {
  it('should be pending until it is due', () => {
    const agenda = new Agenda<object>()
    const timer = agenda.push(5, 1, {})
    expect(timer.pending).toBe(true)
    agenda.pop()
    expect(timer.pending).toBe(false)
    expect(timer.cancel()).toBe(false)
  })

  it('should cancel once, and nobody else', () => {
    const agenda = new Agenda<object>()
    const timer = agenda.push(5, 1, {})
    expect(timer.cancel()).toBe(true)
    agenda.push(5, 1, {})
    expect(timer.cancel()).toBe(false)
    expect(agenda.size).toBe(1)
  })

  it('should not take the later entry of its slot for its own', () => {
    const agenda = new Agenda<object>()
    const timer = agenda.push(5, 1, {})
    agenda.pop()
    agenda.push(5, 1, {})
    expect(timer.pending).toBe(false)
    expect(timer.cancel()).toBe(false)
    expect(agenda.size).toBe(1)
  })
})
