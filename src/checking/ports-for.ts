/** Which ports a rule names that lets a packet pass. */
import type { Hop } from '../datapath/hop.ts'
import { ANY_PORT, type PortRange } from '../net/port-range.ts'
import { hasPorts } from '../net/protocol.ts'
import { onePort } from './edit-text.ts'

/** What clients open connections from. */
const CLIENT_PORTS: PortRange = { first: 1024, last: 65_535 }

/** The port that it goes to; for a reply to a client all that the next connection may come from. */
export function portsFor({ before: { protocol, destinationPort }, direction }: Hop): PortRange {
  if (!hasPorts(protocol)) return ANY_PORT
  return direction === 'return' && destinationPort >= CLIENT_PORTS.first
    ? CLIENT_PORTS
    : onePort(destinationPort)
}
