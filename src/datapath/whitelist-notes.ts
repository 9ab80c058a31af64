/** A change of a whitelist that was made and does not hold yet: what it will do to this caller (facts/vpc R9.8). */
import { type DatabaseWhitelist, groupsFor } from '../cloud/database.ts'
import { formatMoment } from '../cloud/duration-text.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { isByPublicEndpoint } from './database-entry.ts'
import type { Decision } from './decision.ts'
import type { Details } from './details.ts'
import { PASSED } from './reasons.ts'
import type { Tables } from './tables.ts'

/** For the stage that has asked a whitelist, whatever it found; undefined where nothing is under way. */
export function changeUnderWay(tables: Tables, decision: Decision, reason: number): Details | undefined {
  if (decision.target !== 'database' || !decision.sourceKnown) return undefined
  const table = tables.databases[decision.targetNumber]!
  const { name, whitelist } = table.database
  const last = whitelist.underWay?.at(-1)
  if (last === undefined) return undefined
  const { source, destination } = decision.tuple
  const isPublic = isByPublicEndpoint(table, destination)
  const willHave = lists(last.whitelist, source, isPublic)
  const isIn = reason === PASSED
  const text = formatIpv4(source)
  return {
    database: name,
    until: formatMoment(last.dueUs),
    effect: willHave
      ? isIn
        ? `still has ${text}`
        : `has ${text}`
      : isIn
        ? `has ${text} no more`
        : `still lacks ${text}`,
    path: last.whitelist.origin.path,
    line: String(last.whitelist.origin.line),
  }
}

/** By its entries: who is a member of a group then, nobody knows now. */
function lists(whitelist: DatabaseWhitelist, source: number, isPublic: boolean): boolean {
  return groupsFor(whitelist, isPublic).some(({ entries }) =>
    entries.some(({ cidr }) => cidr.first <= source && source <= cidr.last),
  )
}
