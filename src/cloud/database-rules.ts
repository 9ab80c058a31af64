/** What the cloud asks of managed databases and their whitelists: facts/vpc 9.2 and 9.3. */
import type { Database, WhitelistGroup } from './database.ts'
import type { Quotas } from './quotas.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

/** Facts/vpc 9.3; RDS names no rule. */
const TAIR_GROUP = /^[a-z][a-z0-9_]{0,30}[a-z0-9]$/

/** Facts/vpc 9.2. */
const ENHANCED_MYSQL: readonly string[] = ['5.5', '5.6', '5.7']

export function* checkDatabases(topology: Topology, quotas: Quotas): Generator<Violation> {
  for (const database of topology.databases.values()) yield* checkDatabase(database, topology, quotas)
}

function* checkDatabase(database: Database, topology: Topology, quotas: Quotas): Generator<Violation> {
  const path: Path = ['databases', database.name]
  yield* checkMode(database, path)
  const { groups, securityGroups } = database.whitelist
  if (groups.length > quotas.groupsPerWhitelist)
    yield {
      code: 'QUOTA_EXCEEDED',
      message: `${groups.length} whitelist groups, but a database may have ${quotas.groupsPerWhitelist}`,
      path: [...path, 'whitelist'],
      at: 'key',
    }
  // RDS counts the entries of all groups together, Tair those of each group.
  const counted: readonly (readonly [readonly WhitelistGroup[], Path])[] =
    database.engine === 'rds'
      ? [[groups, [...path, 'whitelist']]]
      : groups.map((group) => [[group], [...path, 'whitelist', group.name]])
  for (const [together, at] of counted) {
    const count = together.reduce((sum, { entries }) => sum + entries.length, 0)
    if (count > quotas.entriesPerWhitelist)
      yield {
        code: 'QUOTA_EXCEEDED',
        message: `${count} entries, but ${database.engine === 'rds' ? 'a whitelist of RDS' : 'a whitelist group of Tair'} may have ${quotas.entriesPerWhitelist}`,
        hint: 'one CIDR block can stand for many addresses',
        path: at,
        at: 'key',
      }
  }
  if (database.engine === 'tair')
    for (const { name } of groups)
      if (!TAIR_GROUP.test(name))
        yield {
          code: 'NAME_INVALID',
          message: `"${name}" is not the name of a whitelist group of Tair`,
          hint: '2 to 32 lower-case letters, digits and _; a letter first, a letter or digit last',
          path: [...path, 'whitelist', name],
          at: 'key',
        }
  if (securityGroups.length > quotas.securityGroupsPerWhitelist)
    yield {
      code: 'QUOTA_EXCEEDED',
      message: `${securityGroups.length} security groups, but a whitelist may have ${quotas.securityGroupsPerWhitelist}`,
      path: [...path, 'securityGroups'],
    }
  const named = new Set<string>()
  for (const [index, name] of securityGroups.entries()) {
    const group = topology.securityGroups.get(name)
    if (named.has(name))
      yield {
        code: 'REFERENCE_DUPLICATE',
        message: `security group ${name} is named twice`,
        path: [...path, 'securityGroups', index],
      }
    named.add(name)
    if (group !== undefined && group.vpc !== database.vpc)
      yield {
        // facts/vpc 9.2: of the same network only.
        code: 'InvalidInstanceId.Mismatch',
        message: `security group ${name} is in VPC ${group.vpc}, database ${database.name} in ${database.vpc}`,
        hint: 'between VPCs write CIDRs',
        path: [...path, 'securityGroups', index],
      }
  }
}

/** Facts/vpc 9.2: only some kinds of RDS know the enhanced mode. */
function* checkMode({ engine, mysql, storage, whitelist }: Database, path: Path): Generator<Violation> {
  if (whitelist.mode === 'standard') return
  const isKnown = engine === 'rds' && storage === 'localSsd' && ENHANCED_MYSQL.includes(mysql ?? '')
  if (isKnown) return
  yield {
    code: 'ENHANCED_MODE_UNSUPPORTED',
    message: `only RDS for MySQL ${ENHANCED_MYSQL.join(', ')} on a local SSD has the enhanced mode`,
    hint:
      engine === 'rds'
        ? "say which it is: mysql: '5.7' and storage: localSsd; otherwise leave mode out"
        : 'leave mode out',
    path: [...path, 'mode'],
  }
}
