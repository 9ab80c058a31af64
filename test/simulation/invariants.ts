/**
 * What must be true of every run, checked on its trace alone. Each check walks the events once and throws with the
 * sequence number of the event that broke it.
 */
import type { EipStatus } from '../../src/deployment/eip-ledger.ts'
import type { InstanceFact, OrderFact } from '../../src/deployment/fact.ts'
import { formatIpv4 } from '../../src/net/ipv4.ts'
import type { Event } from '../../src/trace/event.ts'
import type { Trace } from '../../src/trace/trace.ts'

const NEXT: Record<EipStatus, EipStatus> = {
  Available: 'Associating',
  Associating: 'InUse',
  InUse: 'Unassociating',
  Unassociating: 'Available',
}

function broken(event: Event, what: string): never {
  throw new Error(`event ${event.seq} at ${event.atUs} us: ${what}`)
}

/** Every EIP goes round `Available, Associating, InUse, Unassociating` for one holder at a time, and none is lost. */
export function eipsGoRound(trace: Trace): void {
  const held = new Map<number, { status: EipStatus; holder: string | undefined }>()
  for (const event of trace.events) {
    if (event.kind !== 'eip') continue
    const { status, holder } = held.get(event.address) ?? { status: 'Available', holder: undefined }
    const isBoot = event.atUs === 0 && status === 'Available' && event.status === 'InUse'
    if (!isBoot && event.status !== NEXT[status])
      broken(event, `${formatIpv4(event.address)} went from ${status} to ${event.status}`)
    if (status !== 'Available' && event.instance !== undefined && event.instance !== holder)
      broken(event, `${formatIpv4(event.address)} of ${holder} was moved for ${event.instance}`)
    held.set(event.address, { status: event.status, holder: event.instance })
  }
}

/** Between two instants no EIP is `InUse` or `Associating` for an instance that is gone, and no instance has two. */
export function noEipOfTheDead(trace: Trace): void {
  const holderOf = new Map<number, string>()
  const gone = new Set<string>()
  const check = (event: Event) => {
    for (const [address, holder] of holderOf)
      if (gone.has(holder)) broken(event, `${formatIpv4(address)} is held by ${holder}, which is gone`)
    if (new Set(holderOf.values()).size !== holderOf.size) broken(event, 'an instance holds two EIPs')
  }
  let last: Event | undefined
  for (const event of trace.events) {
    if (last !== undefined && event.atUs > last.atUs) check(last)
    if (event.kind === 'instance' && event.phase === 'gone') gone.add(event.instance)
    if (event.kind === 'eip') {
      if (event.status === 'Associating' || event.status === 'InUse')
        holderOf.set(event.address, event.instance!)
      else holderOf.delete(event.address)
    }
    last = event
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

/** Two versions at most are alive at any instant. */
export function twoVersionsAtMost(trace: Trace): void {
  const alive = new Map<string, Map<string, string>>()
  for (const event of trace.events) {
    if (event.kind !== 'instance') continue
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

export const INVARIANTS = [
  eipsGoRound,
  noEipOfTheDead,
  oldGoAfterNewHaveTheirEip,
  noDipOfAddresses,
  minReadyHolds,
  twoVersionsAtMost,
  newPrivateAddresses,
] as const
