/** When each flow got through, and which source addresses its far side saw. */
import { Course } from './course.ts'
import type { FlowState } from './event.ts'
import type { EventOf } from './event-of.ts'
import { obtain } from './obtain.ts'
import type { Setting } from './setting.ts'
import type { FlowInterval, FlowSummary, FlowVerdict, Sighting } from './summary.ts'
import type { Trace } from './trace.ts'

const IDLE: FlowState = { status: 'IDLE', asked: 0, through: 0 }

/** The flows of the setting in their order, then others that events speak of. */
export function foldFlows({ events, endUs }: Trace, { flows }: Setting): FlowSummary[] {
  const drafts = new Map<string, Draft>()
  for (const { name } of flows) drafts.set(name, new Draft())
  const draftOf = (flow: string) => obtain(drafts, flow, () => new Draft())
  for (const event of events) {
    if (event.kind === 'flow') draftOf(event.flow).course.become(stateOf(event), event.atUs, event.seq)
    else if (event.kind === 'answer') draftOf(event.flow).answered(event)
    else if (event.kind === 'left') draftOf(event.flow).left(event)
  }
  return [...drafts].map(([flow, draft]) => draft.finish(flow, endUs))
}

class Draft {
  readonly course = new Course<FlowState>(IDLE)
  /** By instance: the addresses it shows to the far side. An answer names a source only if it got that far. */
  readonly #shown = new Map<string, Course<Pick<EventOf<'answer'>, 'sources'>>>()

  answered({ instance, sources, atUs, seq }: EventOf<'answer'>): void {
    const shown = obtain(this.#shown, instance, () => new Course({ sources: [] }, atUs, seq))
    shown.become({ sources }, atUs, seq)
  }

  left({ instance, atUs, seq }: EventOf<'left'>): void {
    this.#shown.get(instance)?.become({ sources: [] }, atUs, seq)
  }

  finish(flow: string, endUs: number): FlowSummary {
    const intervals = this.course.until(endUs)
    const sightings = this.#sightings(endUs)
    return {
      flow,
      verdict: verdictOf(intervals),
      intervals,
      askedUs: lengthOf(intervals, ({ status }) => status !== 'IDLE'),
      throughUs: lengthOf(intervals, getsThrough),
      sources: firstOfEach(sightings),
      sightings,
    }
  }

  #sightings(endUs: number): Sighting[] {
    const sightings: Sighting[] = []
    for (const [instance, shown] of this.#shown)
      for (const { sources, ...span } of shown.until(endUs))
        for (const address of sources) sightings.push({ ...span, address, instance })
    return sightings.sort((a, b) => a.fromUs - b.fromUs || a.since - b.since)
  }
}

function stateOf({ status, asked, through, code, instance, details }: EventOf<'flow'>): FlowState {
  return {
    status,
    asked,
    through,
    ...(code === undefined ? {} : { code }),
    ...(instance === undefined ? {} : { instance }),
    ...(details === undefined ? {} : { details }),
  }
}

/** A degraded flow gets through: somebody answers. */
export function getsThrough({ status }: FlowState): boolean {
  return status === 'REACHABLE' || status === 'DEGRADED'
}

function verdictOf(intervals: readonly FlowInterval[]): FlowVerdict {
  const seen = new Set(intervals.map(({ status }) => status))
  const passed = seen.has('REACHABLE') || seen.has('DEGRADED')
  if (seen.has('BLOCKED')) return passed ? 'INTERMITTENT' : 'BLOCKED'
  if (seen.has('DEGRADED')) return 'DEGRADED'
  return passed ? 'REACHABLE' : 'UNDETERMINED'
}

function lengthOf(intervals: readonly FlowInterval[], counts: (interval: FlowInterval) => boolean): number {
  return intervals.reduce((sum, each) => (counts(each) ? sum + each.untilUs - each.fromUs : sum), 0)
}

function firstOfEach(sightings: readonly Sighting[]): FlowSummary['sources'] {
  const first = new Map<number, FlowSummary['sources'][number]>()
  for (const { address, fromUs, instance, since } of sightings)
    if (!first.has(address)) first.set(address, { address, fromUs, instance, since })
  return [...first.values()]
}
