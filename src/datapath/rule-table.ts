/**
 * The merged rules of one ENI's security groups in one direction, sorted as they are evaluated: priority ascending,
 * `drop` before `accept` within a priority, first match decides (facts/vpc R5.11). A prefix list takes a row for each
 * of its CIDRs. The rows are cut into blocks, which nearly always is one (`rule-block.ts`).
 */
import type { SecurityRule } from '../cloud/security-group.ts'
import type { FiveTuple } from '../net/five-tuple.ts'
import { type Ipv4, LAST_IPV4 } from '../net/ipv4.ts'
import { ANY_PORT } from '../net/port-range.ts'
import { ALL_PROTOCOLS, type Protocol } from '../net/protocol.ts'
import type { FieldRange } from './field-index.ts'
import { NONE } from './live.ts'
import type { Numbering } from './numbering.ts'
import { ROWS_OF_A_BLOCK, RuleBlock, type RuleRow } from './rule-block.ts'

export type Direction = 'ingress' | 'egress'

const ANYWHERE = { first: 0, last: LAST_IPV4 }

export class RuleTable {
  /** The rule that each row is made of. */
  readonly rules: readonly SecurityRule[]
  readonly #blocks: readonly RuleBlock[]
  /** By row: a packet need not look at its rule. */
  readonly #accepts: Uint8Array

  private constructor(rules: readonly SecurityRule[], blocks: readonly RuleBlock[]) {
    this.rules = rules
    this.#accepts = Uint8Array.from(rules, ({ policy }) => Number(policy === 'accept'))
    this.#blocks = blocks
  }

  /** `groups` numbers the security groups that rules may name as their peer. */
  static of(rules: readonly SecurityRule[], groups: Numbering): RuleTable {
    const rows = [...rules].sort(byEvaluation).flatMap(rowsOf)
    const asked = rows.map((row) => askedBy(row, groups))
    const blocks: RuleBlock[] = []
    for (let from = 0; from < asked.length; from += ROWS_OF_A_BLOCK)
      blocks.push(new RuleBlock(asked.slice(from, from + ROWS_OF_A_BLOCK)))
    return new RuleTable(
      rows.map(({ rule }) => rule),
      blocks,
    )
  }

  /**
   * The first row that matches, or `NONE`. `peer` is the far address and `local` the ENI's own; `peerGroups` are the
   * groups of the ENI that has the far address in the same VPC (R5.15). Allocates nothing, where the addresses are passed
   * as `address | 0` (`StepIndex.at` says why).
   */
  firstMatch(tuple: FiveTuple, peer: Ipv4, local: Ipv4, peerGroups: readonly number[]): number {
    const blocks = this.#blocks
    for (let at = 0; at < blocks.length; at++) {
      const row = blocks[at]!.firstMatch(tuple, peer, local, peerGroups)
      if (row !== NONE) return at * ROWS_OF_A_BLOCK + row
    }
    return NONE
  }

  /** Does the rule of the row accept? */
  accepts(row: number): boolean {
    return this.#accepts[row] === 1
  }
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

function askedBy({ rule, first, last }: Row, groups: Numbering): RuleRow {
  const { protocol, ports, sourcePorts = ANY_PORT, localCidr = ANYWHERE, peer } = rule
  return {
    protocol: protocolsOf(protocol),
    destinationPort: ports,
    sourcePort: sourcePorts,
    peer: { first, last },
    local: localCidr,
    group: peer.kind === 'group' ? groups.numberOf(peer.group) : NONE,
  }
}

function protocolsOf(protocol: Protocol): FieldRange {
  return protocol === ALL_PROTOCOLS ? { first: 0, last: ALL_PROTOCOLS } : { first: protocol, last: protocol }
}

/** Sorting is stable, so rules that are equal here keep the order of the file. */
export function byEvaluation(a: SecurityRule, b: SecurityRule): number {
  return a.priority - b.priority || Number(a.policy === 'accept') - Number(b.policy === 'accept')
}
