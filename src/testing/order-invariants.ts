/** What a change order may do and may not: gate order, min-ready, one at a time, progress (facts/deployment section 0, A.1 to A.4). */
import { formatDuration } from '../cloud/duration-text.ts'
import type { InstanceFact, OrderFact } from '../deployment/fact.ts'
import type { Plan } from '../simulation/plan.ts'
import { summarize } from '../trace/summarize.ts'
import type { Trace } from '../trace/trace.ts'
import { broken } from './invariant.ts'

const OVER = ['success', 'failed', 'aborted']

/** A.4: a change order of an application ends before the next one begins. */
export function oneOrderAtATime(trace: Trace): void {
  const open = new Map<string, number>()
  for (const event of trace.events) {
    if (event.kind !== 'order') continue
    const other = open.get(event.app)
    if (other !== undefined && other !== event.order)
      broken(event, `change order ${event.order} of ${event.app} runs beside change order ${other}`)
    if (OVER.includes(event.status)) open.delete(event.app)
    else open.set(event.app, event.order)
  }
}

/** Progress: no change order waits for something that cannot happen any more. */
export function everyOrderGetsOn(trace: Trace, plan: Plan): void {
  for (const { app, order, verdict, stuck, waitsFor } of summarize(trace, plan).changes) {
    if (verdict !== 'STUCK' && verdict !== 'STUCK_DEGRADED') continue
    const since = stuck === undefined ? '' : ` since ${formatDuration(stuck.fromUs)}`
    throw new Error([`change order ${order} of ${app} does not get on${since}`, ...waitsFor].join('; '))
  }
}

/** With one EIP per instance, an order stops its k-th old instance only when k instances of its own have their EIP. */
export function oldGoAfterNewHaveTheirEip(trace: Trace): void {
  const order = new Map<string, OrderFact>()
  const bound = new Map<string, Set<string>>()
  const retired = new Map<string, number>()
  const last = new Map<string, InstanceFact>()
  for (const event of trace.events) {
    if (event.kind === 'order') {
      if (order.get(event.app)?.order !== event.order) {
        bound.set(event.app, new Set())
        retired.set(event.app, 0)
      }
      order.set(event.app, event)
    }
    if (event.kind !== 'instance') continue
    const { app, instance, version, phase } = event
    const before = last.get(instance)
    last.set(instance, event)
    const current = order.get(app)
    if (current?.status !== 'running' || event.code === 'INSTANCE_LOST') continue
    if (current.type !== 'CoDeploy' && current.type !== 'CoRollback') continue
    if (version === current.version && phase === 'starting' && event.eip !== undefined)
      bound.get(app)!.add(instance)
    const isRetired =
      phase === 'terminating' && before?.phase !== 'terminating' && before?.phase !== 'associating'
    if (version === current.version || !isRetired) continue
    retired.set(app, retired.get(app)! + 1)
    if (retired.get(app)! > bound.get(app)!.size)
      broken(
        event,
        `${instance} was stopped as number ${retired.get(app)} for ${bound.get(app)!.size} new with an EIP`,
      )
  }
}

const WITH_EIP_IN_USE = new Set(['starting', 'ready', 'unready', 'backoff'])

/** An order that replaces stops an instance that has its EIP only when others, as many as are declared, have theirs. */
export function noDipOfAddresses(trace: Trace): void {
  const order = new Map<string, OrderFact>()
  const bound = new Map<string, Set<string>>()
  for (const event of trace.events) {
    if (event.kind === 'order') order.set(event.app, event)
    if (event.kind !== 'instance' || event.eip === undefined) continue
    const of = bound.get(event.app) ?? new Set()
    bound.set(event.app, of)
    if (WITH_EIP_IN_USE.has(event.phase)) of.add(event.instance)
    else if (of.delete(event.instance) && event.phase === 'terminating') {
      const current = order.get(event.app)
      if (current?.status !== 'running' || (current.type !== 'CoDeploy' && current.type !== 'CoRollback'))
        continue
      if (of.size < current.instances)
        broken(
          event,
          `${event.instance} was stopped with ${of.size} EIPs in use, ${current.instances} are declared`,
        )
    }
  }
}

/** No order takes a ready instance away when that leaves fewer ready than its floor. */
export function minReadyHolds(trace: Trace): void {
  const floor = new Map<string, number>()
  const ready = new Map<string, Set<string>>()
  for (const event of trace.events) {
    if (event.kind === 'order') floor.set(event.app, event.status === 'running' ? event.minReady : 0)
    if (event.kind !== 'instance') continue
    const of = ready.get(event.app) ?? new Set()
    ready.set(event.app, of)
    if (event.phase === 'ready') of.add(event.instance)
    else if (
      of.delete(event.instance) &&
      event.phase === 'terminating' &&
      of.size < (floor.get(event.app) ?? 0)
    )
      broken(
        event,
        `${event.instance} was stopped with ${of.size} ready left, the floor is ${floor.get(event.app)}`,
      )
  }
}

/** Two versions at most of an application of SAE are alive at any instant (A.1). */
export function twoVersionsAtMost(trace: Trace, plan?: Plan): void {
  const alive = new Map<string, Map<string, string>>()
  for (const event of trace.events) {
    if (event.kind !== 'instance' || plan?.topology.apps.get(event.app)?.eas !== undefined) continue
    const of = alive.get(event.app) ?? new Map<string, string>()
    alive.set(event.app, of)
    if (event.phase === 'gone' || event.phase === 'terminating') of.delete(event.instance)
    else of.set(event.instance, event.version)
    if (new Set(of.values()).size > 2) broken(event, `${[...new Set(of.values())].join(', ')} are alive`)
  }
}

/** No instance comes by a private address that an instance of its application had before it. */
export function newPrivateAddresses(trace: Trace): void {
  const first = new Map<string, string>()
  for (const event of trace.events) {
    if (event.kind !== 'instance' || event.address === undefined) continue
    const key = `${event.app} ${event.vswitch} ${event.address}`
    const owner = first.get(key) ?? event.instance
    if (owner !== event.instance) broken(event, `${event.instance} has the address that ${owner} had`)
    first.set(key, owner)
  }
}
