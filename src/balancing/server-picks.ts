/** Who is picked, one request after the other, without a pool: the schedulers of facts/load-balancing section 6 in a few words. */
import { parseIpv4 } from '../net/ipv4.ts'
import { crc32 } from './crc32.ts'
import { KetamaRing } from './ketama-ring.ts'
import { LeastConn } from './least-conn.ts'
import { LvsSh } from './lvs-sh.ts'
import { LvsWlc } from './lvs-wlc.ts'
import { LvsWrr } from './lvs-wrr.ts'
import { RoundRobin } from './round-robin.ts'
import { type Members, NOBODY, newStanding, type Scheduler } from './scheduler.ts'
import { SmoothWrr } from './smooth-wrr.ts'

/** In the order of sections 6.1 to 6.7; `rr` knows no weights. */
const ENGINES = {
  smoothWrr: (members: Members): Scheduler => new SmoothWrr(members),
  leastConn: (members: Members): Scheduler => new LeastConn(members),
  rr: (members: Members): Scheduler => new RoundRobin(members),
  lvsWrr: (members: Members): Scheduler => new LvsWrr(members),
  lvsWlc: (members: Members): Scheduler => new LvsWlc(members),
  ketama: (members: Members): Scheduler => new KetamaRing(members),
  lvsSh: (members: Members): Scheduler => new LvsSh(members),
} as const

export interface PickWords {
  readonly scheduler: keyof typeof ENGINES
  /** Names and weights, in the order of the group: `[['a', 5], ['b', 1]]`. The ring hashes names, which are `host:port`. */
  readonly servers: readonly (readonly [name: string, weight: number])[]
  /** How many; or what is hashed, one text for each: of `lvsSh` the address of the client. */
  readonly requests: number | readonly string[]
  /** Servers that may not be picked. */
  readonly down?: readonly string[]
  /** Connections that servers have before the first request. */
  readonly active?: Readonly<Record<string, number>>
  /** Every pick leaves a connection open; else each ends at once. */
  readonly staysOpen?: boolean
}

/**
 * The name of the server of each request; undefined where nobody may be picked.
 *
 * ```ts
 * serverPicks({ scheduler: 'lvsWrr', servers: [['a', 4], ['b', 3], ['c', 2]], requests: 9 })
 * ```
 */
export function serverPicks(words: PickWords): (string | undefined)[] {
  const { servers, requests, down = [], active = {}, staysOpen = false } = words
  const names = servers.map(([name]) => name)
  const scheduler = ENGINES[words.scheduler]({ names, weights: servers.map(([, weight]) => weight) })
  const standing = newStanding(names.length)
  for (const [index, name] of names.entries()) {
    if (down.includes(name)) standing.usable[index] = 0
    standing.active[index] = active[name] ?? 0
  }
  const keys =
    typeof requests === 'number' ? Array.from({ length: requests }, () => 0) : requests.map(keyFor(words))
  return keys.map((key) => {
    const server = scheduler.pick(standing, key)
    if (server === NOBODY) return undefined
    if (staysOpen) standing.active[server]!++
    return names[server]
  })
}

function keyFor({ scheduler }: PickWords): (text: string) => number {
  if (scheduler !== 'lvsSh') return crc32
  return (text) => {
    const address = parseIpv4(text)
    if (!address.ok) throw new RangeError(address.message)
    return address.value
  }
}
