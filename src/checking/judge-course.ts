/** Claims that something comes in time, and that what has come lasts: `eventually`, `once`, and `stable`. */
import { formatDuration, formatMoment } from '../cloud/duration-text.ts'
import { clip } from '../trace/clip.ts'
import { type Course, type CourseSpan, haveOneGround, type Stretch, stretchesOf } from './course.ts'
import type { PlacedWindow } from './placed-window.ts'
import {
  type Context,
  explain,
  failed,
  groundOf,
  held,
  notExercised,
  type Ruling,
  undecided,
} from './ruling.ts'
import { lengthOf, spanText } from './span-text.ts'

export interface Asked {
  /** `once`: every stretch that touches the window; else one that is so at an instant of it. */
  readonly mode: 'once' | 'comes'
  /** So long at a stretch; 0 for an instant. */
  readonly stableUs: number
}

/** The instant at the end of the window is not in it. */
export function judgeCourse(
  course: Course,
  asked: Asked,
  window: PlacedWindow,
  endUs: number,
  context: Context,
): Ruling {
  const touching = stretchesOf(course).filter(
    ({ fromUs, untilUs }) => fromUs < window.untilUs && untilUs > window.fromUs,
  )
  return asked.mode === 'once'
    ? judgeOnce(course, touching, asked.stableUs, window, endUs, context)
    : judgeComing(course, touching, asked.stableUs, window, endUs, context)
}

function judgeComing(
  course: Course,
  touching: readonly Stretch[],
  stableUs: number,
  window: PlacedWindow,
  endUs: number,
  context: Context,
): Ruling {
  const { subject, wanted } = course
  // What was so before the window counts from its begin.
  const stretches = touching.map((each) => ({ ...each, fromUs: Math.max(each.fromUs, window.fromUs) }))
  const witness = stretches.find((each) => lengthOf([each]) >= stableUs)
  if (witness !== undefined) {
    const waitedUs = witness.fromUs - window.fromUs
    const waited =
      window.fromUs === 0 ? '' : waitedUs === 0 ? ', at once' : `, after ${formatMoment(waitedUs)}`
    return held(`${subject} ${witness.seen} ${spanText(witness, endUs)}${waited}`, witness)
  }
  const long = stableUs === 0 ? '' : ` for ${formatDuration(stableUs)}`
  const cut = stretches.find(({ endedBy }) => endedBy === undefined)
  if (cut !== undefined)
    return undecided(
      `${subject} ${cut.seen} ${spanText(cut, endUs)}, but the run ends before that has lasted ${formatDuration(stableUs)}`,
      cut,
    )
  const never = `${subject} never ${wanted}${long}`
  if (window.open !== undefined) {
    const [last] = clip(course.spans, window.fromUs, endUs).slice(-1)
    const seen = last === undefined ? '' : `: it ${last.seen}`
    return undecided(`${never}${seen}, and ${window.open.why}`, last)
  }
  const best = stretches.reduce<Stretch | undefined>(
    (most, each) => (most === undefined || lengthOf([each]) > lengthOf([most]) ? each : most),
    undefined,
  )
  if (best?.endedBy !== undefined)
    return brokenBy(
      `${never}: it ${best.seen} at most ${formatMoment(lengthOf([best]))}, ${spanText(best, endUs)}, then it`,
      best.endedBy,
      endUs,
      context,
    )
  const last = lastGround(clip(course.spans, window.fromUs, Math.min(window.untilUs, endUs)))
  if (last === undefined || last.says === 'nothing') {
    const why = last === undefined ? 'the run ends before that' : `it ${last.seen}`
    return failed(`${never}: ${why}`, last, groundOf('EXPECTATION_NEVER_EXERCISED', {}, context))
  }
  return brokenBy(`${never}: it`, last, endUs, context)
}

function judgeOnce(
  { subject, wanted }: Course,
  touching: readonly Stretch[],
  stableUs: number,
  window: PlacedWindow,
  endUs: number,
  context: Context,
): Ruling {
  const never = `${subject} never ${wanted}`
  const least = touching.reduce<Stretch | undefined>(
    (shortest, each) => (shortest === undefined || lengthOf([each]) < lengthOf([shortest]) ? each : shortest),
    undefined,
  )
  if (least === undefined)
    return window.open === undefined
      ? notExercised(never, context)
      : undecided(`${never}, and ${window.open.why}`)
  const short = touching.filter((each) => lengthOf([each]) < stableUs)
  const broken = short.find(({ endedBy }) => endedBy !== undefined)
  if (broken?.endedBy !== undefined)
    return brokenBy(
      `${subject} ${broken.seen} only ${formatMoment(lengthOf([broken]))}, ${spanText(broken, endUs)}, not ${formatDuration(stableUs)}: then it`,
      broken.endedBy,
      endUs,
      context,
    )
  const [cut] = short
  if (cut !== undefined)
    return undecided(
      `${subject} ${cut.seen} ${spanText(cut, endUs)}, but the run ends before that has lasted ${formatDuration(stableUs)}`,
      cut,
    )
  const times = touching.length === 1 ? 'once' : `${touching.length} times, the shortest`
  const seen = `${subject} ${wanted} ${times} ${spanText(least, endUs)}`
  return window.open === undefined ? held(seen, least) : undecided(`${seen}, and ${window.open.why}`, least)
}

/** The violating span is told with its reason. */
function brokenBy(words: string, span: CourseSpan, endUs: number, context: Context): Ruling {
  const { seen, code, details } = span
  const why = code === undefined ? '' : `: ${explain(code, details, context)}`
  const message = `${words} ${seen} ${spanText(span, endUs)}${why}`
  return failed(message, span, groundOf(code, details, context))
}

/** How it stood last, since that began. */
function lastGround(spans: readonly CourseSpan[]): CourseSpan | undefined {
  const last = spans.at(-1)
  if (last === undefined) return undefined
  let at = spans.length - 1
  while (at > 0 && haveOneGround(spans[at - 1]!, last)) at--
  return { ...spans[at]!, untilUs: last.untilUs }
}
