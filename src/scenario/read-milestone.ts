/** `after` and `until` of an expectation: what a window waits for. */
import type { Condition, Milestone } from '../checking/expectation.ts'
import type { Path } from '../cloud/violation.ts'
import type { TimelineEntry } from '../simulation/plan.ts'
import type { Report } from './problem.ts'
import { CHANGE_CODES, FLOW_CODES } from './reason-names.ts'
import type { ReadMilestone } from './schema/milestone.ts'
import { suggest } from './suggestion.ts'
import { quote } from './value.ts'

/** What `after` and `until` may name of the timeline. */
export interface NamedEntries {
  readonly timeline: readonly TimelineEntry[]
  /** How many entries the file has, those with problems of their own included. */
  readonly written: number
}

const EVENT_CODES: readonly string[] = [...new Set([...FLOW_CODES, ...CHANGE_CODES])]

export function readMilestone(
  read: ReadMilestone,
  entries: NamedEntries,
  path: Path,
  reports: Report[],
): Milestone | undefined {
  if ('timeline' in read) return entryOf(read.timeline, entries, [...path, 'timeline'], reports)
  if ('rollout' in read) {
    const { rollout: app, change, outcome } = read
    return { kind: 'change', app, ...(change !== undefined && { change }), outcome }
  }
  if ('event' in read) {
    checkCode(read.event, EVENT_CODES, [...path, 'event'], reports)
    return { kind: 'code', code: read.event }
  }
  const condition = conditionOf(read, path, reports)
  return condition && { kind: 'state', condition }
}

export function checkCode(
  code: string | undefined,
  known: readonly string[],
  path: Path,
  reports: Report[],
): void {
  if (code === undefined || known.includes(code)) return
  reports.push({
    code: 'REASON_UNKNOWN',
    message: `no reason that could come here has the code "${code}"`,
    hint: `${suggest(code, known)} (simulate codes lists them)`,
    path,
  })
}

type ReadState = Exclude<ReadMilestone, { timeline: unknown } | { rollout: unknown } | { event: unknown }>

function conditionOf(read: ReadState, path: Path, reports: Report[]): Condition | undefined {
  if ('flow' in read) {
    const { flow, is: state, code } = read
    checkCode(code, FLOW_CODES, [...path, 'code'], reports)
    if (code !== undefined && state !== 'blocked')
      return exclusive('an event of a flow takes code only with blocked', path, reports)
    return { kind: 'flow', flow, state, ...(code !== undefined && { code }) }
  }
  if ('app' in read) {
    const { app, ready, serving } = read
    const compare = ready ?? serving
    if (compare === undefined || (ready !== undefined && serving !== undefined))
      return exclusive('an event of an application takes exactly one of ready and serving', path, reports)
    return { kind: 'capacity', app, measure: ready === undefined ? 'serving' : 'ready', compare }
  }
  if ('pool' in read) return { kind: 'pool', pool: read.pool, compare: read.inUse }
  if ('rotation' in read) return { kind: 'rotation', group: read.rotation, compare: read.servers }
  const [gateway, alert] = read.alert.split('/') as [string, string]
  return { kind: 'alert', gateway, alert }
}

function exclusive(message: string, path: Path, reports: Report[]): undefined {
  reports.push({ code: 'KEYS_EXCLUSIVE', message, path })
}

/** By its number in the file, or all that have these words. */
function entryOf(
  named: number | string,
  { timeline, written }: NamedEntries,
  path: Path,
  reports: Report[],
): Milestone | undefined {
  const matches = timeline.flatMap(({ text, origin }, index) =>
    text === named || origin.path === `timeline[${Number(named) - 1}]` ? [{ text, index }] : [],
  )
  if (matches.length > 0)
    return { kind: 'entry', entries: matches.map(({ index }) => index), text: matches[0]!.text }
  // An entry that could not be read has its own problem.
  if (typeof named === 'number' ? named <= written : timeline.length < written) return undefined
  reports.push({
    code: 'REFERENCE_UNDEFINED',
    message:
      typeof named === 'number'
        ? `the timeline has ${written} ${written === 1 ? 'entry' : 'entries'}, and no number ${named}`
        : `no entry of the timeline reads ${quote(named)}`,
    hint:
      typeof named === 'number'
        ? 'entries count from 1, in the order of the file'
        : suggest(named, [...new Set(timeline.map(({ text }) => text))]),
    path,
  })
  return undefined
}
