/** The characters of the timeline, in Unicode and in ASCII. Each takes one column. */
import type { BackendState } from '../balancing/backend-state.ts'
import type { Phase } from '../deployment/phase.ts'
import type { AlertState } from '../trace/alert-summary.ts'
import type { FlowState } from '../trace/event.ts'
import type { FlowVerdict } from '../trace/summary.ts'
import type { Tone } from './style.ts'

/** A phase, or the time in which an instance is gone and its EIP is not free yet. */
export type LaneState = Phase | 'releasing'

/**
 * What a cell shows when several states fall into it: the one that stands first here. Trouble comes before progress and
 * progress before rest, so that nothing short is invisible.
 */
export const LANE_PRECEDENCE: readonly LaneState[] = [
  'backoff',
  'unready',
  'awaitingEip',
  'associating',
  'terminating',
  'starting',
  'initializing',
  'pending',
  'releasing',
  'ready',
  'gone',
]

/** The order of an instance's life, in which the legend tells its states. */
export const LANE_LIFE: readonly LaneState[] = [
  'pending',
  'initializing',
  'awaitingEip',
  'associating',
  'starting',
  'ready',
  'unready',
  'backoff',
  'terminating',
  'releasing',
  'gone',
]

/** As `LANE_PRECEDENCE`, for flows: blocked wins over everything. */
export const FLOW_PRECEDENCE: readonly FlowState['status'][] = [
  'BLOCKED',
  'PARTIAL',
  'DEGRADED',
  'IDLE',
  'REACHABLE',
]

export interface Glyphs {
  readonly lane: Readonly<Record<LaneState, string>>
  readonly flow: Readonly<Record<FlowState['status'], string>>
  /** How servers stand behind a balancer. */
  readonly rotation: Readonly<Record<BackendState | 'ramping', string>>
  /** How alerts of gateways stand. */
  readonly alarm: Readonly<Record<AlertState, string>>
  /** Fill of a step strip behind its number: at ease, at the limit, below what is declared; a step too short for its number. */
  readonly step: {
    readonly easy: string
    readonly full: string
    readonly short: string
    readonly up: string
    readonly down: string
  }
  readonly axis: {
    readonly line: string
    readonly tick: string
    readonly mark: string
    readonly hidden: string
  }
  readonly held: string
  readonly failed: string
  readonly open: string
  readonly alert: string
  readonly arrow: string
  readonly times: string
  readonly dot: string
  readonly ellipsis: string
}

export const UNICODE: Glyphs = {
  lane: {
    pending: '▁',
    initializing: '▂',
    awaitingEip: '?',
    associating: '▃',
    starting: '▅',
    ready: '█',
    unready: '!',
    backoff: 'x',
    terminating: '▒',
    releasing: '╌',
    gone: ' ',
  },
  flow: { REACHABLE: '━', DEGRADED: '╍', PARTIAL: '╳', BLOCKED: '✗', IDLE: '·' },
  rotation: {
    adding: '+',
    initial: '░',
    healthy: '█',
    ramping: '▆',
    unhealthy: '!',
    unused: '·',
    unavailable: '█',
    draining: '▒',
    gone: ' ',
  },
  alarm: { off: ' ', noData: '·', silent: '─', pending: '▒', firing: '█' },
  step: { easy: '─', full: '━', short: '┄', up: '↑', down: '↓' },
  axis: { line: '─', tick: '┬', mark: '▼', hidden: '⋮' },
  held: '✓',
  failed: '✗',
  open: '?',
  alert: '!',
  arrow: '→',
  times: '×',
  dot: '·',
  ellipsis: '…',
}

export const ASCII: Glyphs = {
  lane: {
    pending: '_',
    initializing: ':',
    awaitingEip: '?',
    associating: 'e',
    starting: 's',
    ready: '#',
    unready: '!',
    backoff: 'x',
    terminating: 't',
    releasing: '-',
    gone: ' ',
  },
  flow: { REACHABLE: '=', DEGRADED: '~', PARTIAL: '%', BLOCKED: 'X', IDLE: '.' },
  rotation: {
    adding: '+',
    initial: 'i',
    healthy: '#',
    ramping: 'r',
    unhealthy: '!',
    unused: '.',
    unavailable: '#',
    draining: 't',
    gone: ' ',
  },
  alarm: { off: ' ', noData: '.', silent: '-', pending: 'p', firing: '#' },
  step: { easy: '-', full: '*', short: ',', up: '^', down: 'v' },
  axis: { line: '-', tick: '+', mark: 'v', hidden: '|' },
  held: '+',
  failed: 'X',
  open: '?',
  alert: '!',
  arrow: '->',
  times: 'x',
  dot: '-',
  ellipsis: '..',
}

export const LANE_WORDS: Readonly<Record<LaneState, string>> = {
  pending: 'pending',
  initializing: 'pulling image',
  awaitingEip: 'no free EIP',
  associating: 'binding EIP',
  starting: 'starting',
  ready: 'ready',
  unready: 'not ready any more',
  backoff: 'crashed, restarting',
  terminating: 'stopping',
  releasing: 'gone, EIP not free yet',
  gone: 'gone',
}

export const FLOW_WORDS: Readonly<Record<FlowState['status'], string>> = {
  REACHABLE: 'gets through',
  DEGRADED: 'degraded',
  PARTIAL: 'some requests fail',
  BLOCKED: 'blocked',
  IDLE: 'nobody to ask',
}

export const LANE_TONES: Readonly<Record<LaneState, Tone>> = {
  pending: 'calm',
  initializing: 'calm',
  awaitingEip: 'warn',
  associating: 'calm',
  starting: 'calm',
  ready: 'good',
  unready: 'bad',
  backoff: 'bad',
  terminating: 'dim',
  releasing: 'dim',
  gone: 'dim',
}

export const FLOW_TONES: Readonly<Record<FlowState['status'], Tone>> = {
  REACHABLE: 'good',
  DEGRADED: 'warn',
  PARTIAL: 'bad',
  BLOCKED: 'bad',
  IDLE: 'dim',
}

export const FLOW_VERDICT_TONES: Readonly<Record<FlowVerdict, Tone>> = {
  REACHABLE: 'good',
  DEGRADED: 'warn',
  INTERMITTENT: 'bad',
  BLOCKED: 'bad',
  UNDETERMINED: 'dim',
}
