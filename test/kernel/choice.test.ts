import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChoiceMismatchError, type Chooser, chooseDurationUs } from '../../src/kernel/choice.ts'
import { ChoiceLog } from '../../src/kernel/choice-log.ts'
import { EnumeratingChooser } from '../../src/kernel/enumerating-chooser.ts'
import { RandomChooser } from '../../src/kernel/random-chooser.ts'
import { RecordingChooser } from '../../src/kernel/recording-chooser.ts'
import { ReplayingChooser } from '../../src/kernel/replaying-chooser.ts'
import { Streams } from '../../src/kernel/stream.ts'

const questions = () =>
  fc.array(
    fc.tuple(
      fc.constantFrom('server', 'delay', ''),
      fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 ** 53 })),
    ),
  )

const ask = (chooser: Chooser, asked: readonly (readonly [string, number])[]) =>
  asked.map(([name, count]) => chooser.choose(name, count))

const random = (seed: number) => new RandomChooser(new Streams(seed))

describe('RandomChooser', () => {
  it('should choose the same for a name whatever else is asked, questions among one included', () => {
    const alone = random(5)
    const among = random(5)
    for (let i = 0; i < 100; i++) {
      among.choose('other', 9)
      expect(among.choose('server', 1)).toBe(0)
      expect(among.choose('server', 4)).toBe(alone.choose('server', 4))
    }
  })
})

describe('ReplayingChooser', () => {
  it('should replay what was recorded, also through a file', () =>
    fc.assert(
      fc.property(questions(), fc.nat(), (asked, seed) => {
        const recording = new RecordingChooser(random(seed))
        const answers = ask(recording, asked)
        expect(recording.log.length).toBe(asked.filter(([, count]) => count > 1).length)
        const file = JSON.stringify(recording.log)
        for (const log of [recording.log, ChoiceLog.fromJSON(JSON.parse(file))]) {
          const replaying = new ReplayingChooser(log)
          expect(ask(replaying, asked)).toEqual(answers)
          replaying.finish()
        }
      }),
    ))

  const log = new ChoiceLog()
  log.add('server', 3, 2)
  log.add('delay', 10, 7)

  it.each([
    ['server', 4, 'choice 0 was "server" of 3, and is "server" of 4'],
    ['eip', 3, 'choice 0 was "server" of 3, and is "eip" of 3'],
  ])('should tell where a run that asks for "%s" of %d goes another way', (name, count, message) => {
    const replaying = new ReplayingChooser(log)
    expect(() => replaying.choose(name, count)).toThrow(ChoiceMismatchError)
    expect(() => replaying.choose(name, count)).toThrow(message)
  })

  it('should tell a run that asks for more than the log has, or for less', () => {
    const replaying = new ReplayingChooser(log)
    expect(replaying.choose('server', 3)).toBe(2)
    expect(() => replaying.finish()).toThrow('choice 1 was "delay" of 10, and is the end')
    expect(replaying.choose('delay', 10)).toBe(7)
    replaying.finish()
    expect(() => replaying.choose('more', 2)).toThrow('choice 2 was the end, and is "more" of 2')
  })
})

describe('ChoiceLog', () => {
  it('should refuse a name that is not there', () => {
    expect(() => ChoiceLog.fromJSON({ names: ['a'], choices: [[1, 2, 0]] })).toThrow(RangeError)
  })
})

describe('EnumeratingChooser', () => {
  /** A tree of choices: the answer to a question decides which is asked next. */
  interface Tree {
    readonly next: readonly Tree[]
  }
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constant({ next: [] }),
      fc.record({ next: fc.array(tie('tree'), { maxLength: 3 }) }),
    ),
  }))
  const leaves = ({ next }: Tree, path = ''): string[] =>
    next.length === 0 ? [path] : next.flatMap((child, i) => leaves(child, path + i))
  const walk = (chooser: Chooser, from: Tree) => {
    let path = ''
    for (let node = from; node.next.length > 0; ) {
      const chosen = chooser.choose(`after ${path}`, node.next.length)
      path += chosen
      node = node.next[chosen]!
    }
    return path
  }

  it('should visit every sequence of choices exactly once, in order', () =>
    fc.assert(
      fc.property(tree, (root) => {
        const chooser = new EnumeratingChooser(100_000)
        const visited: string[] = []
        while (chooser.nextPath()) visited.push(walk(chooser, root))
        expect(visited).toEqual(leaves(root))
        expect([chooser.exhausted, chooser.pathCount]).toEqual([true, visited.length])
        expect(chooser.nextPath()).toBe(false)
      }),
    ))

  it('should stop at its budget, and say that it did not see all', () => {
    const chooser = new EnumeratingChooser(5)
    let runs = 0
    for (; chooser.nextPath(); runs++) chooser.choose('n', 6)
    expect([runs, chooser.exhausted, chooser.nextPath()]).toEqual([5, false, false])
  })

  it('should say that it saw all if the budget is just enough', () => {
    const chooser = new EnumeratingChooser(6)
    while (chooser.nextPath()) chooser.choose('n', 6)
    expect(chooser.exhausted).toBe(true)
  })

  it('should tell the present path', () => {
    const chooser = new EnumeratingChooser(5)
    chooser.nextPath()
    chooser.choose('a', 2)
    chooser.nextPath()
    expect(chooser.path).toEqual([])
    chooser.choose('a', 2)
    chooser.choose('only', 1)
    expect(chooser.path).toEqual([{ name: 'a', count: 2, chosen: 1 }])
  })

  it('should find out a run that does not repeat itself', () => {
    const chooser = new EnumeratingChooser(5)
    chooser.nextPath()
    chooser.choose('a', 2)
    chooser.choose('b', 2)
    chooser.nextPath()
    expect(() => chooser.choose('c', 2)).toThrow('choice 0 was "a" of 2, and is "c" of 2')
    chooser.choose('a', 2)
    expect(() => chooser.nextPath()).toThrow('choice 1 was "b" of 2, and is the end')
  })

  it.each([0, 1.5])('should refuse %d as a budget', (maxPaths) => {
    expect(() => new EnumeratingChooser(maxPaths)).toThrow(RangeError)
  })
})

describe('every chooser', () => {
  const choosers = (): Chooser[] => {
    const enumerating = new EnumeratingChooser(9)
    enumerating.nextPath()
    return [random(1), new RecordingChooser(random(1)), new ReplayingChooser(new ChoiceLog()), enumerating]
  }

  it('should answer 0 where there is nothing to choose', () => {
    for (const chooser of choosers()) expect(chooser.choose('only', 1)).toBe(0)
  })

  it.each([0, -1, 1.5, Number.NaN])('should refuse %d alternatives', (count) => {
    for (const chooser of choosers()) expect(() => chooser.choose('n', count)).toThrow(RangeError)
  })
})

describe('chooseDurationUs', () => {
  it('should draw from the range, both ends included', () => {
    const chooser = new EnumeratingChooser(9)
    const drawn: number[] = []
    while (chooser.nextPath()) drawn.push(chooseDurationUs(chooser, 'start', 20, 23))
    expect(drawn).toEqual([20, 21, 22, 23])
  })

  it.each([
    [5, 4],
    [-1, 4],
    [0, 0.5],
    [Number.NaN, 1],
  ])('should refuse the range [%d, %d]', (minUs, maxUs) => {
    expect(() => chooseDurationUs(random(1), 'start', minUs, maxUs)).toThrow(RangeError)
  })
})
