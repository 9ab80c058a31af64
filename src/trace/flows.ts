/** When each flow got through, and which source addresses its far side saw. */
import { formatAddress, sameAddress } from '../net/address.ts'
import { alike } from './alike.ts'
import { Course, type Kind } from './course.ts'
import type { FlowState } from './event.ts'
import type { EventOf } from './event-of.ts'
import { obtain } from './obtain.ts'
import type { Setting } from './setting.ts'
import type { FlowInterval, FlowSummary, FlowVerdict, Sighting } from './summary.ts'

const IDLE: FlowState = { status: 'IDLE', asked: 0, through: 0 }

const FLOW: Kind<FlowState> = {
  alike: (a, b) =>
    a.status === b.status &&
    a.asked === b.asked &&
    a.through === b.through &&
    a.code === b.code &&
    a.instance === b.instance &&
    a.share?.through === b.share?.through &&
    a.share?.of === b.share?.of &&
    alike(a.details, b.details),
  spanOf({ status, asked, through, share, code, instance, details }, fromUs, untilUs, since) {
    const span = { fromUs, untilUs, since, status, asked, through }
    if (code === undefined && instance === undefined && details === undefined) return span
    return {
      ...span,
      ...(share === undefined ? {} : { share }),
      ...(code === undefined ? {} : { code }),
      ...(instance === undefined ? {} : { instance }),
      ...(details === undefined ? {} : { details }),
    }
  },
}

/** The addresses that an instance shows to the far side. */
type Shown = Pick<EventOf<'answer'>, 'sources'>

const NO_SOURCES: Shown = { sources: [] }

const SHOWN: Kind<Shown> = {
  alike: ({ sources: a }, { sources: b }) =>
    a.length === b.length && a.every((source, index) => sameAddress(source, b[index]!)),
  spanOf: ({ sources }, fromUs, untilUs, since) => ({ fromUs, untilUs, since, sources }),
}

/** The flows of the setting in their order, then others that events speak of. */
export function foldFlows(
  events: readonly EventOf<'flow' | 'answer' | 'left'>[],
  endUs: number,
  { flows }: Setting,
): FlowSummary[] {
  const drafts = new Map<string, Draft>()
  for (const { name } of flows) drafts.set(name, new Draft())
  const draftOf = (flow: string) => obtain(drafts, flow, () => new Draft())
  for (const event of events) {
    if (event.kind === 'flow') draftOf(event.flow).course.become(event, event.atUs, event.seq)
    else if (event.kind === 'answer') draftOf(event.flow).answered(event)
    else draftOf(event.flow).left(event)
  }
  return [...drafts].map(([flow, draft]) => draft.finish(flow, endUs))
}

class Draft {
  readonly course = new Course(FLOW, IDLE)
  /** By instance. An answer names a source only if it got that far. */
  readonly #shown = new Map<string, Course<Shown>>()

  answered(event: EventOf<'answer'>): void {
    const { instance, atUs, seq } = event
    const shown = this.#shown.get(instance)
    if (shown === undefined) this.#shown.set(instance, new Course(SHOWN, event, atUs, seq))
    else shown.become(event, atUs, seq)
  }

  left({ instance, atUs, seq }: EventOf<'left'>): void {
    this.#shown.get(instance)?.become(NO_SOURCES, atUs, seq)
  }

  finish(flow: string, endUs: number): FlowSummary {
    const intervals = this.course.end(endUs)
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
      for (const { fromUs, untilUs, since, sources } of shown.end(endUs))
        for (const address of sources) sightings.push({ fromUs, untilUs, since, address, instance })
    return sightings.sort((a, b) => a.fromUs - b.fromUs || a.since - b.since)
  }
}

/** A degraded flow gets through: somebody answers. Of a partial one some requests fail. */
export function getsThrough({ status }: FlowState): boolean {
  return status === 'REACHABLE' || status === 'DEGRADED'
}

function verdictOf(intervals: readonly FlowInterval[]): FlowVerdict {
  const seen = new Set(intervals.map(({ status }) => status))
  const passed = seen.has('REACHABLE') || seen.has('DEGRADED')
  if (seen.has('PARTIAL')) return 'INTERMITTENT'
  if (seen.has('BLOCKED')) return passed ? 'INTERMITTENT' : 'BLOCKED'
  if (seen.has('DEGRADED')) return 'DEGRADED'
  return passed ? 'REACHABLE' : 'UNDETERMINED'
}

function lengthOf(intervals: readonly FlowInterval[], counts: (interval: FlowInterval) => boolean): number {
  return intervals.reduce((sum, each) => (counts(each) ? sum + each.untilUs - each.fromUs : sum), 0)
}

function firstOfEach(sightings: readonly Sighting[]): FlowSummary['sources'] {
  const first = new Map<string, FlowSummary['sources'][number]>()
  for (const { address, fromUs, instance, since } of sightings) {
    const text = formatAddress(address)
    if (!first.has(text)) first.set(text, { address, fromUs, instance, since })
  }
  return [...first.values()]
}
