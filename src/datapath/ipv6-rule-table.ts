/**
 * The merged rules of a server's security groups in one direction, as far as they speak of IPv6 (facts/vpc R5.8): those
 * with an IPv6 block, and those that name a group, whose members have addresses of both families (assumed). Sorted and
 * asked as in `rule-table.ts`; addresses lie in an array of their own, four words each.
 */
import type { SecurityRule } from '../cloud/security-group.ts'
import type { Cidr6 } from '../net/cidr6.ts'
import type { FiveTuple6 } from '../net/five-tuple.ts'
import { type Ipv6, LAST_IPV6 } from '../net/ipv6.ts'
import { ANY_PORT } from '../net/port-range.ts'
import { ALL_PROTOCOLS } from '../net/protocol.ts'
import { NONE } from './live.ts'
import type { Numbering } from './numbering.ts'
import { byEvaluation } from './rule-table.ts'

/** Columns of a row; ranges have two, both ends included. */
const PROTOCOL = 0
const PORT = 1
const SOURCE_PORT = 3
/** The group whose members are the peer, or `NONE`: then the addresses are. */
const GROUP = 5
const WIDTH = 6

/** Words of the first and the last address of a row's peer. */
const WORDS = 8

const ANYWHERE: Cidr6 = { first: [0, 0, 0, 0], last: LAST_IPV6 }

export class RuleTable6 {
  /** The rule that each row is made of. */
  readonly rules: readonly SecurityRule[]
  readonly #rows: Int32Array
  readonly #words: Uint32Array

  private constructor(rules: readonly SecurityRule[], rows: Int32Array, words: Uint32Array) {
    this.rules = rules
    this.#rows = rows
    this.#words = words
  }

  static of(rules: readonly SecurityRule[], groups: Numbering): RuleTable6 {
    const speaking = rules.filter(speaksOfIpv6).sort(byEvaluation)
    const rows = speaking.flatMap(({ protocol, ports, sourcePorts = ANY_PORT, peer }) => [
      protocol,
      ports.first,
      ports.last,
      sourcePorts.first,
      sourcePorts.last,
      peer.kind === 'group' ? groups.numberOf(peer.group) : NONE,
    ])
    const words = speaking.flatMap(({ peer }) => {
      const { first, last } = peer.kind === 'cidr6' ? peer.cidr : ANYWHERE
      return [...first, ...last]
    })
    return new RuleTable6(speaking, Int32Array.from(rows), Uint32Array.from(words))
  }

  /** The first row that matches, or `NONE`. `peer` is the far address, `peerGroups` the groups of its ENI. Allocates nothing. */
  firstMatch(tuple: FiveTuple6, peer: Ipv6, peerGroups: readonly number[]): number {
    const rows = this.#rows
    const { protocol, sourcePort, destinationPort } = tuple
    for (let at = 0, row = 0; at < rows.length; at += WIDTH, row++) {
      if (rows[at + PROTOCOL]! !== protocol && rows[at + PROTOCOL]! !== ALL_PROTOCOLS) continue
      if (destinationPort < rows[at + PORT]! || destinationPort > rows[at + PORT + 1]!) continue
      if (sourcePort < rows[at + SOURCE_PORT]! || sourcePort > rows[at + SOURCE_PORT + 1]!) continue
      if (rows[at + GROUP]! !== NONE && !peerGroups.includes(rows[at + GROUP]!)) continue
      if (this.#compare(WORDS * row, peer) > 0 || this.#compare(WORDS * row + 4, peer) < 0) continue
      return row
    }
    return NONE
  }

  /** The address at `at` against `address`: negative, zero or positive. */
  #compare(at: number, address: Ipv6): number {
    const words = this.#words
    return (
      words[at]! - address[0] ||
      words[at + 1]! - address[1] ||
      words[at + 2]! - address[2] ||
      words[at + 3]! - address[3]
    )
  }
}

/** A local block is of IPv4, so a rule that has one speaks of IPv4 packets alone. */
function speaksOfIpv6({ peer, localCidr }: SecurityRule): boolean {
  return localCidr === undefined && (peer.kind === 'cidr6' || peer.kind === 'group')
}
