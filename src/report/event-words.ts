/** An event of the trace, told in words: what a failure refers to when it says since when. */
import type { OrderStatus, OrderType } from '../deployment/order-status.ts'
import type { Phase } from '../deployment/phase.ts'
import { type Address, formatAddress } from '../net/address.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import type { Event } from '../trace/event.ts'
import type { Trace } from '../trace/trace.ts'
import { backendWords } from './backend-words.ts'
import { autoscaledWords, serviceStateWords } from './service-words.ts'

export const ORDER_WORDS: Readonly<Record<OrderType, string>> = {
  CoCreateApp: 'create',
  CoDeploy: 'deploy',
  CoRollback: 'roll back',
  CoScaleOut: 'scale out',
  CoScaleIn: 'scale in',
  CoRestartApplication: 'restart',
  CoStop: 'stop',
  CoStart: 'start',
}

const STATUS_WORDS: Readonly<Record<OrderStatus, string>> = {
  running: 'runs',
  success: 'succeeds',
  failed: 'fails',
  aborted: 'is aborted',
  waitingConfirm: 'waits for a confirmation',
  waitingBatch: 'waits before its next batch',
  paused: 'pauses: the batch timed out',
}

const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  pending: 'is to be created',
  initializing: 'pulls its image',
  awaitingEip: 'finds no free EIP',
  associating: 'has an EIP being bound',
  starting: 'starts',
  ready: 'is ready',
  unready: 'is not ready any more',
  backoff: 'has crashed',
  terminating: 'is being stopped',
  gone: 'is gone',
}

const BATCH_WORDS = {
  started: 'begins',
  completed: 'is done',
  timedOut: 'timed out',
  failed: 'failed',
} as const

export function describeEvent(event: Event): string {
  switch (event.kind) {
    case 'action':
      return event.text
    case 'refused':
      return `${event.app} refuses: ${event.code}, ${event.message}`
    case 'order':
      return `change ${event.order} (${ORDER_WORDS[event.type]} ${event.app}${versions(event)}) ${event.code === 'REPLICA_FAILED' ? 'pauses: a new replica failed' : STATUS_WORDS[event.status]}${because(event.code)}`
    case 'batch':
      return `${event.gray ? 'gray batch' : `batch ${event.batch} of ${event.batches}`} of change ${event.order} (${event.app}) ${BATCH_WORDS[event.status]}`
    case 'instance':
      return `${event.instance} (${event.version}${event.eip === undefined ? '' : `, EIP ${formatIpv4(event.eip)}`}) ${PHASE_WORDS[event.phase]}${because(event.code)}`
    case 'eip':
      return `EIP ${formatIpv4(event.address)} of pool ${event.pool} is ${event.status}${event.instance === undefined ? '' : ` (${event.instance})`}`
    case 'warning':
      return `warning of ${event.instance ?? event.app}: ${event.message} (${event.code})`
    case 'capacity':
      return `${event.app} has ${event.ready} of ${event.declared} instances ready, ${event.serving} serving`
    case 'answer':
      return `${event.flow} ${event.reachable ? 'gets through' : event.share === undefined ? 'is blocked' : `gets through on ${event.share.through} of ${event.share.of} ways`} at ${event.instance}${seenAs(event.sources)}${because(event.code)}`
    case 'left':
      return `${event.instance} takes no more part in ${event.flow}`
    case 'flow':
      return `${event.flow} is ${event.status}: ${event.through} of ${event.asked} get through${event.share === undefined ? '' : `, others on ${event.share.through} of ${event.share.of} ways`}${because(event.code)}`
    case 'connections':
      return connectionWords(event)
    case 'snatPorts':
      return `${event.used} of ${event.capacity} SNAT ports of ${formatIpv4(event.eip)} are in use towards ${formatIpv4(event.destination)}${event.port === 0 ? '' : `:${event.port}`}`
    case 'backend':
      return backendWords(event)
    case 'certificate':
      return `certificate ${event.certificate} ${event.state === 'ended' ? 'has ended' : 'ends within 15 days'}`
    case 'configured':
      return `set ${event.path}`
    case 'effective':
      return `${event.path} takes effect`
    case 'serviceState':
      return serviceStateWords(event)
    case 'autoscaled':
      return autoscaledWords(event)
    case 'renewed':
      return `${event.caller} asks again for ${event.name}: ${event.address === undefined ? 'no address' : formatIpv4(event.address)}, was ${formatIpv4(event.was)}`
  }
}

function connectionWords({
  flow,
  instance,
  change,
  count,
  code,
}: Extract<Event, { kind: 'connections' }>): string {
  return `${count} connection${count === 1 ? '' : 's'} of ${flow} at ${instance} ${count === 1 ? 'is' : 'are'} ${change}${because(code)}`
}

function versions({ version, previousVersion }: { version: string; previousVersion?: string }): string {
  return previousVersion === undefined || previousVersion === version
    ? ` ${version}`
    : ` ${previousVersion} → ${version}`
}

function because(code: string | undefined): string {
  return code === undefined ? '' : `: ${code}`
}

function seenAs(sources: readonly Address[]): string {
  return sources.length === 0 ? '' : `, seen as ${sources.map(formatAddress).join(' or ')}`
}

/** The event with this sequence number. A trace keeps its events in that order, without gaps as a rule. */
export function eventOf({ events }: Trace, seq: number | undefined): Event | undefined {
  if (seq === undefined) return undefined
  const guess = events[seq]
  return guess?.seq === seq ? guess : events.find((event) => event.seq === seq)
}

/**
 * What a person takes for the cause: the event itself and, when it is only the consequence at a flow or a capacity,
 * the step of an instance or the action that brought it about.
 */
export function originOf(trace: Trace, event: Event): Event {
  let told = answerBehind(trace, event)
  for (let hops = 0; hops < 16; hops++) {
    if (!CONSEQUENCES.has(told.kind)) return told
    const cause = eventOf(trace, told.cause)
    if (cause === undefined || cause.seq >= told.seq) return told
    told = cause
  }
  return told
}

const CONSEQUENCES: ReadonlySet<Event['kind']> = new Set([
  'flow',
  'answer',
  'left',
  'capacity',
  'connections',
  'snatPorts',
])

/** A flow changes with all answers of its instant; the one that counts is that of the instance it names. */
function answerBehind(trace: Trace, event: Event): Event {
  if (event.kind !== 'flow' || event.instance === undefined) return event
  for (let seq = event.seq - 1; ; seq--) {
    const earlier = eventOf(trace, seq)
    if (earlier === undefined || earlier.atUs !== event.atUs) return event
    if (earlier.kind === 'answer' && earlier.flow === event.flow && earlier.instance === event.instance)
      return earlier
  }
}
