/**
 * Servers and endpoints have their ENIs from the start of a run to its end. The slot of an ENI is its number, so the tables alone say
 * where it is; instances of applications get the slots behind.
 */

import type { Live } from './live.ts'
import { isCutThrough, serverKey } from './owner-table.ts'
import { enisOf, type Tables } from './tables.ts'

/** Puts every ENI of a server and of an endpoint into `live`, with its EIP and running, and gives the first slot that is free behind them. */
export function placeServers({ topology, numbers }: Tables, live: Live): number {
  for (const eni of enisOf(topology).values()) {
    const { name, vswitch, eip } = eni
    const slot = numbers.servers.numberOf(name)
    // With a cut-through EIP, that is the address of the ENI (facts/vpc R3.2).
    const address = isCutThrough(eni) ? eip! : eni.address
    live.attach(slot, numbers.owners.numberOf(serverKey(name)), numbers.vswitches.numberOf(vswitch), address)
    live.answers(slot, true)
    if (eip !== undefined) live.bind(slot, eip)
  }
  return numbers.servers.names.length
}
