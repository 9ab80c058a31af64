/** The configurations of a run, one after the other. */
import type { Topology } from '../cloud/topology.ts'
import type { Plan } from '../simulation/plan.ts'
import type { Window } from './expectation.ts'

export interface Configuration extends Window {
  readonly topology: Topology
}

/** Each from when to when; one that lasts no time is not among them. */
export function configurationsOf({
  topology,
  timeline,
  durationUs,
}: Pick<Plan, 'topology' | 'timeline' | 'durationUs'>): Configuration[] {
  const changes = timeline.flatMap(({ atUs, action }) =>
    action.kind === 'configure' ? [{ atUs, topology: action.topology }] : [],
  )
  const all = [{ atUs: 0, topology }, ...changes]
  return all
    .map(({ atUs, topology }, index) => ({
      fromUs: atUs,
      untilUs: all[index + 1]?.atUs ?? durationUs,
      topology,
    }))
    .filter(({ fromUs, untilUs }) => fromUs < untilUs)
}

/** Whether it holds at some instant of the window. */
export function isIn({ fromUs, untilUs }: Configuration, window: Window | undefined): boolean {
  return window === undefined || (untilUs > window.fromUs && fromUs < window.untilUs)
}
