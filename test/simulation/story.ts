/** Short texts out of a trace, so that a test can say what happened as one would tell it. */
import { MINUTE_US, SECOND_US } from '../../src/cloud/duration-range.ts'
import { simulate } from '../../src/simulation/simulate.ts'
import { aPlan, type PlanDraft } from '../../src/testing/arbitraries/a-plan.ts'
import type { Trace } from '../../src/trace/trace.ts'

export const seconds = (count: number) => count * SECOND_US
export const minutes = (count: number) => count * MINUTE_US

export const run = (draft: PlanDraft): Trace => simulate(aPlan(draft))

/** `['60 pending', '64 initializing', …]`: each change of phase with its second. */
export function phasesOf(trace: Trace, instance: string): string[] {
  const phases: string[] = []
  for (const event of trace.events) {
    if (event.kind !== 'instance' || event.instance !== instance) continue
    if (phases.at(-1)?.split(' ')[1] !== event.phase) phases.push(`${event.atUs / SECOND_US} ${event.phase}`)
  }
  return phases
}

/** `['60 1 CoDeploy running', …]`: second, number, type, status and code of each order event. */
export function ordersOf(trace: Trace, app = 'shop'): string[] {
  return trace.events.flatMap((event) =>
    event.kind === 'order' && event.app === app
      ? [
          [event.atUs / SECOND_US, event.order, event.type, event.status, event.code]
            .filter(Boolean)
            .join(' '),
        ]
      : [],
  )
}

/** `['60 1/3 started', …]` */
export function batchesOf(trace: Trace): string[] {
  return trace.events.flatMap((event) =>
    event.kind === 'batch'
      ? [`${event.atUs / SECOND_US} ${event.batch}/${event.batches} ${event.status}`]
      : [],
  )
}

export function warningsOf(trace: Trace): string[] {
  return trace.events.flatMap((event) =>
    event.kind === 'warning' ? [`${event.atUs / SECOND_US} ${event.instance} ${event.code}`] : [],
  )
}

export function refusalsOf(trace: Trace): string[] {
  return trace.events.flatMap((event) =>
    event.kind === 'refused' ? [`${event.atUs / SECOND_US} ${event.code}`] : [],
  )
}

/** `['0 3', '77 2', …]`: ready instances. */
export function readyOf(trace: Trace, app = 'shop'): string[] {
  return trace.events.flatMap((event) =>
    event.kind === 'capacity' && event.app === app
      ? [`${event.atUs / SECOND_US} ${event.ready}/${event.declared}`]
      : [],
  )
}

/** Statuses of a flow with the second since which, neighbours of the same status merged. */
export function statusOf(trace: Trace, flow: string): string[] {
  const statuses: string[] = []
  for (const event of trace.events) {
    if (event.kind !== 'flow' || event.flow !== flow) continue
    const text = event.code === undefined ? event.status : `${event.status} ${event.code}`
    const at = `${event.atUs / SECOND_US} `
    if (statuses.at(-1)?.startsWith(at)) statuses.pop()
    if (statuses.at(-1)?.replace(/^\S+ /, '') !== text) statuses.push(at + text)
  }
  return statuses
}
