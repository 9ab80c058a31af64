/** A world as the data path takes it: compiled tables, and live state with one slot for each ENI. */
import { stateOf } from '../../cloud/certificate-state.ts'
import { Live } from '../../datapath/live.ts'
import { placeServers } from '../../datapath/server-slots.ts'
import { compileTables, type Tables } from '../../datapath/tables.ts'
import type { World } from './world.ts'

export function bringUp({ topology, enis }: World): { tables: Tables; live: Live } {
  const tables = compileTables(topology)
  const live = new Live()
  placeServers(tables, live)
  for (const certificate of topology.certificates.values())
    if (stateOf(certificate, 0) === 'ended') live.certificates.set(certificate, 'ended')
  enis.forEach(({ kind, app, vswitch, address, eip, answers }, slot) => {
    if (kind === undefined) {
      const { owners, vswitches } = tables.numbers
      live.attach(slot, owners.numberOf(app), vswitches.numberOf(vswitch), address)
      if (eip !== undefined) live.bind(slot, eip)
    }
    live.answers(slot, answers)
  })
  return { tables, live }
}
