/**
 * The entries of a network ACL in one direction, in their order: the first that matches decides (facts/vpc R6.3). All
 * entries lie in one typed array; a look-up is a scan from the top.
 */
import type { AclEntry, NetworkAcl } from '../cloud/network-acl.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { ALL_PROTOCOLS } from '../net/protocol.ts'
import { NONE } from './live.ts'

/** Columns of a row; ranges have two, both ends included. */
const PROTOCOL = 0
const PORT = 1
const PEER = 3
const WIDTH = 5

export class AclTable {
  readonly entries: readonly AclEntry[]
  readonly #rows: Uint32Array

  private constructor(entries: readonly AclEntry[], rows: Uint32Array) {
    this.entries = entries
    this.#rows = rows
  }

  static of(entries: readonly AclEntry[]): AclTable {
    return new AclTable(
      entries,
      Uint32Array.from(
        entries.flatMap(({ protocol, ports, peer }) => [
          protocol,
          ports.first,
          ports.last,
          peer.first,
          peer.last,
        ]),
      ),
    )
  }

  /** The first entry that matches a packet to `port` whose far address is `peer`, or `NONE`. Allocates nothing. */
  firstMatch(protocol: number, port: number, peer: Ipv4): number {
    const rows = this.#rows
    for (let at = 0; at < rows.length; at += WIDTH) {
      if (rows[at + PROTOCOL]! !== protocol && rows[at + PROTOCOL]! !== ALL_PROTOCOLS) continue
      if (port < rows[at + PORT]! || port > rows[at + PORT + 1]!) continue
      if (peer < rows[at + PEER]! || peer > rows[at + PEER + 1]!) continue
      return at / WIDTH
    }
    return NONE
  }
}

/** An ACL with both its lists. */
export interface CompiledAcl {
  readonly acl: NetworkAcl
  readonly ingress: AclTable
  readonly egress: AclTable
}

export function compileAcl(acl: NetworkAcl): CompiledAcl {
  return { acl, ingress: AclTable.of(acl.ingress), egress: AclTable.of(acl.egress) }
}
