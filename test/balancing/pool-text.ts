/** Pools for tests in a few words: servers a, b, c … at 10.0.0.1:80 and so on. */
import type { PoolEffect } from '../../src/balancing/backend-state.ts'
import type { PoolPicker } from '../../src/balancing/pool-picker.ts'
import { PoolState } from '../../src/balancing/pool-state.ts'
import type { Backend } from '../../src/balancing/pool-view.ts'
import type { BackendPool } from '../../src/cloud/backend-pool.ts'
import { ipv4 } from '../../src/net/ipv4.ts'

export const second = (count: number): number => count * 1_000_000

/** `a`, `a=50` with a weight, `a@h` in a zone. */
export function backend(text: string): Backend {
  const [, key, zone, weight] = /^([a-z])(?:@(\w+))?(?:=(\d+))?$/.exec(text)!
  const address = ipv4(10, 0, 0, key!.charCodeAt(0) - 96)
  const common = { key: key!, address, port: 80, weight: Number(weight ?? 100) }
  return zone === undefined ? common : { ...common, zone }
}

/** Healthy since before the beginning, unless a mark follows: `a!` is unhealthy, `a?` has no verdict yet. */
export function poolWith(pool: BackendPool, servers: string): PoolState {
  const state = new PoolState(pool)
  for (const text of servers.split(' ').filter((word) => word !== '')) {
    const mark = /[!?]$/.exec(text)?.[0]
    const one = backend(text.replace(/[!?]$/, ''))
    if (mark === '?') state.add(one, 0)
    else state.found(one, mark === undefined, 0)
  }
  return state
}

/** `a b`: who may be picked. */
export function candidates(state: PoolState, zone?: string): string {
  return state
    .candidates(zone)
    .map(({ key }) => key)
    .join(' ')
}

/** `a: healthy > unhealthy`, `a: drains until 300 s`. */
export function told(effects: readonly PoolEffect[]): string[] {
  return effects.map((effect) => `${effect.key}: ${wordsOf(effect)}`)
}

function wordsOf(effect: PoolEffect): string {
  switch (effect.kind) {
    case 'state':
      return `${effect.from} > ${effect.to}`
    case 'drainBegins':
      return `drains until ${effect.endsUs / 1e6} s`
    case 'drainEnds':
      return effect.cuts ? 'connections are cut' : 'drains no longer'
    case 'slowStartBegins':
      return `ramps until ${effect.endsUs / 1e6} s`
    case 'slowStartEnds':
      return 'ramps no longer'
  }
}

/** So many picks from client 203.0.113.7, one after another, each over at once: `a b a`. */
export function picks(picker: PoolPicker, count: number, nowUs = 0, zone?: string): string {
  const question = { source: ipv4(203, 0, 113, 7), ...(zone !== undefined && { zone }) }
  return Array.from({ length: count }, () => picker.pick(question, nowUs)?.backend.key ?? '-').join(' ')
}

/** How often each server is picked. */
export function shares(picker: PoolPicker, count: number, nowUs = 0): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const key of picks(picker, count, nowUs).split(' ')) counts[key] = (counts[key] ?? 0) + 1
  return counts
}
