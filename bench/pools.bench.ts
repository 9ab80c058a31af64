import { KetamaRing } from '../src/balancing/ketama-ring.ts'
import { LeastConn } from '../src/balancing/least-conn.ts'
import { LvsWrr } from '../src/balancing/lvs-wrr.ts'
import type { PickQuestion } from '../src/balancing/pick-question.ts'
import { PoolPicker } from '../src/balancing/pool-picker.ts'
import { PoolState } from '../src/balancing/pool-state.ts'
import type { Backend } from '../src/balancing/pool-view.ts'
import { type Members, newStanding, type Scheduler } from '../src/balancing/scheduler.ts'
import { SmoothWrr } from '../src/balancing/smooth-wrr.ts'
import { SteadyWrr } from '../src/balancing/steady-wrr.ts'
import type { BackendPool, PoolScheduler } from '../src/cloud/backend-pool.ts'
import { formatIpv4, ipv4 } from '../src/net/ipv4.ts'
import { type Bench, type Competitor, race, type Size, timed } from './harness.ts'

/** Servers of three weights, as a grey batch leaves them. */
const WEIGHTS = [100, 50, 25]

/** Spreads sums of picks over 32 bits. */
const FACTOR = 31

function backendsOf(size: number): Backend[] {
  return Array.from({ length: size }, (_, index) => ({
    key: `web-${index}`,
    address: ipv4(10, 0, 0, 0) + index + 1,
    port: 8080,
    weight: WEIGHTS[index % WEIGHTS.length]!,
  }))
}

function membersOf(backends: readonly Backend[]): Members {
  return {
    names: backends.map(({ address, port }) => `${formatIpv4(address)}:${port}`),
    weights: backends.map(({ weight }) => weight),
  }
}

function poolOf(scheduler: PoolScheduler): BackendPool {
  return {
    key: 'web',
    product: 'alb',
    group: 'web',
    members: [],
    scheduler,
    crossZone: true,
    persistenceUs: 0,
    isMasterSlave: false,
  }
}

function competitor(
  name: string,
  picks: number,
  prepare: () => (pick: number) => number,
  note = '',
): Competitor {
  return {
    name,
    note,
    run() {
      const next = prepare()
      for (let pick = 0; pick < Math.min(picks, 50_000); pick++) next(pick)
      let checksum = 0
      const nanoseconds = timed(() => {
        for (let pick = 0; pick < picks; pick++) checksum = (Math.imul(checksum, FACTOR) + next(pick)) | 0
      })
      return { nanoseconds, operations: picks, checksum: String(checksum) }
    },
  }
}

/** The machine alone, on its numbers. */
const bare =
  (backends: readonly Backend[], make: (members: Members) => Scheduler, keys = [0]) =>
  () => {
    const scheduler = make(membersOf(backends))
    const standing = newStanding(backends.length)
    return (pick: number) => scheduler.pick(standing, keys[pick % keys.length]!)
  }

/** The same as a node of a pool keeps it, where nothing changes. */
const steady = (backends: readonly Backend[]) => () => {
  const scheduler = new SteadyWrr(membersOf(backends))
  const standing = newStanding(backends.length)
  scheduler.begin(standing.usable)
  return () => scheduler.pick(standing)
}

/** A pool as requests ask it: who is eligible, sticky or not, the zone's node, then the scheduler. */
const whole = (backends: readonly Backend[], scheduler: PoolScheduler) => () => {
  const state = new PoolState(poolOf(scheduler))
  for (const backend of backends) state.add(backend, 0, true)
  const picker = new PoolPicker(state)
  const question: PickQuestion = { source: ipv4(203, 0, 113, 7) }
  const indices = new Map(backends.map((backend, index) => [backend, index]))
  return () => indices.get(picker.pick(question, 0)!.backend)!
}

/** NGINX's procedure as one writes it first: objects in an array. */
const naive = (backends: readonly Backend[]) => () => {
  const peers = backends.map(({ weight }, index) => ({ index, weight, current: 0, isUp: true }))
  return () => {
    let best: (typeof peers)[number] | undefined
    let total = 0
    for (const peer of peers) {
      if (!peer.isUp) continue
      peer.current += peer.weight
      total += peer.weight
      if (best === undefined || peer.current > best.current) best = peer
    }
    best!.current -= total
    return best!.index
  }
}

const bench: Bench = {
  name: 'pools',
  regime:
    'weights 100, 50, 25 in turn, all servers healthy, no connection stays open; one operation is one pick',
  async *run(size: Size) {
    const picks = size === 'tiny' ? 2_000 : 5_000_000
    const repetitions = size === 'tiny' ? 1 : 7
    for (const count of size === 'tiny' ? [8] : [8, 64]) {
      const backends = backendsOf(count)
      yield await race({
        title: `weighted round robin, ${count} servers`,
        unit: 'pick',
        baseline: 'naive objects',
        repetitions,
        competitors: [
          competitor(
            'our SmoothWrr, bare',
            picks,
            bare(backends, (members) => new SmoothWrr(members)),
          ),
          competitor('our SteadyWrr, bare', picks, steady(backends), 'plays back its cycle'),
          competitor('our PoolPicker', picks, whole(backends, { kind: 'wrr' }), 'with its eligible servers'),
          competitor('naive objects', picks, naive(backends)),
        ],
      })
    }
    const backends = backendsOf(8)
    const keys = Array.from({ length: 1024 }, (_, key) => Math.imul(key, 2_654_435_761) >>> 0)
    const others: [string, (members: Members) => Scheduler][] = [
      ['LvsWrr', (members) => new LvsWrr(members)],
      ['LeastConn', (members) => new LeastConn(members)],
      ['KetamaRing', (members) => new KetamaRing(members)],
    ]
    for (const [name, make] of others)
      yield await race({
        title: `${name}, 8 servers`,
        unit: 'pick',
        baseline: `our ${name}, bare`,
        repetitions,
        competitors: [competitor(`our ${name}, bare`, picks, bare(backends, make, keys))],
      })
  },
}

export default bench
