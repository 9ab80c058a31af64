import { describe, expect, it } from 'vitest'
import { Signal } from '../../src/kernel/signal.ts'

describe('Signal', () => {
  it('should call its waiters in order of arrival, once', () => {
    const signal = new Signal()
    const log: number[] = []
    for (const n of [1, 2, 3, 4]) signal.onFire(() => log.push(n))
    expect(signal.fired).toBe(false)
    signal.fire()
    signal.fire()
    expect(signal.fired).toBe(true)
    expect(log).toEqual([1, 2, 3, 4])
  })

  it('should call who comes late at once', () => {
    const signal = new Signal()
    signal.fire()
    let called = false
    signal.onFire(() => {
      called = true
    })
    expect(called).toBe(true)
  })

  it.each([0, 1, 2])('should not call waiter %d if it was taken back', (gone) => {
    const signal = new Signal()
    const log: number[] = []
    const waiters = [0, 1, 2].map((n) => () => void log.push(n))
    for (const waiter of waiters) signal.onFire(waiter)
    signal.offFire(waiters[gone]!)
    signal.offFire(waiters[gone]!)
    signal.fire()
    expect(log).toEqual([0, 1, 2].filter((n) => n !== gone))
  })

  it('should let a waiter take back one behind it', () => {
    const signal = new Signal()
    const late = () => expect.fail('it was taken back')
    signal.onFire(() => signal.offFire(late))
    signal.onFire(late)
    signal.fire()
  })
})
