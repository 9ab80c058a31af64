/**
 * Claims whose window the run itself places, and claims that take time: `after`, `until` an event, `within`, `eventually`, `once`,
 * `stable`. The window is put in its place first; what is then plain is judged as ever. Where the run ends before the window does,
 * nothing is held that could still break, and nothing has failed that could still come.
 */
import type { Summary } from '../trace/summary.ts'
import { subjectOf } from './condition-text.ts'
import { coursesOf } from './course.ts'
import type { Claim, Condition, Window } from './expectation.ts'
import { type Asked, judgeCourse } from './judge-course.ts'
import { type PlacedWindow, placeWindow } from './placed-window.ts'
import { type Context, notExercised, type Ruling, undecided } from './ruling.ts'

export type TimedClaim = Extract<Claim, { readonly timing?: unknown }>

type JudgePlain = (claim: Claim, summary: Summary, context: Context) => Ruling

const WHOLE_RUN: Window = { fromUs: 0, untilUs: Number.POSITIVE_INFINITY }

export function isTimed(claim: Claim): claim is TimedClaim {
  if ('timing' in claim && claim.timing !== undefined) return true
  return 'mode' in claim && (claim.mode === 'eventually' || claim.mode === 'once')
}

export function judgeTimed(
  claim: TimedClaim,
  summary: Summary,
  context: Context,
  judgePlain: JudgePlain,
): Ruling {
  const { timing = {}, window = WHOLE_RUN, ...plain } = claim
  const placed = placeWindow(window, timing, summary, context)
  if ('status' in placed) return placed
  const asked = askedOf(claim)
  const seen =
    asked === undefined
      ? judgeWithin(plain as Claim, placed, summary, context, judgePlain)
      : judgeCourses(claim as Condition, asked, windowFor(claim, placed), summary, context)
  const isBroken = seen.status === 'failed' && seen.undetermined !== true
  const ruling = placed.endless !== undefined && !isBroken ? placed.endless : seen
  const words = placed.words === '' ? '' : `${placed.words}: `
  const { after, until, withinUs } = timing
  const isPlaced = after !== undefined || until !== undefined || withinUs !== undefined
  return { ...ruling, message: `${words}${ruling.message}`, ...(isPlaced && { window: placed.found }) }
}

function askedOf(claim: TimedClaim): Asked | undefined {
  if (claim.kind === 'source') return undefined
  const { stableUs = 0 } = claim.timing ?? {}
  if (claim.kind === 'alert') return claim.fires && stableUs > 0 ? { mode: 'comes', stableUs } : undefined
  switch (claim.mode) {
    case 'once':
      return { mode: 'once', stableUs }
    case 'eventually':
      return { mode: 'comes', stableUs }
    case 'sometimes':
      return stableUs > 0 ? { mode: 'comes', stableUs } : undefined
    case 'always':
    case 'never':
      return undefined
  }
}

/** `eventually`: what comes just when the time is up comes in time, and without an end it may come after the run. */
function windowFor(claim: TimedClaim, placed: PlacedWindow): PlacedWindow {
  if (!('mode' in claim) || claim.mode !== 'eventually') return placed
  if (placed.untilUs === Number.POSITIVE_INFINITY)
    return { ...placed, open: placed.open ?? { why: 'the run ends before that' } }
  const { withinUs = Number.POSITIVE_INFINITY } = claim.timing ?? {}
  return placed.untilUs === placed.fromUs + withinUs ? { ...placed, untilUs: placed.untilUs + 1 } : placed
}

/** Every course must do; the first that does not is told. */
function judgeCourses(
  condition: Condition,
  asked: Asked,
  window: PlacedWindow,
  summary: Summary,
  context: Context,
): Ruling {
  const courses = coursesOf(condition, summary)
  if (courses.length === 0) return notExercised(`the run shows nothing of ${subjectOf(condition)}`, context)
  const rulings = courses.map((course) => judgeCourse(course, asked, window, summary.endUs, context))
  const notHeld = rulings.filter(({ status }) => status !== 'held')
  return notHeld.find(({ undetermined }) => undetermined !== true) ?? notHeld[0] ?? rulings[0]!
}

function judgeWithin(
  plain: Claim,
  placed: PlacedWindow,
  summary: Summary,
  context: Context,
  judgePlain: JudgePlain,
): Ruling {
  const window = {
    fromUs: placed.fromUs,
    untilUs: Math.min(placed.untilUs, summary.endUs),
    isTold: true,
  } as const
  const ruling = judgePlain({ ...plain, window } as Claim, summary, context)
  if (placed.open === undefined) return ruling
  const isSought = ('mode' in plain && plain.mode === 'sometimes') || (plain.kind === 'alert' && plain.fires)
  const isDecided = isSought ? ruling.status === 'held' : ruling.status === 'failed'
  return isDecided ? ruling : undecided(`${ruling.message}, and ${placed.open.why}`)
}
