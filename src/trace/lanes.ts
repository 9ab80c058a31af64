/** One lane per instance: its phases from birth to the end of the run, and what it held. */
import type { Ipv4 } from '../net/ipv4.ts'
import { Course, type Kind } from './course.ts'
import type { EventOf } from './event-of.ts'
import type { InstanceSummary } from './summary.ts'

export interface Lane {
  readonly app: string
  readonly instance: string
  readonly version: string
  readonly birth: EventOf<'instance'>
  /** Its last event. */
  readonly last: EventOf<'instance'>
  /** The last event that moved it: another phase, address, EIP or restart. A retry that finds nothing is none. */
  readonly moved: EventOf<'instance'>
  /** What readers of a summary get of it. */
  readonly told: InstanceSummary
}

type PhaseState = Pick<EventOf<'instance'>, 'phase' | 'code'>

const PHASE: Kind<PhaseState> = {
  alike: (a, b) => a.phase === b.phase && a.code === b.code,
  spanOf: ({ phase, code }, fromUs, untilUs, since) =>
    code === undefined ? { fromUs, untilUs, since, phase } : { fromUs, untilUs, since, phase, code },
}

/** Lanes in order of birth. */
export function foldLanes(events: readonly EventOf<'instance'>[], endUs: number): Lane[] {
  const drafts = new Map<string, Draft>()
  for (const event of events) {
    const draft = drafts.get(event.instance)
    if (draft === undefined) drafts.set(event.instance, new Draft(event))
    else draft.see(event)
  }
  return [...drafts.values()].map((draft) => draft.finish(endUs))
}

class Draft {
  readonly #birth: EventOf<'instance'>
  readonly #course: Course<PhaseState>
  #last: EventOf<'instance'>
  #moved: EventOf<'instance'>
  /** The last ones it had: an instance that is gone is still known by its addresses. */
  #address: Ipv4 | undefined
  #eip: Ipv4 | undefined

  constructor(birth: EventOf<'instance'>) {
    this.#birth = birth
    this.#last = birth
    this.#moved = birth
    this.#address = birth.address
    this.#eip = birth.eip
    this.#course = new Course(PHASE, birth, birth.atUs, birth.seq)
  }

  see(event: EventOf<'instance'>): void {
    this.#course.become(event, event.atUs, event.seq)
    this.#address = event.address ?? this.#address
    this.#eip = event.eip ?? this.#eip
    if (hasMoved(this.#last, event)) this.#moved = event
    this.#last = event
  }

  finish(endUs: number): Lane {
    const { app, instance, version } = this.#last
    const told = tell(instance, version, this.#address, this.#eip, this.#course.end(endUs))
    return { app, instance, version, birth: this.#birth, last: this.#last, moved: this.#moved, told }
  }
}

/** Absent keys are left out, by one literal each: spreads would cost several times as much. */
function tell(
  instance: string,
  version: string,
  address: Ipv4 | undefined,
  eip: Ipv4 | undefined,
  spans: InstanceSummary['spans'],
): InstanceSummary {
  if (address !== undefined)
    return eip === undefined
      ? { instance, version, address, spans }
      : { instance, version, address, eip, spans }
  return eip === undefined ? { instance, version, spans } : { instance, version, eip, spans }
}

/** Whether `now` is more than a retry of `before`. */
function hasMoved(before: EventOf<'instance'>, now: EventOf<'instance'>): boolean {
  return (
    before.phase !== now.phase ||
    before.address !== now.address ||
    before.eip !== now.eip ||
    before.restarts !== now.restarts
  )
}
