/** Who was in rotation when: of each pool behind a balancer or a service name how many, and how each server stood. */
import { Course, type Kind } from './course.ts'
import type { BackendChange } from './event.ts'
import type { EventOf } from './event-of.ts'
import { obtain } from './obtain.ts'
import type { BackendPoolSummary, BackendSummary } from './summary.ts'

type Count = Omit<BackendPoolSummary['inRotation'][number], 'fromUs' | 'untilUs' | 'since'>

const COUNT: Kind<Count> = {
  alike: (a, b) => a.count === b.count && a.failsOpen === b.failsOpen,
  spanOf({ count, failsOpen }, fromUs, untilUs, since) {
    const span = { fromUs, untilUs, since, count }
    return failsOpen === undefined ? span : { ...span, failsOpen }
  },
}

type State = Omit<BackendSummary['spans'][number], 'fromUs' | 'untilUs' | 'since'>

const STATE: Kind<State> = {
  alike: (a, b) => a.state === b.state && a.code === b.code && a.ramps === b.ramps,
  spanOf({ state, code, ramps }, fromUs, untilUs, since) {
    const span = { fromUs, untilUs, since, state }
    return {
      ...span,
      ...(code === undefined ? {} : { code }),
      ...(ramps === undefined ? {} : { ramps }),
    }
  },
}

/** Absent where nobody balances. Pools and servers in order of first sight. */
export function foldBackends(
  events: readonly EventOf<'backend'>[],
  endUs: number,
): { readonly backends?: readonly BackendPoolSummary[] } {
  if (events.length === 0) return {}
  const drafts = new Map<string, Draft>()
  for (const event of events) obtain(drafts, event.pool, () => new Draft(event)).see(event)
  return { backends: [...drafts].map(([pool, draft]) => draft.finish(pool, endUs)) }
}

class Draft {
  readonly #inRotation: Course<Count>
  readonly #servers = new Map<string, Course<State>>()

  constructor(first: EventOf<'backend'>) {
    this.#inRotation =
      first.atUs === 0 ? new Course(COUNT, countOf(first), 0, first.seq) : new Course(COUNT, { count: 0 })
  }

  see(event: EventOf<'backend'>): void {
    const { server, atUs, seq } = event
    this.#inRotation.become(countOf(event), atUs, seq)
    const course = this.#servers.get(server)
    if (course === undefined) this.#servers.set(server, new Course(STATE, stateOf(event), atUs, seq))
    else course.become(stateOf(event), atUs, seq)
  }

  finish(pool: string, endUs: number): BackendPoolSummary {
    const servers = [...this.#servers].map(([server, course]) => ({ server, spans: course.end(endUs) }))
    return { pool, inRotation: this.#inRotation.end(endUs), servers }
  }
}

function countOf({ inRotation: count, failsOpen }: BackendChange): Count {
  return failsOpen === undefined ? { count } : { count, failsOpen }
}

function stateOf({ state, code, rampsUntilUs }: BackendChange): State {
  return {
    state,
    ...(code === undefined ? {} : { code }),
    ...(rampsUntilUs === undefined ? {} : { ramps: true as const }),
  }
}
