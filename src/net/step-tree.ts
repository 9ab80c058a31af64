/**
 * The form for few steps: a perfect binary search tree, laid out level by level (Eytzinger).
 *
 * Node k has its children at 2k and 2k + 1, and the upper levels share a few cache lines. The walk down has no
 * branch that could be mispredicted, which costs more than all else in a small table: the sign of a difference
 * is the step. So that the difference fits 32 bits, keys are addresses without their last bit; this bit
 * decides the last step by itself, as a level of its own without keys.
 *
 * Most first octets lie within one step: an array of 256 answers for them at once, and the walk is left to the others.
 *
 * Memory: 1 KiB for that array, and 2^h keys and 2^(h+1) answers of 4 bytes, with 2^h above the number of steps (a step that starts at an
 * odd address, as behind a /32, counts twice). n prefixes make at most 2n + 1 steps, so 15 prefixes take 384
 * bytes more, or 768 with many a /32, and 200 (a route table's quota) take 6 KiB, or 12.
 */
import type { AddressSteps, StepIndex } from './address-steps.ts'

const HIGHEST_KEY = 0x7fff_ffff
const OCTETS = 256
/** No answer of the caller's: several steps lie in the octet. */
const DIVIDED = -2

export class StepTree implements StepIndex {
  /** By first octet. */
  readonly #octets: Int32Array
  readonly #height: number
  /** Entries 1 to 2^h - 1 are keys in level order; the last 2^(h+1) are answers, for even and odd addresses. */
  readonly #nodes: Int32Array

  private constructor(octets: Int32Array, height: number, nodes: Int32Array) {
    this.#octets = octets
    this.#height = height
    this.#nodes = nodes
  }

  static of(steps: AddressSteps): StepTree {
    const keys = keysOf(steps)
    const height = 32 - Math.clz32(keys.length - 1)
    const leaves = 1 << height
    const nodes = new Int32Array(3 * leaves)
    for (let node = 1; node < leaves; node++) {
      const depth = 31 - Math.clz32(node)
      const rank = (2 * (node - (1 << depth)) + 1) * (leaves >> (depth + 1))
      nodes[node] = keys[rank] ?? HIGHEST_KEY
    }
    let step = 0
    for (let leaf = 0; leaf < 2 * leaves; leaf++) {
      // A leaf without a key of its own repeats the last one, to which all higher addresses belong.
      const address = 2 * keys[Math.min(leaf >> 1, keys.length - 1)]! + (leaf & 1)
      while (steps.starts[step + 1]! <= address) step++
      while (steps.starts[step]! > address) step--
      nodes[leaves + leaf] = steps.answers[step]!
    }
    return new StepTree(answersByOctet(steps), height, nodes)
  }

  get byteLength(): number {
    return this.#octets.byteLength + this.#nodes.byteLength
  }

  at(address: number): number {
    const answer = this.#octets[address >>> 24]!
    if (answer !== DIVIDED) return answer
    const nodes = this.#nodes
    const half = address >>> 1
    let node = 1
    for (let level = this.#height; level > 0; level--) {
      node = 2 * node + 1 + ((half - nodes[node]!) >> 31)
    }
    return nodes[2 * node - (1 << this.#height) + (address & 1)]!
  }
}

function answersByOctet({ starts, answers }: AddressSteps): Int32Array {
  const octets = new Int32Array(OCTETS)
  let step = 0
  for (let octet = 0; octet < OCTETS; octet++) {
    while (starts[step + 1]! <= octet * 2 ** 24) step++
    octets[octet] = starts[step + 1]! < (octet + 1) * 2 ** 24 ? DIVIDED : answers[step]!
  }
  return octets
}

/** The halved addresses at which the pair of answers (even, odd) changes, ascending from 0. */
function keysOf({ starts }: AddressSteps): number[] {
  const keys = [0]
  for (const start of starts) {
    for (const key of [Math.floor(start / 2), Math.ceil(start / 2)]) {
      if (key > keys.at(-1)! && key <= HIGHEST_KEY) keys.push(key)
    }
  }
  return keys
}
