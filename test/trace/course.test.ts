import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clip } from '../../src/trace/clip.ts'
import { Course, type Kind } from '../../src/trace/course.ts'
import { NOTHING_YET } from '../../src/trace/summary.ts'

interface Step {
  readonly afterUs: number
  readonly mood: string
}

interface Mood {
  readonly mood: string
}

const MOOD: Kind<Mood> = {
  alike: (a, b) => a.mood === b.mood,
  spanOf: ({ mood }, fromUs, untilUs, since) => ({ fromUs, untilUs, since, mood }),
}

const steps = fc.array(
  fc.record({ afterUs: fc.nat({ max: 3 }), mood: fc.constantFrom('calm', 'busy', 'lost') }),
  { maxLength: 30 },
)

/** The naive twin: the last step at or before the instant. */
function moodAt(instantUs: number, history: readonly Step[]): string {
  let atUs = 0
  let mood = 'calm'
  for (const step of history) {
    atUs += step.afterUs
    if (atUs <= instantUs) mood = step.mood
  }
  return mood
}

function courseOf(history: readonly Step[]): Course<Mood> {
  const course = new Course(MOOD, { mood: 'calm' })
  let atUs = 0
  history.forEach(({ afterUs, mood }, index) => {
    atUs += afterUs
    course.become({ mood }, atUs, index)
  })
  return course
}

describe('Course', () => {
  it('should have at every instant the state that the last change left', () =>
    fc.assert(
      fc.property(steps, fc.nat({ max: 20 }), (history, afterUs) => {
        const endUs = history.reduce((sum, step) => sum + step.afterUs, 0) + afterUs
        const spans = courseOf(history).end(endUs)
        for (let instantUs = 0; instantUs < endUs; instantUs++) {
          const covering = spans.filter(({ fromUs, untilUs }) => fromUs <= instantUs && instantUs < untilUs)
          expect(covering.map(({ mood }) => mood)).toEqual([moodAt(instantUs, history)])
        }
      }),
    ))

  it('should leave no gap, no empty span and no two equal neighbours', () =>
    fc.assert(
      fc.property(steps, (history) => {
        const endUs = history.reduce((sum, step) => sum + step.afterUs, 1)
        const spans = courseOf(history).end(endUs)
        expect(spans[0]?.fromUs).toBe(0)
        expect(spans.at(-1)?.untilUs).toBe(endUs)
        spans.forEach((span, index) => {
          expect(span.untilUs).toBeGreaterThan(span.fromUs)
          const next = spans[index + 1]
          if (next === undefined) return
          expect(next.fromUs).toBe(span.untilUs)
          expect(next.mood).not.toBe(span.mood)
        })
      }),
    ))

  it('should go on with the span before when a state leaves and returns within an instant', () => {
    const course = new Course(MOOD, { mood: 'calm' })
    course.become({ mood: 'busy' }, 5, 1)
    course.become({ mood: 'lost' }, 9, 2)
    course.become({ mood: 'busy' }, 9, 3)
    expect(course.end(12)).toEqual([
      { mood: 'calm', fromUs: 0, untilUs: 5, since: NOTHING_YET },
      { mood: 'busy', fromUs: 5, untilUs: 12, since: 1 },
    ])
  })

  it('should name the last event of an instant as its cause', () => {
    const course = new Course(MOOD, { mood: 'calm' })
    course.become({ mood: 'busy' }, 5, 1)
    course.become({ mood: 'lost' }, 5, 2)
    expect(course.end(6).at(-1)).toEqual({ mood: 'lost', fromUs: 5, untilUs: 6, since: 2 })
  })
})

describe('clip', () => {
  it('should keep of every span what lies in the window', () =>
    fc.assert(
      fc.property(steps, fc.nat({ max: 40 }), fc.nat({ max: 40 }), (history, fromUs, untilUs) => {
        const spans = courseOf(history).end(30)
        const golden = spans
          .map((span) => ({
            ...span,
            fromUs: Math.max(span.fromUs, fromUs),
            untilUs: Math.min(span.untilUs, untilUs),
          }))
          .filter((span) => span.fromUs < span.untilUs)
        expect(clip(spans, fromUs, untilUs)).toEqual(golden)
      }),
    ))
})
