/** How many instances each application was to have, had ready, and had answering, over time. */
import { Course } from './course.ts'
import { obtain } from './obtain.ts'
import type { CapacitySpan } from './summary.ts'
import type { Trace } from './trace.ts'

export type Capacity = Pick<CapacitySpan, 'declared' | 'ready' | 'serving'>

/** The state of an application that does not exist. */
export const NO_CAPACITY: Capacity = { declared: 0, ready: 0, serving: 0 }

export interface CapacityCourse {
  readonly spans: readonly CapacitySpan[]
  /** How it stood at the very end, the events of the last instant included. */
  readonly final: Capacity
}

/** By application: those of `apps` first, whether anything happened to them or not. */
export function foldCapacity({ events, endUs }: Trace, apps: Iterable<string>): Map<string, CapacityCourse> {
  const courses = new Map<string, Course<Capacity>>()
  for (const app of apps) courses.set(app, new Course(NO_CAPACITY))
  for (const event of events) {
    if (event.kind !== 'capacity') continue
    const { app, declared, ready, serving, atUs, seq } = event
    const course = obtain(courses, app, () => new Course(NO_CAPACITY))
    course.become({ declared, ready, serving }, atUs, seq)
  }
  return new Map(
    [...courses].map(([app, course]) => [app, { spans: course.until(endUs), final: course.state }]),
  )
}
