/**
 * Into a managed database: whitelist, then its port (facts/vpc section 9). The internal address sees the caller's private
 * address, the public endpoint the translated one (R9.3). Members of a listed security group may call the internal
 * address; Tair knows them by their own EIP as well (9.3). Who may call is answered on ping too (assumed: the seed tests
 * the connection so).
 */
import type { Ipv4 } from '../net/ipv4.ts'
import { hasPorts, TCP } from '../net/protocol.ts'
import type { DatabaseTable } from './database-table.ts'
import type { Decision } from './decision.ts'
import { addressKey, type Live, NONE } from './live.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { asksWhitelist } from './session.ts'
import { deliver, type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'

const DB_WHITELIST_LACKS_VSWITCH = reasonIndex('DB_WHITELIST_LACKS_VSWITCH')
const DB_WHITELIST_LACKS_EGRESS_IP = reasonIndex('DB_WHITELIST_LACKS_EGRESS_IP')
const PORT_NOT_SERVED = reasonIndex('PORT_NOT_SERVED')

/** The database with this internal address in that vSwitch, or `NONE`. */
export function databaseAt(tables: Tables, vswitch: number, address: Ipv4): number {
  return tables.databaseOfAddress.get(addressKey(vswitch, address)) ?? NONE
}

/** The database with this internal address in the VPC of that name, or `NONE`. */
export function databaseIn(tables: Tables, vpc: string, address: Ipv4): number {
  for (let number = 0; number < tables.databases.length; number++) {
    const { database } = tables.databases[number]!
    if (database.vpc === vpc && database.address === address) return number
  }
  return NONE
}

/** `sender` is the slot of an ENI of the same VPC that calls the internal address; else `NONE`. */
export function enterDatabase(
  tables: Tables,
  live: Live,
  decision: Decision,
  number: number,
  sender: number,
  observer: Observer | undefined,
): void {
  const table = tables.databases[number]!
  const { tuple } = decision
  decision.target = 'database'
  decision.targetNumber = number
  const isPublic = isByPublicEndpoint(table, tuple.destination)
  const allowed = isPublic ? table.allowedPublic : table.allowed
  const caller = isPublic ? publicCaller(table, live, tuple.source) : sender
  const refused =
    asksWhitelist(decision) && !allowed.has(tuple.source) && !isMember(tables, live, table, caller)
  const refusal = isPublic ? DB_WHITELIST_LACKS_EGRESS_IP : DB_WHITELIST_LACKS_VSWITCH
  if (settle(decision, 'service-whitelist', refused ? refusal : PASSED, observer)) return
  const served =
    !hasPorts(tuple.protocol) || (tuple.protocol === TCP && tuple.destinationPort === table.database.port)
  deliver(decision, served ? PASSED : PORT_NOT_SERVED, observer)
}

/** Was the public endpoint called? */
export function isByPublicEndpoint({ database }: DatabaseTable, destination: Ipv4): boolean {
  return destination === database.publicAddress
}

function publicCaller({ database }: DatabaseTable, live: Live, source: Ipv4): number {
  return database.engine === 'tair' ? live.slotOfEip(source) : NONE
}

/** Listed groups are of the database's own VPC, so their members are as well. */
function isMember(tables: Tables, live: Live, { groups }: DatabaseTable, caller: number): boolean {
  if (caller === NONE) return false
  for (const group of tables.owners[live.owner(caller)]!.groups) if (groups.includes(group)) return true
  return false
}
