/** How many EIPs of each pool were in use over time, and who holds them at the end. */
import type { Ipv4 } from '../net/ipv4.ts'
import { Course, type Kind } from './course.ts'
import type { EventOf } from './event-of.ts'
import { obtain } from './obtain.ts'
import type { Setting } from './setting.ts'
import type { PoolSummary } from './summary.ts'

export interface PoolCourse extends PoolSummary {
  /** The last event of each EIP that is not `Available` at the end. */
  readonly held: readonly EventOf<'eip'>[]
}

const COUNT: Kind<{ readonly count: number }> = {
  alike: (a, b) => a.count === b.count,
  spanOf: ({ count }, fromUs, untilUs, since) => ({ fromUs, untilUs, since, count }),
}

/** By pool: those of the setting first. An EIP is `Available` until an event says otherwise. */
export function foldPools(
  events: readonly EventOf<'eip'>[],
  endUs: number,
  { topology }: Setting,
): Map<string, PoolCourse> {
  const drafts = new Map<string, Draft>()
  for (const [pool, { addresses }] of topology.eipPools) drafts.set(pool, new Draft(addresses.length))
  for (const event of events) obtain(drafts, event.pool, () => new Draft(0)).see(event)
  return new Map([...drafts].map(([pool, draft]) => [pool, draft.finish(pool, endUs)]))
}

class Draft {
  readonly #size: number
  readonly #held = new Map<Ipv4, EventOf<'eip'>>()
  readonly #course = new Course(COUNT, { count: 0 })

  constructor(size: number) {
    this.#size = size
  }

  see(event: EventOf<'eip'>): void {
    if (event.status === 'Available') this.#held.delete(event.address)
    else this.#held.set(event.address, event)
    this.#course.become({ count: this.#held.size }, event.atUs, event.seq)
  }

  finish(pool: string, endUs: number): PoolCourse {
    const inUse = this.#course.end(endUs)
    const peak = inUse.reduce((most, { count }) => Math.max(most, count), 0)
    return { pool, size: this.#size, inUse, peak, held: [...this.#held.values()] }
  }
}

/** What readers of a summary get of a pool. */
export function toldOf({ pool, size, inUse, peak }: PoolCourse): PoolSummary {
  return { pool, size, inUse, peak }
}
