/**
 * Servers have their ENIs from the start of a run to its end. The slot of a server is its number, so the tables alone say
 * where it is; instances of applications get the slots behind.
 */

import type { Live } from './live.ts'
import { serverKey } from './owner-table.ts'
import type { Tables } from './tables.ts'

/** Puts every server into `live`, with its EIP and running, and gives the first slot that is free behind them. */
export function placeServers({ topology, numbers }: Tables, live: Live): number {
  for (const { name, vswitch, address, eip } of topology.servers.values()) {
    const slot = numbers.servers.numberOf(name)
    live.attach(slot, numbers.owners.numberOf(serverKey(name)), numbers.vswitches.numberOf(vswitch), address)
    live.answers(slot, true)
    if (eip !== undefined) live.bind(slot, eip)
  }
  return numbers.servers.names.length
}
