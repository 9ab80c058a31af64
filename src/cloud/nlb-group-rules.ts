/** What the cloud asks of the server groups of NLB: facts/load-balancing 2a.3 and 2a.5. The codes are ours. */
import type { ServerGroup } from './server-group.ts'
import type { Path, Violation } from './violation.ts'

export function* checkNlbGroupOptions(group: ServerGroup, path: Path): Generator<Violation> {
  const { name, protocol, scheduler, members, nlb, healthCheck, drainUs } = group
  if (scheduler.kind === 'qch' && protocol !== 'udp')
    yield {
      code: 'SERVER_GROUP_OPTIONS',
      message: `scheduler qch hashes QUIC connections, which groups of udp have, and server group ${name} is of ${protocol}`,
      hint: 'write protocol: udp, or another scheduler',
      path: [...path, 'scheduler'],
    }
  if (nlb?.preservesClient === true && members.some(({ kind }) => kind === 'address'))
    yield {
      code: 'SERVER_GROUP_OPTIONS',
      message: `server group ${name} has plain addresses, and cannot preserve client IPs for them`,
      hint: 'leave preserveClientIp out, or name servers and applications',
      path: [...path, 'preserveClientIp'],
    }
  if (drainUs !== undefined && drainUs < 10_000_000)
    yield {
      code: 'VALUE_OUT_OF_RANGE',
      message: `drain of a group of NLB is 10s to 900s`,
      path: [...path, 'drain'],
    }
  if (healthCheck === undefined) return
  if (!['tcp', 'udp', 'http'].includes(healthCheck.protocol))
    yield {
      code: 'SERVER_GROUP_OPTIONS',
      message: `NLB has no health checks of protocol ${healthCheck.protocol}`,
      hint: 'use tcp, http or udp',
      path: [...path, 'healthCheck', 'protocol'],
    }
  if (healthCheck.intervalUs < 5_000_000)
    yield {
      code: 'VALUE_OUT_OF_RANGE',
      message: 'the interval of a health check of NLB is 5s to 50s',
      path: [...path, 'healthCheck', 'interval'],
    }
}
