/** Worlds under other readings of the open points (facts/vpc section 15) than the suggested ones. */
import fc from 'fast-check'
import {
  type AssumptionKey,
  type Assumptions,
  assumptionsWith,
  OPEN_POINTS,
} from '../../cloud/assumptions.ts'
import type { Database, WhitelistGroup } from '../../cloud/database.ts'
import type { Server } from '../../cloud/server.ts'
import type { World } from './world.ts'

/** Each choice is drawn, the suggested reading as often as all others together; durations stay. */
export function aReading(): fc.Arbitrary<Assumptions> {
  const choices = [...OPEN_POINTS].flatMap(([key, point]) =>
    'readings' in point ? [[key, Object.keys(point.readings)] as const] : [],
  )
  return fc
    .record(
      Object.fromEntries(choices.map(([key, words]) => [key, fc.constantFrom(...words)])) as Record<
        AssumptionKey,
        fc.Arbitrary<string>
      >,
    )
    .map(assumptionsWith)
}

/** In enhanced mode the groups are for the one network and the other by turns (9.2). */
function asEnhanced(database: Database): Database {
  const groups = database.whitelist.groups.map(
    (group, at): WhitelistGroup => ({
      ...group,
      network: at % 2 === 0 ? 'vpc' : 'classic',
    }),
  )
  return { ...database, whitelist: { ...database.whitelist, mode: 'enhanced', groups } }
}

/** Half of the worlds are read as the sheet suggests; of the servers and databases every third one is special. */
export function withReadings(worlds: fc.Arbitrary<World>): fc.Arbitrary<World> {
  const readings = fc.oneof(fc.constant(assumptionsWith()), aReading())
  return fc.tuple(worlds, readings, fc.nat(2)).map(([world, assumptions, open]) => {
    const servers = new Map(
      [...world.topology.servers].map(([name, server], at): [string, Server] => [
        name,
        at % 3 === open ? { ...server, unblock25: true } : server,
      ]),
    )
    const databases = new Map(
      [...world.topology.databases].map(([name, database], at): [string, Database] => [
        name,
        at % 3 === open && database.engine === 'rds' ? asEnhanced(database) : database,
      ]),
    )
    return { ...world, topology: { ...world.topology, assumptions, servers, databases } }
  })
}
