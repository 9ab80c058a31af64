import { describe, expect, it } from 'vitest'
import { EndlessInstantError } from '../../src/kernel/endless-instant-error.ts'
import { CONTROL, Kernel } from '../../src/kernel/kernel.ts'
import { type Process, Task } from '../../src/kernel/process.ts'
import { Signal } from '../../src/kernel/signal.ts'

describe('a process', () => {
  it('should read like its story', () => {
    const kernel = new Kernel()
    const log: string[] = []
    function* blink(name: string, everyUs: number): Process {
      for (let i = 0; i < 3; i++) {
        yield kernel.timeout(everyUs)
        log.push(`${kernel.nowUs} ${name}`)
      }
    }
    const ended = kernel.start(blink('a', 10))
    kernel.start(blink('b', 15))
    ended.onFire(() => log.push(`${kernel.nowUs} a ended`))
    kernel.run(100)
    expect(log).toEqual(['10 a', '15 b', '20 a', '30 b', '30 a', '30 a ended', '45 b'])
  })

  it('should not begin before the kernel runs', () => {
    const kernel = new Kernel()
    let begun = false
    // biome-ignore lint/correctness/useYield: it ends in its first step.
    function* story(): Process {
      begun = true
    }
    kernel.start(story())
    expect(begun).toBe(false)
    kernel.run(0)
    expect(begun).toBe(true)
  })

  it('should make its change before the traffic of the instant that it waited for', () => {
    const kernel = new Kernel()
    let eipBoundTo = 'web-1'
    const seen: string[] = []
    for (const at of [29, 30]) kernel.at(at, () => seen.push(eipBoundTo))
    function* rebind(): Process {
      yield kernel.timeout(30, CONTROL)
      eipBoundTo = 'web-2'
    }
    kernel.start(rebind())
    kernel.run(60)
    expect(seen).toEqual(['web-1', 'web-2'])
  })

  it('should wait for another process, and for parts of its own', () => {
    const kernel = new Kernel()
    function* wait(us: number): Process {
      yield kernel.timeout(us)
    }
    let endUs = -1
    function* parent(): Process {
      yield kernel.start(wait(10))
      yield* wait(5)
      endUs = kernel.nowUs
    }
    kernel.start(parent())
    kernel.run(100)
    expect(endUs).toBe(15)
  })

  it('should go on at once behind what has fired', () => {
    const kernel = new Kernel()
    const fired = new Signal()
    fired.fire()
    let steps = 0
    function* story(): Process {
      for (; steps < 50_000; steps++) yield fired
    }
    const task = kernel.start(story())
    kernel.run(0)
    expect([steps, task.fired]).toEqual([50_000, true])
  })

  it('should be found out if it never lets time pass', () => {
    const kernel = new Kernel({ maxEntriesPerInstant: 1000 })
    const fired = new Signal()
    fired.fire()
    function* story(): Process {
      for (;;) yield fired
    }
    kernel.start(story())
    expect(() => kernel.run(0)).toThrow(EndlessInstantError)
  })

  it('should end the run by its exception, unchanged', () => {
    const kernel = new Kernel()
    const mishap = new Error('mishap')
    function* story(): Process {
      yield kernel.timeout(3)
      throw mishap
    }
    const task = kernel.start(story())
    let caught: unknown
    try {
      kernel.run(10)
    } catch (error) {
      caught = error
    }
    expect(caught).toBe(mishap)
    expect([kernel.nowUs, task.fired]).toEqual([3, false])
  })
})

describe('Task', () => {
  it('should run the finally blocks of a process that is stopped, and fire', () => {
    const kernel = new Kernel()
    const log: string[] = []
    function* story(): Process {
      try {
        yield kernel.timeout(100)
        log.push('not stopped')
      } finally {
        log.push(`${kernel.nowUs} finally`)
      }
    }
    const task = kernel.start(story())
    task.onFire(() => log.push(`${kernel.nowUs} ended`))
    kernel.schedule(40, () => task.stop())
    kernel.run(200)
    task.stop()
    expect(log).toEqual(['40 finally', '40 ended'])
  })

  it('should let a finally block take its time', () => {
    const kernel = new Kernel()
    function* story(): Process {
      try {
        yield kernel.timeout(100)
      } finally {
        yield kernel.timeout(7)
      }
    }
    const task = kernel.start(story())
    let endUs = -1
    task.onFire(() => {
      endUs = kernel.nowUs
    })
    kernel.schedule(40, () => task.stop())
    kernel.run(200)
    expect(endUs).toBe(47)
  })

  it('should never begin if it is stopped before', () => {
    const kernel = new Kernel()
    function* story(): Process {
      expect.fail('it began')
      yield kernel.timeout(1)
    }
    const task = kernel.start(story())
    task.stop()
    kernel.run(10)
    expect(task.fired).toBe(true)
  })

  it('should end at its next yield if it stops itself, or is stopped by whom it wakes', () => {
    for (const indirectly of [false, true]) {
      const kernel = new Kernel()
      const log: string[] = []
      const wake = new Signal()
      function* story(): Process {
        yield kernel.timeout(5)
        if (indirectly) wake.fire()
        else task.stop()
        log.push('to the next yield')
        yield kernel.timeout(5)
        log.push('beyond')
      }
      const task = kernel.start(story())
      wake.onFire(() => task.stop())
      kernel.run(100)
      expect([log, task.fired]).toEqual([['to the next yield'], true])
    }
  })

  it('should not leave its waiter behind on a signal that may never fire', () => {
    const kernel = new Kernel()
    const never = new Signal()
    function* story(): Process {
      yield never
      expect.fail('it went on')
    }
    const task = kernel.start(story())
    kernel.run(1)
    task.stop()
    never.fire()
    expect(task).toBeInstanceOf(Task)
    expect(task.fired).toBe(true)
  })
})
