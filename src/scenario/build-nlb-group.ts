/** Server groups of NLB as they were read, with their defaults: facts/load-balancing 2a.3 and 2a.4. */
import type { GroupMember, NlbScheduler, ServerGroup } from '../cloud/server-group.ts'
import type { BuildContext } from './build-context.ts'
import { buildHealthCheck } from './build-health-check.ts'
import type { ReadGroup } from './build-server-group.ts'

export function buildNlbGroup(
  name: string,
  vpc: string,
  read: ReadGroup,
  members: readonly GroupMember[],
  context: BuildContext,
): ServerGroup {
  const { scheduler, drain } = read
  const protocol = protocolOfGroup(read.protocol, 'tcp')
  const healthCheck = buildHealthCheck(read.healthCheck, protocol === 'udp' ? 'udp' : 'tcp', context, 'nlb')
  return {
    name,
    vpc,
    product: 'nlb',
    protocol,
    members,
    scheduler: { kind: (typeof scheduler === 'string' ? scheduler : 'wrr') satisfies NlbScheduler['kind'] },
    crossZone: true,
    keepsAlive: true,
    ...(drain !== undefined && { drainUs: drain }),
    ...(healthCheck !== undefined && { healthCheck }),
    isMasterSlave: false,
    nlb: {
      preservesClient:
        read.preserveClientIp ??
        (context.assumptions.nlbClientIp === 'kept' && !members.some(({ kind }) => kind === 'address')),
      isAnyPort: read.anyPort ?? false,
    },
    origin: context.origin(['serverGroups', name]),
  }
}

export function protocolOfGroup(
  read: ReadGroup['protocol'],
  usual: ServerGroup['protocol'],
): ServerGroup['protocol'] {
  return read === 'tcp_udp' ? 'tcpUdp' : (read ?? usual)
}
