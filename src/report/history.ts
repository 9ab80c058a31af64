/** The list of what happened: what was done, how the changes went, what the cloud warned of. Repeats are told once. */
import type { Event } from '../trace/event.ts'
import { describeEvent } from './event-words.ts'
import type { Page } from './page.ts'
import type { Run } from './run.ts'
import type { Tone } from './style.ts'

interface Entry {
  readonly atUs: number
  /** The first of its kind. */
  readonly event: Event
  readonly instances: Set<string>
  count: number
  lastUs: number
}

/** Longer lists lose their middle, with a line that says how much. */
const MOST_ENTRIES = 30

export function historyBlock(run: Run, page: Page): string[] {
  const entries = entriesOf(run)
  if (entries.length === 0) return []
  const half = MOST_ENTRIES / 2
  const hidden = Math.max(0, entries.length - MOST_ENTRIES)
  const told = hidden === 0 ? entries : [...entries.slice(0, half), ...entries.slice(-half)]
  const width = Math.max(...told.map(({ atUs }) => page.moment(atUs).length))
  const lines = [page.heading('What happened')]
  for (const [index, entry] of told.entries()) {
    if (hidden > 0 && index === half)
      lines.push(page.paint('dim', `  ${page.glyphs.axis.hidden} ${hidden} more, see --json`))
    const tone = toneOf(entry.event)
    const head = `  ${page.moment(entry.atUs).padEnd(width)}  `
    for (const line of page.paragraph(head, textOf(entry, page)))
      lines.push(tone === undefined ? line : page.paint(tone, line))
  }
  return lines
}

function entriesOf({ trace }: Run): Entry[] {
  const entries: Entry[] = []
  const repeats = new Map<string, Entry>()
  const beginnings = new Set<number>()
  const finished = new Set<string>()
  for (const event of trace.events)
    if (event.kind === 'batch' && event.status !== 'started') finished.add(`${event.order}/${event.batch}`)
  for (const event of trace.events) {
    if (!isTold(event, beginnings, finished)) continue
    const key = repetitionOf(event)
    const earlier = key === undefined ? undefined : repeats.get(key)
    if (earlier !== undefined) {
      earlier.count++
      earlier.lastUs = event.atUs
      for (const name of namesIn(event)) earlier.instances.add(name)
      continue
    }
    const entry: Entry = {
      atUs: event.atUs,
      event,
      count: 1,
      lastUs: event.atUs,
      instances: new Set(namesIn(event)),
    }
    entries.push(entry)
    if (key !== undefined) repeats.set(key, entry)
  }
  return entries
}

/** Whom it is about. */
function namesIn(event: Event): string[] {
  if (event.kind === 'backend') return [event.server]
  return 'instance' in event && event.instance !== undefined ? [event.instance] : []
}

/** Warnings that say the same, of whichever instance, are told once. */
function repetitionOf(event: Event): string | undefined {
  if (event.kind === 'backend') return [event.pool, event.code].join('\n')
  if (event.kind !== 'warning') return undefined
  const { app, code, message, instance } = event
  return [app, code, instance === undefined ? message : message.replaceAll(instance, '')].join('\n')
}

/** Steps of single instances are in the lanes; here come the actions, the orders, their batches and the warnings. */
function isTold(event: Event, begun: Set<number>, finished: ReadonlySet<string>): boolean {
  switch (event.kind) {
    case 'action':
    case 'refused':
    case 'warning':
    case 'certificate':
    case 'effective':
    case 'autoscaled':
      return true
    case 'serviceState':
      return event.state === 'Failed'
    case 'backend':
      return event.code === 'PROBE_BLOCKED'
    case 'order': {
      if (event.status === 'waitingBatch') return false
      const isBegin = !begun.has(event.order)
      begun.add(event.order)
      return event.status !== 'running' || isBegin || event.code !== undefined
    }
    case 'batch':
      return event.status !== 'started' || !finished.has(`${event.order}/${event.batch}`)
    default:
      return false
  }
}

function textOf({ event, instances, count, atUs, lastUs }: Entry, page: Page): string {
  if (event.kind === 'warning') {
    const others = instances.size > 1 ? ` and ${instances.size - 1} more` : ''
    const until = lastUs > atUs ? ` until ${page.moment(lastUs)}` : ''
    const repeated = count > 1 ? ` ${page.glyphs.times}${count}${until}` : ''
    return `warning of ${event.instance ?? event.app}${others}: ${event.message} (${event.code})${repeated}`
  }
  if (event.kind === 'backend') {
    const others = instances.size > 1 ? `${instances.size - 1} more of its pool, ` : ''
    return `${describeEvent(event)}, ${others}because rules stop the probes of the balancer`
  }
  if (event.kind === 'order' && event.status === 'running')
    return `${describeEvent(event)}, ${event.instances} instance${event.instances === 1 ? '' : 's'}, at least ${event.minReady} ready`
  if (event.kind === 'batch')
    return `${describeEvent(event)} (${event.size} instance${event.size === 1 ? '' : 's'})`
  return describeEvent(event)
}

function toneOf(event: Event): Tone | undefined {
  if (event.kind === 'certificate') return event.state === 'ended' ? 'bad' : 'warn'
  if (event.kind === 'refused' || event.kind === 'warning' || event.kind === 'backend') return 'warn'
  if (event.kind === 'batch' && (event.status === 'timedOut' || event.status === 'failed')) return 'bad'
  if (event.kind !== 'order') return undefined
  if (event.status === 'failed' || event.status === 'aborted') return 'bad'
  if (event.status === 'paused' || event.status === 'waitingConfirm') return 'warn'
  return event.status === 'success' ? 'good' : undefined
}
