/**
 * What identifies a connection: protocol, and address and port at both ends. The hashes are of IPv4 only, as NAT is.
 *
 * The hashes are MurmurHash3 (x86, 32 bit) over little-endian words: published, well mixed, and done with
 * 32-bit integers alone, so that the same seed chooses the same address on every machine. How the cloud hashes
 * is not documented (facts/vpc R4.17); they decide which EIP of an SNAT pool a connection gets. The hash is
 * no defence against someone who picks ports to collide.
 */
import { type Address, formatAddress, isIpv6 } from './address.ts'
import type { Ipv4 } from './ipv4.ts'
import type { Ipv6 } from './ipv6.ts'
import { formatProtocol, hasPorts, type PacketProtocol } from './protocol.ts'

/** Ports are 0 where the protocol has none. */
export interface FiveTupleOf<A extends Address> {
  readonly protocol: PacketProtocol
  readonly source: A
  readonly sourcePort: number
  readonly destination: A
  readonly destinationPort: number
}

export type FiveTuple = FiveTupleOf<Ipv4>
export type FiveTuple6 = FiveTupleOf<Ipv6>

/** The tuple of the answers: both ends change places. */
export function reverse<A extends Address>(tuple: FiveTupleOf<A>): FiveTupleOf<A> {
  return {
    protocol: tuple.protocol,
    source: tuple.destination,
    sourcePort: tuple.destinationPort,
    destination: tuple.source,
    destinationPort: tuple.sourcePort,
  }
}

/**
 * `tcp 10.0.0.1:40000 -> 192.0.2.1:443`, `tcp [2001:db8::1]:40000 -> [2001:db8::2]:443`, and
 * `icmp 10.0.0.1 -> 192.0.2.1` where there are no ports.
 */
export function formatFiveTuple(tuple: FiveTupleOf<Address>): string {
  const end = (address: Address, port: number) => {
    const text = formatAddress(address)
    if (!hasPorts(tuple.protocol)) return text
    return isIpv6(address) ? `[${text}]:${port}` : `${text}:${port}`
  }
  const source = end(tuple.source, tuple.sourcePort)
  const destination = end(tuple.destination, tuple.destinationPort)
  return `${formatProtocol(tuple.protocol)} ${source} -> ${destination}`
}

/**
 * An unsigned 32-bit hash of all five fields, the same for equal tuples and seeds, ever. The two directions
 * of a connection hash differently. Four words are hashed: source, destination, `sourcePort << 16 |
 * destinationPort`, protocol.
 */
export function hashFiveTuple(tuple: FiveTuple, seed: number): number {
  let hash = absorb(seed, tuple.source)
  hash = absorb(hash, tuple.destination)
  hash = absorb(hash, (tuple.sourcePort << 16) | tuple.destinationPort)
  hash = absorb(hash, tuple.protocol)
  return finish(hash, 16)
}

/** An unsigned 32-bit hash of one address, for choices that stay with a source whatever its port. */
export function hashAddress(address: Ipv4, seed: number): number {
  return finish(absorb(seed, address), 4)
}

/** Takes one word into the hash. */
function absorb(hash: number, word: number): number {
  const mixed = Math.imul(rotateLeft(Math.imul(word, 0xcc9e_2d51), 15), 0x1b87_3593)
  return (Math.imul(rotateLeft(hash ^ mixed, 13), 5) + 0xe654_6b64) | 0
}

/** Lets every input bit reach every output bit. */
function finish(hash: number, byteLength: number): number {
  hash ^= byteLength
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}
