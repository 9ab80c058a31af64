/**
 * Why a connection is not opened although its first packet would get through, and why one ends that nobody has closed. What
 * stops a packet on its way (`reasons.ts`) can end a connection as well.
 */
import { type Reason, reasonsOf } from '../cloud/reason.ts'

const table = {
  SNAT_PORTS_EXHAUSTED: {
    severity: 'error',
    sentence:
      'The EIP has no port left towards this destination, port and protocol: the new connection is dropped in silence, those that stand live on.',
    fix: 'Add an EIP to {path} (line {line}) of NAT gateway {gateway}: {eips} has {capacity} ports towards {destination}; or keep fewer connections, or call another port.',
    source: 'facts/vpc Sec. 4.3',
  },
  SNAT_SATURATING: {
    severity: 'warning',
    sentence:
      'Connections towards one destination come near the number of ports that the EIP has for them; beyond it new ones are dropped.',
    fix: 'Add an EIP to the SNAT entry of NAT gateway {gateway}, or keep fewer connections towards {destination}.',
    source: 'facts/vpc Sec. 4.3',
  },
  NAT_SESSION_EXPIRED: {
    severity: 'error',
    sentence: 'No packet passed for so long that the NAT gateway has forgotten the session.',
    fix: 'Let {flow} send a packet at least every {idle}, by TCP keepalive for example: now it sends one every {every}.',
    source: 'facts/vpc Sec. 4.3',
  },
  CONNECTION_SOURCE_GONE: {
    severity: 'error',
    sentence:
      'The connection was opened with a source address that its packets do not get any more, so the far side does not know them.',
    fix: 'Keep {source} until its connections are closed; they would now leave with {now}.',
    source: 'facts/vpc R4.18, R3.8',
  },
  CONNECTION_TARGET_CHANGED: {
    severity: 'error',
    sentence: 'The packets of the connection reach somebody else now, who does not know it.',
    fix: 'Change where {destination} leads only when the connections to it are closed.',
    source: 'facts/vpc R4.20',
  },
  CONNECTION_END_GONE: {
    severity: 'error',
    sentence: 'The instance that held the connection is gone, or its container was started again.',
    fix: 'Let callers open their connections again, and let {instance} close its own before it stops.',
    source: 'facts/deployment A.9',
  },
} as const satisfies Record<string, Omit<Reason, 'code'>>

export type ConnectionCode = keyof typeof table

export const CONNECTION_REASONS: readonly (Reason & { readonly code: ConnectionCode })[] = reasonsOf(table)
