/** Whether a server group of NLB is for a listener: facts/load-balancing 2a.2 and 2a.3. */
import type { NlbListener } from './listener.ts'
import type { ServerGroup } from './server-group.ts'
import type { Path, Violation } from './violation.ts'

/** Can such a listener have such a group? */
export function* checkNlbGroup(group: ServerGroup, listener: NlbListener, path: Path): Generator<Violation> {
  const { name, protocol, nlb } = group
  const { protocol: heard, lastPort } = listener
  const isKept = nlb?.preservesClient === true
  const fits =
    heard === 'udp'
      ? protocol === 'udp' || protocol === 'tcpUdp'
      : heard === 'tcp'
        ? protocol === 'tcp' || protocol === 'tcpUdp'
        : protocol === 'tcp' && !isKept
  if (!fits)
    yield {
      code: 'SERVER_GROUP_PROTOCOL',
      message:
        heard === 'tcpssl' && protocol === 'tcp'
          ? `server group ${name} preserves client IPs, which a listener of protocol tcpssl cannot`
          : `server group ${name} is of protocol ${protocol === 'tcpUdp' ? 'tcp_udp' : protocol}, which a listener of protocol ${heard} cannot use`,
      hint:
        heard === 'tcpssl'
          ? 'a group of tcp with preserveClientIp: false fits a tcpssl listener'
          : `write serverGroups.${name}.protocol: ${heard}, or tcp_udp`,
      path,
    }
  if (lastPort !== undefined && nlb?.isAnyPort !== true)
    yield {
      code: 'NLB_ANY_PORT',
      message: `a listener of a range of ports needs a group with anyPort, and ${name} has it not`,
      hint: `write serverGroups.${name}.anyPort: true`,
      path,
    }
}
