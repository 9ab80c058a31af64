/**
 * What the nodes of a fully managed gateway carry: facts/deployment B.5. Thresholds add up over nodes; below `safe` latency
 * stays low even when the traffic doubles, above `warning` it may grow, beyond `overload` new connections are refused.
 */
import type { GatewaySpec, ManagedGateway } from './gateway.ts'

export interface Levels {
  readonly safe: number
  readonly warning: number
  readonly overload: number
}

export interface GatewayCapacity {
  /** Of clients, at a time. */
  readonly connections: Levels
  /** New ones a second; nothing is refused for them alone. */
  readonly newHttps: Omit<Levels, 'overload'>
  readonly bitsPerSecond: number
  /** Requests a second with answers of 1 KB that make the CPU 30 % busy. */
  readonly qpsAtSafeCpu: Readonly<Record<RequestKind, number>>
}

/** `short`: it comes with a connection of its own; `long`: on one that is kept. */
export type RequestKind = 'shortHttp' | 'shortHttps' | 'longHttp'

/** In percent, of every specification. */
export const CPU_LEVELS: Levels = { safe: 30, warning: 60, overload: 90 }
export const MEMORY_LEVELS: Levels = { safe: 75, warning: 75, overload: 90 }

/** An answer whose size nobody has written: the size of the documented measurements. */
export const ANSWER_BYTES = 1_024

/** Of one 2c4g node; each larger specification doubles the one before. */
const CONNECTIONS: Levels = { safe: 12_000, warning: 24_000, overload: 40_000 }
const NEW_HTTPS = { safe: 400, warning: 800 }
const BITS_PER_SECOND = 1_000_000_000
const SIZES: Readonly<Record<GatewaySpec, number>> = { '2c4g': 1, '4c8g': 2, '8c16g': 4, '16c32g': 8 }

/** As measured with three and with five nodes; `longHttp` of the two largest is doubled (U). */
const QPS: Readonly<
  Record<GatewaySpec, Readonly<Record<RequestKind, readonly [three: number, five: number]>>>
> = {
  '2c4g': { shortHttp: [5_200, 8_700], shortHttps: [1_600, 2_700], longHttp: [6_500, 10_800] },
  '4c8g': { shortHttp: [10_500, 17_500], shortHttps: [3_200, 5_500], longHttp: [13_000, 21_700] },
  '8c16g': { shortHttp: [21_000, 35_000], shortHttps: [6_500, 11_000], longHttp: [26_000, 43_400] },
  '16c32g': { shortHttp: [42_000, 70_000], shortHttps: [13_000, 22_000], longHttp: [52_000, 86_800] },
}

export function capacityOf({ spec, nodes }: Pick<ManagedGateway, 'spec' | 'nodes'>): GatewayCapacity {
  const size = SIZES[spec] * nodes
  const { shortHttp, shortHttps, longHttp } = QPS[spec]
  return {
    connections: {
      safe: CONNECTIONS.safe * size,
      warning: CONNECTIONS.warning * size,
      overload: CONNECTIONS.overload * size,
    },
    newHttps: { safe: NEW_HTTPS.safe * size, warning: NEW_HTTPS.warning * size },
    bitsPerSecond: BITS_PER_SECOND * size,
    qpsAtSafeCpu: {
      shortHttp: qpsOf(shortHttp, nodes),
      shortHttps: qpsOf(shortHttps, nodes),
      longHttp: qpsOf(longHttp, nodes),
    },
  }
}

/** Between the two measurements and beside them the numbers grow evenly (assumed). */
function qpsOf([three, five]: readonly [number, number], nodes: number): number {
  if (nodes <= 3) return (three * nodes) / 3
  if (nodes >= 5) return (five * nodes) / 5
  return (three + five) / 2
}
