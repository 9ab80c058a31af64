/** One lane per instance: its phases from birth to the end of the run, and what it held. */
import { Course } from './course.ts'
import type { EventOf } from './event-of.ts'
import type { InstanceSummary } from './summary.ts'
import type { Trace } from './trace.ts'

export interface Lane extends InstanceSummary {
  readonly app: string
  readonly birth: EventOf<'instance'>
  /** Its last event. */
  readonly last: EventOf<'instance'>
  /** The last event that moved it: another phase, address, EIP or restart. A retry that finds nothing is none. */
  readonly moved: EventOf<'instance'>
}

/** Lanes in order of birth. */
export function foldLanes({ events, endUs }: Trace): Lane[] {
  const drafts = new Map<string, Draft>()
  for (const event of events) {
    if (event.kind !== 'instance') continue
    const draft = drafts.get(event.instance)
    if (draft === undefined) drafts.set(event.instance, new Draft(event))
    else draft.see(event)
  }
  return [...drafts.values()].map((draft) => draft.finish(endUs))
}

class Draft {
  readonly #birth: EventOf<'instance'>
  readonly #course: Course<Pick<EventOf<'instance'>, 'phase' | 'code'>>
  #last: EventOf<'instance'>
  #moved: EventOf<'instance'>
  /** The last ones it had: an instance that is gone is still known by its addresses. */
  #held: Pick<InstanceSummary, 'address' | 'eip'>

  constructor(birth: EventOf<'instance'>) {
    this.#birth = birth
    this.#last = birth
    this.#moved = birth
    this.#course = new Course(phaseOf(birth), birth.atUs, birth.seq)
    this.#held = heldBy(birth)
  }

  see(event: EventOf<'instance'>): void {
    this.#course.become(phaseOf(event), event.atUs, event.seq)
    const { address, eip } = this.#held
    if (event.address !== address || event.eip !== eip) this.#held = { ...this.#held, ...heldBy(event) }
    if (hasMoved(this.#last, event)) this.#moved = event
    this.#last = event
  }

  finish(endUs: number): Lane {
    const { app, instance, version } = this.#last
    const spans = this.#course.until(endUs)
    return {
      app,
      instance,
      version,
      ...this.#held,
      spans,
      birth: this.#birth,
      last: this.#last,
      moved: this.#moved,
    }
  }
}

/** What readers of a summary get of a lane. */
export function toldOf({ instance, version, address, eip, spans }: Lane): InstanceSummary {
  return {
    instance,
    version,
    ...(address === undefined ? {} : { address }),
    ...(eip === undefined ? {} : { eip }),
    spans,
  }
}

/** Whether `now` is more than a retry of `before`. */
export function hasMoved(before: EventOf<'instance'>, now: EventOf<'instance'>): boolean {
  return (
    before.phase !== now.phase ||
    before.address !== now.address ||
    before.eip !== now.eip ||
    before.restarts !== now.restarts
  )
}

function phaseOf({ phase, code }: EventOf<'instance'>): Pick<EventOf<'instance'>, 'phase' | 'code'> {
  return code === undefined ? { phase } : { phase, code }
}

function heldBy({ address, eip }: EventOf<'instance'>): Pick<InstanceSummary, 'address' | 'eip'> {
  return { ...(address === undefined ? {} : { address }), ...(eip === undefined ? {} : { eip }) }
}
