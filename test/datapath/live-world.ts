/** A world as the data path takes it: compiled tables, and live state with one slot for each ENI. */
import { Live } from '../../src/datapath/live.ts'
import { compileTables, type Tables } from '../../src/datapath/tables.ts'
import type { World } from '../golden/naive-datapath.ts'

export function bringUp({ topology, enis }: World): { tables: Tables; live: Live } {
  const tables = compileTables(topology)
  const live = new Live()
  enis.forEach(({ app, vswitch, address, eip, answers }, slot) => {
    live.attach(slot, tables.numbers.apps.numberOf(app), tables.numbers.vswitches.numberOf(vswitch), address)
    if (eip !== undefined) live.bind(slot, eip)
    live.answers(slot, answers)
  })
  return { tables, live }
}
