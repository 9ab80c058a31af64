/** The servers that a pool is to have, by their keys: those that are rented, and instances of applications. */
import type { BackendPool } from '../cloud/backend-pool.ts'
import { interfaceNamed } from '../cloud/server.ts'
import type { GroupMember } from '../cloud/server-group.ts'
import type { Topology } from '../cloud/topology.ts'
import { formatIpv4, type Ipv4 } from '../net/ipv4.ts'
import type { Backend } from './pool-view.ts'

/** An instance, as far as a pool has to know it. */
export interface PlacedInstance {
  readonly app: string
  readonly instance: string
  /** Absent: it has no ENI yet. */
  readonly address?: Ipv4
  readonly vswitch?: string
}

/** Servers and plain addresses, which are members because somebody wrote them down. */
export function fixedServers({ members }: BackendPool, topology: Topology): Backend[] {
  const backends: Backend[] = []
  for (const member of members) {
    const backend = fixedServer(member, topology)
    if (backend !== undefined) backends.push(withOwnKey(backend, among(backends)))
  }
  return backends
}

/** The instance, once for each port that the pool has of its application. */
export function instanceServers(
  { members }: BackendPool,
  { app, instance, address, vswitch }: PlacedInstance,
  { vswitches }: Topology,
): Backend[] {
  if (address === undefined || vswitch === undefined) return []
  const backends: Backend[] = []
  for (const member of members) {
    if (member.kind !== 'app' || member.app !== app) continue
    const { port, weight } = member
    const { zone } = vswitches.get(vswitch)!
    backends.push(withOwnKey({ key: instance, address, port, weight, zone }, among(backends)))
  }
  return backends
}

export function hasApp({ members }: BackendPool, app: string): boolean {
  return members.some((member) => member.kind === 'app' && member.app === app)
}

/** Undefined for an application, whose instances come and go. */
export function fixedServer(member: GroupMember, { servers, vswitches }: Topology): Backend | undefined {
  if (member.kind === 'app') return undefined
  const { port, weight } = member
  if (member.kind === 'address') {
    const { address } = member
    return { key: `${formatIpv4(address)}:${port}`, address, port, weight }
  }
  const eni = interfaceNamed(servers, member.server)
  if (eni === undefined) return undefined
  const { zone } = vswitches.get(eni.vswitch)!
  return { key: `server/${member.server}`, address: eni.address, port, weight, zone }
}

/** A second port of the same server has it in its key. */
export function withOwnKey(backend: Backend, isTaken: (key: string) => boolean): Backend {
  return isTaken(backend.key) ? { ...backend, key: `${backend.key}:${backend.port}` } : backend
}

function among(backends: readonly Backend[]): (key: string) => boolean {
  return (own) => backends.some(({ key }) => key === own)
}
