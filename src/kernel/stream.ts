/**
 * Named random streams under one root seed. A stream depends on the seed and its own name only,
 * so a new stream moves nobody else's draws. Seed and name are hashed to the four
 * words of xoroshiro128+, because its own seeding makes neighbouring small seeds
 * alike and their first draws extreme.
 */
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'

const TWO_21 = 2 ** 21
const TWO_32 = 2 ** 32
const TWO_53 = 2 ** 53

/** One sequence of random numbers. */
export class Stream {
  readonly #generator: RandomGenerator

  constructor(generator: RandomGenerator) {
    this.#generator = generator
  }

  /** An evenly drawn real number in [0, 1), a multiple of 2^-53. */
  real(): number {
    return this.#bits53() / TWO_53
  }

  /**
   * An evenly drawn integer in [0, count).
   *
   * @throws RangeError if `count` is not an integer in [1, 2^53].
   */
  below(count: number): number {
    if (!(Number.isInteger(count) && count >= 1 && count <= TWO_53)) {
      throw new RangeError(`count must be an integer in [1, 2^53], got ${count}`)
    }
    const range = count <= TWO_32 ? TWO_32 : TWO_53
    const draws = Math.floor(range / count) // So many draws stand for each answer; the rest is drawn again.
    for (;;) {
      const draw = count <= TWO_32 ? this.#generator.next() >>> 0 : this.#bits53()
      const answer = Math.floor(draw / draws) // The high bits decide: the low ones of xoroshiro128+ are weak.
      if (answer < count) return answer
    }
  }

  #bits53(): number {
    const high = this.#generator.next() >>> 0
    return high * TWO_21 + (this.#generator.next() >>> 11)
  }
}

/** The streams of one run. */
export class Streams {
  /** The hash of the seed, which every name's goes on from. */
  readonly #root: Words
  readonly #streams = new Map<string, Stream>()

  /**
   * A seed is a text; an integer is the text of its digits, so seed 7 and seed '7' are one.
   *
   * @throws RangeError if a number is not a safe integer.
   */
  constructor(seed: number | string) {
    if (typeof seed === 'number' && !Number.isSafeInteger(seed)) {
      throw new RangeError(`a seed must be a safe integer or a text, got ${seed}`)
    }
    // With the seed's length before it, no other seed and name make the same text.
    const text = String(seed)
    this.#root = hashOn(EMPTY, `${text.length}:${text}/`)
  }

  /** The stream of that name: the same one, further drawn, at every call. */
  stream(name: string): Stream {
    let stream = this.#streams.get(name)
    if (stream === undefined) {
      stream = new Stream(xoroshiro128plusFromState(hashOn(this.#root, name)))
      this.#streams.set(name, stream)
    }
    return stream
  }
}

type Words = readonly [number, number, number, number]

/** The hash of no text: four lanes, each begun with its number. */
const EMPTY: Words = [splitmix32(1), splitmix32(2), splitmix32(3), splitmix32(4)]

/** 128 bits of a text: each lane takes in every character of it by a round of splitmix32. */
function hashOn([a, b, c, d]: Words, text: string): Words {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = splitmix32(a ^ code)
    b = splitmix32(b ^ code)
    c = splitmix32(c ^ code)
    d = splitmix32(d ^ code)
  }
  return [a, b, c, d]
}

function splitmix32(state: number): number {
  let word = (state + 0x9e3779b9) | 0
  word = Math.imul(word ^ (word >>> 16), 0x21f0aaad)
  word = Math.imul(word ^ (word >>> 15), 0x735a2d97)
  return word ^ (word >>> 15)
}
