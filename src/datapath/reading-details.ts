/** Details of the reasons that rest on a reading of the documents. */
import type { Origin } from '../cloud/origin.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { formatProtocol, hasPorts } from '../net/protocol.ts'
import type { Decision, Stage } from './decision.ts'
import type { Details } from './details.ts'
import type { Live } from './live.ts'
import type { Packet } from './packet.ts'
import type { Tables } from './tables.ts'

export function readingDetails(
  tables: Tables,
  live: Live,
  packet: Packet,
  decision: Decision,
  stage: Stage,
): Details {
  if (stage === 'smtp') return mailDetails(tables, live, decision)
  if (stage === 'eip-map') return { target: formatIpv4(decision.tuple.destination) }
  return replyDetails(tables, live, packet, decision, stage)
}

function mailDetails(tables: Tables, live: Live, { at }: Decision): Details {
  const { owner, server } = tables.owners[live.owner(at)]!
  const unblock =
    server === undefined ? 'assume: { mailOfApps: open }' : `servers.${server.name}.unblock25: true`
  return { app: owner.name, unblock, ...placeInFile(owner.origin) }
}

/** The rule that an advanced group lacks for the reply, or that drops it. */
function replyDetails(tables: Tables, live: Live, packet: Packet, decision: Decision, stage: Stage): Details {
  const isOut = stage === 'return-sg-out'
  const table = tables.owners[live.owner(isOut ? decision.targetNumber : packet.slot)]!
  const direction = isOut ? 'egress' : 'ingress'
  const rule = decision.ground < 0 ? undefined : table[direction].rules[decision.ground]
  const protocol = formatProtocol(packet.protocol)
  const far = isOut ? decision.tuple.source : packet.destination
  return {
    app: table.owner.name,
    group: table.securityGroups.map(({ name }) => name).join(', '),
    direction,
    side: isOut ? 'to' : 'from',
    replies: hasPorts(packet.protocol) ? `${protocol} 1024/65535` : protocol,
    peer: `${formatIpv4(far)}/32`,
    before: rule === undefined ? '' : `, above ${rule.origin.path} (line ${rule.origin.line})`,
    ...placeInFile(rule?.origin ?? table.securityGroups[0]?.origin ?? table.owner.origin),
  }
}

function placeInFile({ path, line, column }: Origin): Details {
  return { path, line: String(line), column: String(column) }
}
