/** How many instances each application was to have, had ready, and had answering, over time. */
import { Course, type Kind } from './course.ts'
import type { EventOf } from './event-of.ts'
import { obtain } from './obtain.ts'
import type { CapacitySpan } from './summary.ts'

export type Capacity = Pick<CapacitySpan, 'declared' | 'ready' | 'serving'>

/** The state of an application that does not exist. */
export const NO_CAPACITY: Capacity = { declared: 0, ready: 0, serving: 0 }

const CAPACITY: Kind<Capacity> = {
  alike: (a, b) => a.declared === b.declared && a.ready === b.ready && a.serving === b.serving,
  spanOf: ({ declared, ready, serving }, fromUs, untilUs, since) => ({
    fromUs,
    untilUs,
    since,
    declared,
    ready,
    serving,
  }),
}

export interface CapacityCourse {
  readonly spans: readonly CapacitySpan[]
  /** How it stood at the very end, the events of the last instant included. */
  readonly final: Capacity
}

/** By application: those of `apps` first, whether anything happened to them or not. */
export function foldCapacity(
  events: readonly EventOf<'capacity'>[],
  endUs: number,
  apps: Iterable<string>,
): Map<string, CapacityCourse> {
  const courses = new Map<string, Course<Capacity>>()
  for (const app of apps) courses.set(app, new Course(CAPACITY, NO_CAPACITY))
  for (const event of events)
    obtain(courses, event.app, () => new Course(CAPACITY, NO_CAPACITY)).become(event, event.atUs, event.seq)
  return new Map(
    [...courses].map(([app, course]) => [app, { spans: course.end(endUs), final: course.state }]),
  )
}
