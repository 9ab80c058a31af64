/**
 * Work takes time. A step begins a work, whoever drives the steps lets its time pass and reports it done – the simulation
 * after a drawn duration, an explorer in every order. A work that lost its sense is cancelled and must not be reported.
 */
import type { DurationRange } from '../cloud/duration-range.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { Fact } from './fact.ts'

export type ProbeKind = 'startupProbe' | 'readinessProbe' | 'livenessProbe'

export type WorkKind =
  | 'schedule'
  | 'retryAddress'
  | 'pull'
  | 'retryEip'
  | 'eipBind'
  /** From the start of the container until the application answers. */
  | 'start'
  | ProbeKind
  /** The process exits by itself. */
  | 'exit'
  | 'backoff'
  | 'preStop'
  | 'stop'
  /** KILL at the end of the grace period. */
  | 'grace'
  /** The container stops to be started again in place. */
  | 'restart'
  | 'eipRelease'
  | 'instanceWait'
  | 'batchWait'
  | 'batchTimeout'

/** Identity counts: a work is reported done or cancelled by the very object that began it. */
export interface Work {
  readonly kind: WorkKind
  readonly app: string
  /** Number of the instance; 0 where the work belongs to the change order. */
  readonly instance: number
  readonly range: DurationRange
  /** `eipRelease`: which address. */
  readonly eip?: Ipv4
}

export type Command =
  | { readonly kind: 'begin'; readonly work: Work }
  | { readonly kind: 'cancel'; readonly work: Work }
  | { readonly kind: 'tell'; readonly fact: Fact }

export function isProbe(kind: WorkKind): kind is ProbeKind {
  return kind === 'startupProbe' || kind === 'readinessProbe' || kind === 'livenessProbe'
}
