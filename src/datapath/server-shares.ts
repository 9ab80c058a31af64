/**
 * Which servers of a pool the connections of one caller get: each in turn, by weight (facts/load-balancing section 6, where
 * the unit is a connection). Whoever hashes the client, or lets it come back to its server, gives all to one.
 *
 * Limits: each caller has a turn of its own, and what is open already does not count.
 */
import type { BackendPool } from '../cloud/backend-pool.ts'
import type { PickedServer } from './balancer-choice.ts'
import type { Decision } from './decision.ts'
import { EPHEMERAL_PORT } from './flow-packet.ts'
import type { Packet } from './packet.ts'
import type { Tables } from './tables.ts'

export interface ServerShare {
  readonly server: PickedServer
  readonly count: number
}

/** Of `count` connections behind `packet`, whose decision it is; undefined where there is nothing to share. */
export function serverShares(
  { balancers }: Tables,
  { choice }: Decision,
  { sourcePort, slot, picked }: Packet,
  count: number,
): readonly ServerShare[] | undefined {
  const pool = balancers.pools.get(choice?.key ?? '')
  if (choice === undefined || choice.candidates.length < 2 || picked !== undefined) return undefined
  if (pool === undefined || keepsClients(pool)) return undefined
  const { key, group, candidates } = choice
  const from = ((sourcePort - EPHEMERAL_PORT + PORTS) % PORTS) + Math.max(0, slot)
  const weights = candidates.map(({ weight }) => weight)
  const counts = inTurn(weights, from, count)
  return candidates.map((backend, at) => ({ server: { key, group, backend }, count: counts[at]! }))
}

const PORTS = 64_512

function keepsClients({ scheduler, persistenceUs, service }: BackendPool): boolean {
  const { kind } = scheduler
  return (
    kind === 'sch' ||
    kind === 'lvsSch' ||
    kind === 'uch' ||
    persistenceUs > 0 ||
    (service?.affinityUs ?? 0) > 0
  )
}

/** How many of the numbers `from` to `from + count - 1` are those of each; a cycle has as many of one as its weight. */
export function inTurn(weights: readonly number[], from: number, count: number): number[] {
  const divisor = weights.reduce(greatestCommonDivisor, 0) || 1
  const cycle = weights.reduce((sum, weight) => sum + weight / divisor, 0)
  let before = 0
  return weights.map((weight) => {
    const own = weight / divisor
    const upTo = (number: number) =>
      Math.floor(number / cycle) * own + Math.min(own, Math.max(0, (number % cycle) - before))
    const share = upTo(from + count) - upTo(from)
    before += own
    return share
  })
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
