/**
 * The merged rules of one ENI's security groups in one direction, sorted as they are evaluated: priority ascending,
 * `drop` before `accept` within a priority, first match decides (facts/vpc R5.11). A prefix list takes a row for each
 * of its CIDRs. All rows lie in one typed array; a look-up is a scan from the top.
 */
import type { SecurityRule } from '../cloud/security-group.ts'
import type { FiveTuple } from '../net/five-tuple.ts'
import { type Ipv4, LAST_IPV4 } from '../net/ipv4.ts'
import { ANY_PORT } from '../net/port-range.ts'
import { ALL_PROTOCOLS } from '../net/protocol.ts'
import { NONE } from './live.ts'
import type { Numbering } from './numbering.ts'

export type Direction = 'ingress' | 'egress'

const ANYWHERE = { first: 0, last: LAST_IPV4 }

/** Columns of a row. Ranges have two, both ends included; addresses are kept as `ordered`. */
const PROTOCOL = 0
const PORT = 1
const PEER = 3
/** The group whose members are the peer, or `NONE`: then the addresses are. */
const GROUP = 5
const SOURCE_PORT = 6
const LOCAL = 8
const WIDTH = 10

export class RuleTable {
  /** The rule that each row is made of. */
  readonly rules: readonly SecurityRule[]
  readonly #rows: Int32Array

  private constructor(rules: readonly SecurityRule[], rows: Int32Array) {
    this.rules = rules
    this.#rows = rows
  }

  /** `groups` numbers the security groups that rules may name as their peer. */
  static of(rules: readonly SecurityRule[], groups: Numbering): RuleTable {
    const rows = [...rules].sort(byEvaluation).flatMap(rowsOf)
    return new RuleTable(
      rows.map(({ rule }) => rule),
      Int32Array.from(rows.flatMap((row) => columnsOf(row, groups))),
    )
  }

  /**
   * The first row that matches, or `NONE`. `peer` is the far address and `local` the ENI's own; `peerGroups` are the
   * groups of the ENI that has the far address in the same VPC (R5.15). Allocates nothing.
   */
  firstMatch(tuple: FiveTuple, peer: Ipv4, local: Ipv4, peerGroups: readonly number[]): number {
    const rows = this.#rows
    const { protocol, sourcePort, destinationPort } = tuple
    const far = ordered(peer)
    const near = ordered(local)
    for (let at = 0; at < rows.length; at += WIDTH) {
      if (rows[at + PROTOCOL]! !== protocol && rows[at + PROTOCOL]! !== ALL_PROTOCOLS) continue
      if (destinationPort < rows[at + PORT]! || destinationPort > rows[at + PORT + 1]!) continue
      if (far < rows[at + PEER]! || far > rows[at + PEER + 1]!) continue
      if (sourcePort < rows[at + SOURCE_PORT]! || sourcePort > rows[at + SOURCE_PORT + 1]!) continue
      if (near < rows[at + LOCAL]! || near > rows[at + LOCAL + 1]!) continue
      if (rows[at + GROUP]! !== NONE && !peerGroups.includes(rows[at + GROUP]!)) continue
      return at / WIDTH
    }
    return NONE
  }
}

/** Signed order of the results is address order, and a compiler keeps them in 32 bits. */
function ordered(address: Ipv4): number {
  return (address ^ 0x8000_0000) | 0
}

interface Row {
  readonly rule: SecurityRule
  readonly first: Ipv4
  readonly last: Ipv4
}

function rowsOf(rule: SecurityRule): Row[] {
  switch (rule.peer.kind) {
    case 'cidr':
      return [{ rule, first: rule.peer.cidr.first, last: rule.peer.cidr.last }]
    case 'cidr6': // Rules of IPv6 are in tables of their own (`ipv6-rule-table.ts`).
      return []
    case 'prefixList':
      return rule.peer.cidrs.map(({ first, last }) => ({ rule, first, last }))
    case 'group':
      return [{ rule, ...ANYWHERE }]
  }
}

function columnsOf({ rule, first, last }: Row, groups: Numbering): number[] {
  const { sourcePorts = ANY_PORT, localCidr = ANYWHERE } = rule
  return [
    rule.protocol,
    rule.ports.first,
    rule.ports.last,
    ordered(first),
    ordered(last),
    rule.peer.kind === 'group' ? groups.numberOf(rule.peer.group) : NONE,
    sourcePorts.first,
    sourcePorts.last,
    ordered(localCidr.first),
    ordered(localCidr.last),
  ]
}

/** Sorting is stable, so rules that are equal here keep the order of the file. */
export function byEvaluation(a: SecurityRule, b: SecurityRule): number {
  return a.priority - b.priority || Number(a.policy === 'accept') - Number(b.policy === 'accept')
}
