/** Up to 1,024 rows of a security group's rules in the order of their evaluation, indexed field by field. */
import type { FiveTuple } from '../net/five-tuple.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { FieldIndex, type FieldRange, wordsFor } from './field-index.ts'
import { NONE } from './live.ts'

/** What a row asks of a packet. */
export interface RuleRow {
  readonly protocol: FieldRange
  readonly destinationPort: FieldRange
  readonly sourcePort: FieldRange
  readonly peer: FieldRange
  readonly local: FieldRange
  /** Number of the group whose members are the peer, or `NONE`: then the addresses are. */
  readonly group: number
}

/** The index of a block grows with the square of its rows, so a longer list has several: one ENI's quota is 1,000 rules. */
export const ROWS_OF_A_BLOCK = 1_024

export class RuleBlock {
  readonly #width: number
  readonly #protocol: FieldIndex
  readonly #destinationPort: FieldIndex
  readonly #sourcePort: FieldIndex
  readonly #peer: FieldIndex
  readonly #local: FieldIndex
  /** By row. */
  readonly #group: Int32Array

  constructor(rows: readonly RuleRow[]) {
    this.#width = wordsFor(rows.length)
    this.#protocol = FieldIndex.of(rows.map(({ protocol }) => protocol))
    this.#destinationPort = FieldIndex.of(rows.map(({ destinationPort }) => destinationPort))
    this.#sourcePort = FieldIndex.of(rows.map(({ sourcePort }) => sourcePort))
    this.#peer = FieldIndex.of(rows.map(({ peer }) => peer))
    this.#local = FieldIndex.of(rows.map(({ local }) => local))
    this.#group = Int32Array.from(rows, ({ group }) => group)
  }

  /** As {@link RuleTable.firstMatch}, counted from the block's first row. */
  firstMatch(tuple: FiveTuple, peer: Ipv4, local: Ipv4, peerGroups: readonly number[]): number {
    const protocols = this.#protocol.words
    const destinationPorts = this.#destinationPort.words
    const sourcePorts = this.#sourcePort.words
    const peers = this.#peer.words
    const locals = this.#local.words
    const atProtocol = this.#protocol.at(tuple.protocol)
    const atDestinationPort = this.#destinationPort.at(tuple.destinationPort)
    const atSourcePort = this.#sourcePort.at(tuple.sourcePort)
    const atPeer = this.#peer.at(peer)
    const atLocal = this.#local.at(local)
    for (let word = 0; word < this.#width; word++) {
      let hits =
        protocols[atProtocol + word]! &
        destinationPorts[atDestinationPort + word]! &
        sourcePorts[atSourcePort + word]! &
        peers[atPeer + word]! &
        locals[atLocal + word]!
      while (hits !== 0) {
        const bit = Math.clz32(hits)
        const group = this.#group[word * 32 + bit]!
        if (group === NONE || peerGroups.includes(group)) return word * 32 + bit
        hits &= ~(0x8000_0000 >>> bit)
      }
    }
    return NONE
  }
}
