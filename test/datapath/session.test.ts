/**
 * What a session changes, held to the naive twin: of everything that would stop a first packet, security groups do not stop
 * one whose session they know, and whitelists none whose connection stands (facts/vpc R5.14, R6.2).
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newDecision } from '../../src/datapath/decision.ts'
import { NONE } from '../../src/datapath/live.ts'
import { PASSED, type ReasonCode, reasons } from '../../src/datapath/reasons.ts'
import { LAPSED, TRACKED } from '../../src/datapath/session.ts'
import { walk } from '../../src/datapath/walk.ts'
import { BY_HASH } from '../../src/datapath/ways.ts'
import { aTraffic } from '../../src/testing/arbitraries/a-packet.ts'
import { aWorld } from '../../src/testing/arbitraries/a-topology.ts'
import { bringUp } from '../../src/testing/arbitraries/bring-up.ts'
import { walkNaively } from '../golden/naive-datapath.ts'

const numRuns = Number(process.env['DATAPATH_RUNS'] ?? 500)

const WHITELISTS: readonly ReasonCode[] = [
  'SOURCE_NOT_WHITELISTED',
  'DB_WHITELIST_LACKS_VSWITCH',
  'DB_WHITELIST_LACKS_EGRESS_IP',
  'LB_ACL_DENIED',
  'GW_PUBLIC_WHITELIST_EMPTY',
  'GW_PUBLIC_WHITELIST_MISS',
  'GW_VPC_WHITELIST_MISS',
]
/** The handshake of TLS belongs to the opening of a connection. */
const HANDSHAKES: readonly ReasonCode[] = ['CERT_ABSENT', 'CERT_NAME_MISMATCH', 'CERT_EXPIRED']
const RULES: readonly ReasonCode[] = ['SG_NO_ALLOW_IN', 'SG_NO_ALLOW_OUT', 'SG_DENY_RULE']

describe('a packet of a session', () => {
  it.each([
    ['known to its security groups', TRACKED, [...WHITELISTS, ...HANDSHAKES, ...RULES]],
    ['forgotten by its security groups', LAPSED, [...WHITELISTS, ...HANDSHAKES]],
  ] as const)('R5.14: %s', (_, session, spared) => {
    const decision = newDecision()
    fc.assert(
      fc.property(aTraffic(aWorld()), ([world, packets]) => {
        const { tables, live } = bringUp(world)
        // Groups that are read as stateless know no sessions (R5.21).
        fc.pre(session === LAPSED || !tables.readings.advancedIsStateless)
        for (const packet of packets) {
          walk(tables, live, packet, decision, BY_HASH, undefined, session)
          const code = decision.reason === PASSED ? undefined : reasons[decision.reason]!.code
          const { blockers } = walkNaively(world, packet, packet.slot === NONE ? undefined : packet.slot)
          expect(code).toBe(blockers.find((each) => !(spared as readonly string[]).includes(each)))
        }
      }),
      { numRuns },
    )
  })
})
