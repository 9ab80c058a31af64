/** A scenario with faults: as a plan that can be run at once, and as changes of the file that say the same. */
import { type Fault, faultText } from '../checking/fault.ts'
import { formatDuration } from '../cloud/duration-text.ts'
import { unwritten } from '../cloud/origin.ts'
import type { Rewriting } from '../scenario/rewritten.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Plan, TimelineEntry } from '../simulation/plan.ts'

/** The file's own entries of an instant come before the faults of that instant. */
export function faulted<P extends Plan>(plan: P, faults: readonly Fault[]): P {
  if (faults.length === 0) return plan
  const entries: TimelineEntry[] = []
  const draws = new Map(plan.draws)
  const failures = new Map(plan.failures)
  for (const fault of faults) {
    const text = faultText(fault)
    const origin = unwritten('faults')
    if (fault.kind === 'crash') {
      const { app, mode } = fault
      entries.push({ atUs: fault.atUs, text, origin, action: { kind: 'crash', app, mode, count: 1 } })
    } else if (fault.kind === 'zone') {
      const { zone, forUs } = fault
      entries.push({ atUs: fault.atUs, text, origin, action: { kind: 'zoneOutage', zone, forUs } })
    } else if (fault.kind === 'eipBindFails') failures.set(`${fault.instance}/eipBind`, fault.times)
    else draws.set(`${fault.instance}/${fault.work}`, [fault.tookUs])
  }
  return {
    ...plan,
    // Behind them, whatever their instant: expectations know entries by their place.
    timeline: [...plan.timeline, ...entries],
    ...(draws.size > 0 && { draws }),
    ...(failures.size > 0 && { failures }),
  }
}

/** Those of the timeline come behind its own entries. */
export function faultRewritings({ timeline }: Scenario, faults: readonly Fault[]): Rewriting[] {
  let next = timeline.length
  return faults.map((fault) => rewritingOf(fault, () => next++))
}

function rewritingOf(fault: Fault, nextPlace: () => number): Rewriting {
  switch (fault.kind) {
    case 'crash': {
      const value = { at: formatDuration(fault.atUs), crash: fault.app, mode: fault.mode }
      return { path: ['timeline', nextPlace()], value }
    }
    case 'zone': {
      const { zone, forUs } = fault
      const value = { at: formatDuration(fault.atUs), zoneOutage: zone, for: formatDuration(forUs) }
      return { path: ['timeline', nextPlace()], value }
    }
    case 'eipBindFails':
      return { path: ['failures', `${fault.instance}/eipBind`], value: fault.times }
    case 'slowStart':
      return { path: ['draws', `${fault.instance}/${fault.work}`], value: formatDuration(fault.tookUs) }
  }
}
