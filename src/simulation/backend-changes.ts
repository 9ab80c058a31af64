/** What the trace tells of a step of a pool. */
import type { PoolEffect } from '../balancing/backend-state.ts'
import type { BackendChange } from '../trace/event.ts'
import type { Found } from './prober.ts'

/** The reasons of ALB (1.9), and ours where a rule stops the probes. */
export const PROBE_CODES: Readonly<Record<Found, string>> = {
  answered: '',
  refused: 'CONNECT_FAIL',
  silent: 'CONNECT_TIMEOUT',
  blocked: 'PROBE_BLOCKED',
}

type Draft = {
  -readonly [Key in keyof Omit<BackendChange, 'pool' | 'server' | 'inRotation'>]?: BackendChange[Key]
}

/** The effects of one step, put together by server. */
export function changesOf(effects: readonly PoolEffect[]): Map<string, Draft> {
  const changes = new Map<string, Draft>()
  for (const effect of effects) {
    let change = changes.get(effect.key)
    if (change === undefined) {
      change = {}
      changes.set(effect.key, change)
    }
    if (effect.kind === 'state') change.state = effect.to
    else if (effect.kind === 'drainBegins') change.drainsUntilUs = effect.endsUs
    else if (effect.kind === 'slowStartBegins') change.rampsUntilUs = effect.endsUs
    else if (effect.kind === 'drainEnds' && effect.cuts) change.cuts = true
  }
  return changes
}
