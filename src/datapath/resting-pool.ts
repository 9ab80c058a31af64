/**
 * A pool that nobody keeps the state of: its servers as they stand at this instant, healthy as long as they answer. So it is
 * asked where no run feeds `Live.pools`; registration, probes and drains take no time here.
 */
import { fixedServer, withOwnKey } from '../balancing/group-servers.ts'
import { PoolState } from '../balancing/pool-state.ts'
import type { Backend, PoolView } from '../balancing/pool-view.ts'
import type { BackendPool } from '../cloud/backend-pool.ts'
import type { GroupMember } from '../cloud/server-group.ts'
import type { Live } from './live.ts'
import { isUp } from './owner-table.ts'
import type { Tables } from './tables.ts'

/** Who may be picked from the pool with that key; undefined where there is no such pool. */
export function poolAt(tables: Tables, live: Live, key: string): PoolView | undefined {
  const fed = live.pools.get(key)
  if (fed !== undefined) return fed
  const pool = tables.balancers.pools.get(key)
  return pool === undefined ? undefined : restingPool(tables, live, pool)
}

function restingPool(tables: Tables, live: Live, pool: BackendPool): PoolView {
  const state = new PoolState(pool)
  for (const member of pool.members)
    for (const { backend, isSound } of standingsOf(tables, live, member)) {
      const own = withOwnKey(backend, (key) => state.backend(key) !== undefined)
      state.found(own, isSound, 0)
    }
  return state
}

interface Standing {
  readonly backend: Backend
  readonly isSound: boolean
}

/** Nobody here knows whether a plain address answers, so it does. */
function standingsOf(tables: Tables, live: Live, member: GroupMember): Standing[] {
  if (member.kind === 'app') return instancesOf(tables, live, member)
  const backend = fixedServer(member, tables.topology)
  if (backend === undefined) return []
  if (member.kind === 'address') return [{ backend, isSound: true }]
  const slot = tables.numbers.servers.numberOf(member.server)
  return [{ backend, isSound: isUp(tables.owners[live.owner(slot)]!, live, slot) }]
}

/** Only instances that are ready are registered (3.3, 4.5). */
function instancesOf(
  { numbers, vswitches }: Tables,
  live: Live,
  { app, port, weight }: Extract<GroupMember, { kind: 'app' }>,
): Standing[] {
  const owner = numbers.owners.numberOf(app)
  const found: Standing[] = []
  for (let slot = 0; slot < live.size; slot++) {
    if (live.owner(slot) !== owner || !live.isAnswering(slot)) continue
    const { zone } = vswitches[live.vswitch(slot)]!
    const backend = { key: `${app}#${slot}`, address: live.address(slot), port, weight, zone }
    found.push({ backend, isSound: true })
  }
  return found
}
