/** What callers may count on: somebody serves, flows get through, from known addresses, and every request ends once. */
import { formatAddress, isIpv6 } from '../net/address.ts'
import { parseCidr } from '../net/cidr.ts'
import { CidrSet } from '../net/cidr-set.ts'
import { getsThrough } from '../trace/flows.ts'
import type { Trace } from '../trace/trace.ts'
import { atEachInstant, broken, type Invariant } from './invariant.ts'

/** Once an application has served it goes on serving, as long as it shall have instances. */
export function noOutage(trace: Trace): void {
  const capacity = new Map<string, { declared: number; serving: number; hasServed: boolean }>()
  atEachInstant(
    trace,
    (event) => {
      if (event.kind !== 'capacity') return
      const { app, declared, serving } = event
      const hasServed = declared > 0 && (serving > 0 || capacity.get(app)?.hasServed === true)
      capacity.set(app, { declared, serving, hasServed })
    },
    (last) => {
      for (const [app, { serving, hasServed }] of capacity)
        if (hasServed && serving === 0) broken(last, `no instance of ${app} serves`)
    },
  )
}

/** The flow gets through at every instant at which somebody asks, also while fewer answer than are declared. */
export function flowGetsThrough(flow: string): Invariant {
  return function flowStaysReachable(trace, plan) {
    if (!plan.flows.some(({ name }) => name === flow)) throw new RangeError(`no flow is named ${flow}`)
    for (const event of trace.events)
      if (event.kind === 'flow' && event.flow === flow && event.status !== 'IDLE' && !getsThrough(event))
        broken(event, `${flow} is ${event.status}${event.code === undefined ? '' : ` (${event.code})`}`)
  }
}

/**
 * The far side of the flow sees no source address but these: blocks (`203.0.113.0/28`) and single addresses.
 *
 * @throws RangeError where a text is neither.
 */
export function sourcesWithin(flow: string, blocks: readonly string[]): Invariant {
  const allowed = CidrSet.of(
    blocks.map((text) => {
      const parsed = parseCidr(text, { hostBits: 'refuse', bareAddress: 'accept' })
      if (!parsed.ok) throw new RangeError(parsed.message)
      return parsed.value
    }),
  )
  return function sourcesStayWithin(trace, plan) {
    if (!plan.flows.some(({ name }) => name === flow)) throw new RangeError(`no flow is named ${flow}`)
    for (const event of trace.events) {
      if (event.kind !== 'answer' || event.flow !== flow) continue
      for (const source of event.sources)
        if (isIpv6(source) || !allowed.has(source))
          broken(event, `the far side of ${flow} sees ${formatAddress(source)} of ${event.instance}`)
    }
  }
}

/** No request and no connection is given to a server that is gone. */
export function noStaleBackendIsPicked(trace: Trace): void {
  const goneUs = new Map<string, number>()
  for (const event of trace.events) {
    if (event.kind === 'instance' && event.phase === 'gone') goneUs.set(event.instance, event.atUs)
    if ((event.kind === 'answer' || event.kind === 'connections') && event.code === 'BACKEND_STALE')
      broken(event, `${event.flow} leads to a server that is gone`)
  }
  for (const { flow, windows } of trace.requests ?? [])
    for (const { fromUs, backends, errors } of windows) {
      const stale = errors.find(({ code }) => code === 'BACKEND_STALE')
      if (stale !== undefined)
        throw new Error(`${flow} at ${stale.firstUs / 1e6} s: a server that is gone was picked`)
      for (const { server } of backends)
        if (goneUs.has(server) && goneUs.get(server)! < fromUs)
          throw new Error(`${flow} from ${fromUs / 1e6} s on: ${server} was picked, which is gone`)
    }
}

/** Every request ends once: with a status, or not before the run does. */
export function everyRequestEndsOnce(trace: Trace): void {
  for (const { flow, windows } of trace.requests ?? [])
    for (const { fromUs, requests, unfinished, statuses } of windows) {
      const ended = statuses.reduce((sum, { count }) => sum + count, 0)
      if (ended + unfinished !== requests)
        throw new Error(
          `${flow} from ${fromUs / 1e6} s on: ${requests} requests, ${ended} ends, ${unfinished} under way`,
        )
    }
}
