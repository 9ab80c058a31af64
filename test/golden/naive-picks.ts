/**
 * Who is picked, once more, from the procedures of facts/load-balancing section 6, on plain lists of those who may be. `lists` is what a
 * scheduler sees at a pick: all servers of the group in order, with the weight that counts, and whether they may be picked.
 */
import { crc32 } from 'node:zlib'

export interface Seen {
  readonly key: string
  readonly name: string
  readonly weight: number
  readonly may: boolean
  readonly active: number
}

/** A picker remembers between picks; undefined: nobody. */
export type NaivePick = (list: readonly Seen[], hash: number) => string | undefined

/** 6.1. */
export function naiveSmooth(): NaivePick {
  let current = new Map<string, number>()
  return (list) => {
    current = new Map(list.map(({ key }) => [key, current.get(key) ?? 0]))
    const in_ = list.filter(({ may, weight }) => may && weight > 0)
    for (const { key, weight } of in_) current.set(key, current.get(key)! + weight)
    const most = Math.max(...in_.map(({ key }) => current.get(key)!))
    const best = in_.find(({ key }) => current.get(key) === most)
    if (best === undefined) return undefined
    current.set(best.key, current.get(best.key)! - in_.reduce((sum, { weight }) => sum + weight, 0))
    return best.key
  }
}

/** Section 6: weights other than 0 are ignored. */
export function naiveRoundRobin(): NaivePick {
  let last: string | undefined
  return (list) => {
    const at = list.findIndex(({ key }) => key === last)
    if (at < 0) last = undefined
    const turn = [...list.slice(at + 1), ...list.slice(0, at + 1)]
    const next = turn.find(({ may, weight }) => may && weight > 0)?.key
    if (next !== undefined) last = next
    return next
  }
}

/** 6.4. */
export function naiveLvsWrr(): NaivePick {
  let seen = ''
  let cw: number | undefined
  let at = -1
  return (list) => {
    const positive = list.map(({ weight }) => weight).filter((weight) => weight > 0)
    const di = Array.from({ length: 100 }, (_, i) => 100 - i).find((d) => positive.every((w) => w % d === 0))!
    const mw = positive.length === 0 ? 0 : Math.max(...positive) - (di - 1)
    const group = JSON.stringify(list.map(({ key, name, weight }) => [key, name, weight]))
    if (group !== seen) {
      if (cw === undefined || cw > mw || cw === 0) cw = mw
      else if (positive.length > 0 && di > 1) cw = Math.floor(cw / di) * di + 1
      at = -1
      seen = group
    }
    if (mw === 0) return undefined
    for (let turn = 0; turn < 300; turn++) {
      while (++at < list.length) {
        const { key, weight, may } = list[at]!
        if (may && weight >= cw!) return key
      }
      at = -1
      cw = cw! - di
      if (cw <= 0) cw = mw
    }
    return undefined
  }
}

/** 6.5; the first of the least. */
export function naiveLvsWlc(): NaivePick {
  return (list) => {
    const in_ = list.filter(({ may, weight }) => may && weight > 0)
    const load = ({ active, weight }: Seen) => (active * 256) / weight
    const least = Math.min(...in_.map(load))
    return in_.find((server) => load(server) === least)?.key
  }
}

/** 6.3. */
export function naiveLeastConn(): NaivePick {
  const smooth = naiveSmooth()
  return (list, hash) => {
    const in_ = list.filter(({ may, weight }) => may && weight > 0)
    const isLess = (a: Seen, b: Seen) => a.active * b.weight < b.active * a.weight
    const least = in_.filter((one) => !in_.some((other) => isLess(other, one)))
    if (least.length < 2) return least[0]?.key
    return smooth(
      list.map((server) => ({ ...server, may: least.includes(server) })),
      hash,
    )
  }
}

/** 6.6: the nearest point at or after the hash, of those who may be picked. */
export function naiveRing(): NaivePick {
  return (list, hash) => {
    const positive = list.map(({ weight }) => weight).filter((weight) => weight > 0)
    const di = Array.from({ length: 100 }, (_, i) => 100 - i).find((d) => positive.every((w) => w % d === 0))!
    const points = new Map<number, Seen>()
    for (const server of list) {
      const [host, port] = server.name.split(':') as [string, string]
      const base = Buffer.concat([Buffer.from(host), Buffer.of(0), Buffer.from(port)])
      let previous = 0
      for (let j = 0; j < (160 * server.weight) / di; j++) {
        const bytes = Buffer.alloc(4)
        bytes.writeUInt32LE(previous)
        previous = crc32(Buffer.concat([base, bytes]))
        if (!points.has(previous)) points.set(previous, server)
      }
    }
    const sorted = [...points].filter(([, { may }]) => may).sort(([a], [b]) => a - b)
    return (sorted.find(([point]) => point >= hash) ?? sorted[0])?.[1].key
  }
}
