/** Server groups as they were read: facts/load-balancing 1.8, 2.2 and 2a.3. */
import type * as z from 'zod'
import type { App } from '../cloud/app.ts'
import { interfaceNamed, type Server, serverOf } from '../cloud/server.ts'
import type { GroupMember, ServerGroup, StickySession } from '../cloud/server-group.ts'
import type { Path } from '../cloud/violation.ts'
import { TCP } from '../net/protocol.ts'
import type { BuildContext } from './build-context.ts'
import { buildHealthCheck } from './build-health-check.ts'
import { buildNlbGroup, protocolOfGroup } from './build-nlb-group.ts'
import type { ReadServer } from './schema/balancer-words.ts'
import type { ReadSticky, serverGroup } from './schema/server-group.ts'
import { missingKey } from './schema-reports.ts'
import { checkGroupKeys } from './server-group-keys.ts'

export type ReadGroup = z.output<typeof serverGroup>

/** Whom a group may name. */
export interface Servers {
  readonly apps: ReadonlyMap<string, App>
  readonly servers: ReadonlyMap<string, Server>
  readonly vpcs: ReadonlyMap<string, unknown>
}

/** Undefined where nobody can tell which VPC it is of; that is reported. */
export function buildServerGroup(
  name: string,
  read: ReadGroup,
  known: Servers,
  context: BuildContext,
): ServerGroup | undefined {
  const path: Path = ['serverGroups', name]
  checkGroupKeys(name, read, path, context)
  const members = read.servers.flatMap((one, index) => {
    const at = [...path, 'servers', index]
    const { to, port, weight } = 'to' in one ? one : { to: one, port: undefined, weight: 100 }
    const member = memberOf(to, port, weight, known, at, context)
    return member === undefined ? [] : [member]
  })
  const vpc = read.vpc ?? vpcOf(members, known) ?? onlyOf(known.vpcs)
  if (vpc === undefined) {
    context.report({
      ...missingKey('vpc', path),
      hint: `name the VPC of its servers: nothing in server group ${name} tells it`,
    })
    return undefined
  }
  const { product, scheduler = 'wrr' } = read
  if (product === 'nlb') return buildNlbGroup(name, vpc, read, members, context)
  const isAlb = product === 'alb'
  const sticky = buildSticky(read.sticky, [...path, 'sticky'], context)
  const check = isAlb ? buildHealthCheck(read.healthCheck, 'http', context) : undefined
  return {
    name,
    vpc,
    product,
    protocol: protocolOfGroup(read.protocol, 'http'),
    members,
    scheduler:
      typeof scheduler === 'string' ? { kind: scheduler } : { kind: 'uch', parameter: scheduler.uch },
    ...(sticky !== undefined && { sticky }),
    crossZone: read.crossZone ?? true,
    ...(read.slowStart !== undefined && { slowStartUs: read.slowStart }),
    ...(read.drain !== undefined && { drainUs: read.drain }),
    keepsAlive: read.keepAlive ?? true,
    ...(check !== undefined && { healthCheck: check }),
    isMasterSlave: read.masterSlave ?? false,
    origin: context.origin(path),
  }
}

/** Sticky sessions have exactly one kind; `insert` alone lasts 1000 s (facts/load-balancing 1.8). */
export function buildSticky(read: ReadSticky, path: Path, context: BuildContext): StickySession | undefined {
  if (read === undefined) return undefined
  if (read === 'insert') return { kind: 'insert', timeoutUs: 1_000_000_000 }
  const { insert, server } = read
  if ((insert === undefined) === (server === undefined)) {
    context.report({
      code: 'KEYS_EXCLUSIVE',
      message: 'a sticky session has exactly one of insert and server',
      hint: 'write sticky: { insert: 1000s }, or sticky: { server: JSESSIONID }',
      path,
    })
    return undefined
  }
  return insert === undefined ? { kind: 'server', cookie: server! } : { kind: 'insert', timeoutUs: insert }
}

/** Who cannot be found has been told of by the references. */
function memberOf(
  { kind, name, address, port: behindColon }: ReadServer,
  written: number | undefined,
  weight: number,
  { apps, servers }: Servers,
  path: Path,
  context: BuildContext,
): GroupMember | undefined {
  if (written !== undefined && behindColon !== undefined)
    context.report({
      code: 'KEYS_EXCLUSIVE',
      message: 'the port is written twice: behind the colon, and as port',
      hint: 'leave one of them out',
      path: [...path, 'port'],
    })
  const port = written ?? behindColon
  const lacksPort = (hint: string): undefined => {
    context.report({ ...missingKey('port', path), at: 'value', hint })
    return undefined
  }
  if (address !== undefined)
    return port === undefined
      ? lacksPort(`say where it listens: ${name}:8080, for example`)
      : { kind: 'address', address, port, weight }
  const app = kind === 'server' ? undefined : apps.get(name)
  if (app !== undefined) return { kind: 'app', app: name, port: port ?? app.port, weight }
  if (kind === 'app' || interfaceNamed(servers, name) === undefined) return undefined
  const heard = serverOf(servers, name)?.listeners.filter(({ protocol }) => protocol === TCP) ?? []
  const [only] = heard
  const usual = heard.length === 1 && only!.ports.first === only!.ports.last ? only!.ports.first : undefined
  const chosen = port ?? usual
  return chosen === undefined
    ? lacksPort(`server ${name} does not listen on just one port: write server/${name}:8080, for example`)
    : { kind: 'server', server: name, port: chosen, weight }
}

function vpcOf(members: readonly GroupMember[], { apps, servers }: Servers): string | undefined {
  for (const member of members) {
    if (member.kind === 'app') return apps.get(member.app)?.vpc
    if (member.kind === 'server') return interfaceNamed(servers, member.server)?.vpc
  }
  return undefined
}

/** The name of the only entry of a map. */
export function onlyOf(named: ReadonlyMap<string, unknown>): string | undefined {
  return named.size === 1 ? [...named.keys()][0] : undefined
}
