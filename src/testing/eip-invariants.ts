/** EIP conservation (facts/vpc R3.1, R3.7, R3.8): one holder at a time, round and round, and none is lost. */
import type { EipStatus } from '../deployment/eip-ledger.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import type { Plan } from '../simulation/plan.ts'
import type { Trace } from '../trace/trace.ts'
import { atEachInstant, broken } from './invariant.ts'

/** An association may end without success. */
const NEXT: Record<EipStatus, readonly EipStatus[]> = {
  Available: ['Associating'],
  Associating: ['InUse', 'Available'],
  InUse: ['Unassociating'],
  Unassociating: ['Available'],
}

/** Every EIP goes round `Available, Associating, InUse, Unassociating` for one holder at a time. */
export function eipsGoRound(trace: Trace): void {
  const held = new Map<number, { status: EipStatus; holder: string | undefined }>()
  for (const event of trace.events) {
    if (event.kind !== 'eip') continue
    const { status, holder } = held.get(event.address) ?? { status: 'Available', holder: undefined }
    const isBoot = event.atUs === 0 && status === 'Available' && event.status === 'InUse'
    if (!isBoot && !NEXT[status].includes(event.status))
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
  atEachInstant(
    trace,
    (event) => {
      if (event.kind === 'instance' && event.phase === 'gone') gone.add(event.instance)
      if (event.kind !== 'eip') return
      if (event.status === 'Associating' || event.status === 'InUse')
        holderOf.set(event.address, event.instance!)
      else holderOf.delete(event.address)
    },
    (last) => {
      for (const [address, holder] of holderOf)
        if (gone.has(holder)) broken(last, `${formatIpv4(address)} is held by ${holder}, which is gone`)
      if (new Set(holderOf.values()).size !== holderOf.size) broken(last, 'an instance holds two EIPs')
    },
  )
}

/** Nobody waits for an EIP to the end while his pool has had a free one for longer than until his next try. */
export function freeEipsAreTaken(trace: Trace, { topology }: Plan): void {
  const freeSince = new Map<number, number>()
  const waiting = new Map<string, { app: string; sinceUs: number }>()
  const poolOf = new Map([...topology.eipPools.values()].map(({ name, addresses }) => [name, addresses]))
  for (const { addresses } of topology.eipPools.values()) for (const each of addresses) freeSince.set(each, 0)
  for (const event of trace.events) {
    // Which addresses a pool has after a `set` is not asked here.
    if (event.kind === 'configured' && event.path.startsWith('eipPools')) return
    if (event.kind === 'eip') {
      if (event.status === 'Available') freeSince.set(event.address, event.atUs)
      else freeSince.delete(event.address)
    }
    if (event.kind === 'instance') {
      if (event.phase !== 'awaitingEip') waiting.delete(event.instance)
      else if (!waiting.has(event.instance))
        waiting.set(event.instance, { app: event.app, sinceUs: event.atUs })
    }
  }
  const last = trace.events.at(-1)
  for (const [instance, { app, sinceUs }] of waiting) {
    const { eipPool, deploy } = topology.apps.get(app)!
    for (const address of poolOf.get(eipPool!) ?? []) {
      const free = freeSince.get(address)
      if (free !== undefined && trace.endUs - Math.max(free, sinceUs) > deploy.retryUs)
        broken(last!, `${instance} waits for an EIP to the end, and ${formatIpv4(address)} is free`)
    }
  }
}
