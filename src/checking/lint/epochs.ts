/** The spans of a run between two changes of configuration, and what has been done by the end of each. */
import type { App } from '../../cloud/app.ts'
import type { Topology } from '../../cloud/topology.ts'
import type { Plan, TimelineEntry } from '../../simulation/plan.ts'

export interface Epoch {
  readonly topology: Topology
  /** Everything of the timeline before the end of the span, in order. */
  readonly done: readonly TimelineEntry[]
}

/** At least one; a configuration that is replaced at its own instant is none. */
export function epochsOf({ topology, timeline, durationUs }: Plan): Epoch[] {
  const epochs: Epoch[] = []
  let present = topology
  let sinceUs = 0
  for (const [at, { atUs, action }] of timeline.entries()) {
    if (action.kind !== 'configure') continue
    if (atUs > sinceUs) epochs.push({ topology: present, done: timeline.slice(0, at) })
    present = action.topology
    sinceUs = atUs
  }
  if (durationUs > sinceUs || epochs.length === 0) epochs.push({ topology: present, done: timeline })
  return epochs
}

/** May the entry give an instance of one of `apps` another address than it began with? */
export function replaces({ action }: TimelineEntry, apps: readonly App[], topology: Topology): boolean {
  switch (action.kind) {
    case 'deploy':
    case 'rollback':
    case 'scale':
    case 'start':
    case 'abort':
      return apps.some(({ name }) => name === action.app)
    case 'crash':
      return action.mode === 'instance' && apps.some(({ name }) => name === action.app)
    case 'zoneOutage':
      return apps.some(({ vswitches }) =>
        vswitches.some((name) => topology.vswitches.get(name)?.zone === action.zone),
      )
    // Restarts happen in place; the others make or move nothing.
    case 'create':
    case 'restart':
    case 'stop':
    case 'confirm':
    case 'configure':
      return false
    default:
      // Not known here: rather one warning too many than a missing one.
      return true
  }
}
