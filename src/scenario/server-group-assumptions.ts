/** What is assumed of server groups without a second reading that a source suggests: facts/load-balancing 1.8 and 1.9. */
import type { ServerGroup } from '../cloud/server-group.ts'
import { atOrigins } from './balancing-points.ts'
import type { Assumption } from './scenario.ts'

/** Told of the groups of a file that it is `about`. */
interface Reading {
  readonly about: (group: ServerGroup) => boolean
  readonly clause: string
  /** Of facts/load-balancing. */
  readonly row: string
}

const READINGS: readonly Reading[] = [
  {
    about: ({ product, crossZone }) => product === 'alb' && !crossZone,
    clause: 'a node whose zone has no server of the group answers 503',
    row: '1.8',
  },
  {
    about: ({ product, crossZone, healthCheck }) =>
      product === 'alb' && !crossZone && healthCheck !== undefined,
    clause: 'a node that finds nobody healthy in its zone asks all servers of the zone',
    row: '1.8, 1.10',
  },
  {
    about: ({ product, sticky }) => product === 'alb' && sticky !== undefined,
    clause: 'when the server of a cookie is gone, the scheduler chooses another one',
    row: '1.8',
  },
  {
    about: ({ healthCheck }) =>
      healthCheck !== undefined && isHttp(healthCheck.protocol) && healthCheck.path !== '/',
    clause: 'whoever answers at all gives a good answer at the path of the health check',
    row: '1.9',
  },
]

export function* assumptionsOfGroups(groups: readonly ServerGroup[]): Generator<Assumption> {
  for (const { about, clause, row } of READINGS) {
    const at = atOrigins(groups.filter(about))
    if (at !== undefined)
      yield { code: 'ASSUMED_PRECEDENCE', text: `${at}: ${clause}`, source: `facts/load-balancing ${row}` }
  }
}

function isHttp(protocol: string): boolean {
  return protocol === 'http' || protocol === 'https'
}
