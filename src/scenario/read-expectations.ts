/** What must hold: entries known by their subject, turned into claims. */
import type * as z from 'zod'
import type { Claim, Expectation, Milestone, Mode, Timing, Window } from '../checking/expectation.ts'
import { formatDuration } from '../cloud/duration-text.ts'
import { formatPath, type Path } from '../cloud/violation.ts'
import { type Cidr, formatCidr } from '../net/cidr.ts'
import { CidrSet } from '../net/cidr-set.ts'
import { CidrSet6 } from '../net/cidr-set6.ts'
import { type Cidr6, formatCidr6 } from '../net/cidr6.ts'
import type { TimelineEntry } from '../simulation/plan.ts'
import { wordOf } from './entry-word.ts'
import { metricOf } from './metric.ts'
import type { Places } from './places.ts'
import type { Report } from './problem.ts'
import { checkCode, type NamedEntries, readMilestone } from './read-milestone.ts'
import { CHANGE_CODES, FLOW_CODES } from './reason-names.ts'
import { LATER_SUBJECTS, type Subject, subjects } from './schema/expectation.ts'
import { MILESTONE_WORDS, type ReadMilestone } from './schema/milestone.ts'
import { missingKey, readWith } from './schema-reports.ts'
import type { SourceText } from './source-text.ts'
import { describeValue, isMap, type Value, type ValueMap, within } from './value.ts'

interface ReadTiming {
  readonly from?: number | undefined
  readonly after?: ReadMilestone | undefined
  readonly until?: number | ReadMilestone | undefined
  readonly within?: number | undefined
  readonly stable?: number | undefined
}

type Read<S extends Subject> = z.output<(typeof subjects)[S]>

const MODES = ['always', 'never', 'sometimes', 'eventually', 'once'] as const

export function readExpectations(
  root: ValueMap,
  durationUs: number,
  timeline: readonly TimelineEntry[],
  places: Places,
  source: SourceText,
): { expectations: Expectation[]; reports: Report[] } {
  const entries = root['timeline']
  const named = { timeline, written: Array.isArray(entries) ? entries.length : 0 }
  const reader = new ExpectationReader(durationUs, named, places)
  const raw = root['expect']
  if (raw !== undefined && !Array.isArray(raw))
    reader.reports.push({
      code: 'SCENARIO_SCHEMA',
      message: `expected a list of entries, got ${describeValue(raw)}`,
      path: ['expect'],
    })
  const expectations = (Array.isArray(raw) ? raw : []).flatMap((entry, index): Expectation[] => {
    const path = ['expect', index]
    const claim = reader.read(entry, path)
    if (claim === undefined) return []
    const origin = { path: formatPath(path), ...source.position(places.key(path)[0]) }
    return [{ text: tell(entry as ValueMap), origin, ...claim }]
  })
  return { expectations, reports: reader.reports }
}

class ExpectationReader {
  readonly reports: Report[] = []
  readonly #durationUs: number
  readonly #named: NamedEntries
  readonly #places: Places

  constructor(durationUs: number, named: NamedEntries, places: Places) {
    this.#durationUs = durationUs
    this.#named = named
    this.#places = places
  }

  read(entry: Value, path: Path): Claim | undefined {
    if (!isMap(entry)) {
      this.reports.push({
        code: 'SCENARIO_SCHEMA',
        message: `expected an entry such as { flow: inbound, always: reachable }, got ${describeValue(entry)}`,
        path,
      })
      return undefined
    }
    const subject = wordOf(entry, Object.keys(subjects), LATER_SUBJECTS, [], path, this.reports) as
      | Subject
      | undefined
    if (subject === undefined) return undefined
    const known = this.#withoutUnknownEvents(entry, path)
    const result = readWith<z.ZodType>(subjects[subject], known, path, this.#places)
    this.reports.push(...result.reports)
    if (result.value === undefined || known !== entry) return undefined
    return this.#claim(subject, result.value, path)
  }

  /** The entry; or where `after` or `until` is a map about nothing that comes, what else there is to read of it. */
  #withoutUnknownEvents(entry: ValueMap, path: Path): ValueMap {
    const unknown = (['after', 'until'] as const).filter((key) => {
      const event = within(entry, key)
      return (
        isMap(event) && wordOf(event, MILESTONE_WORDS, [], [], [...path, key], this.reports) === undefined
      )
    })
    if (unknown.length === 0) return entry
    return Object.fromEntries(Object.entries(entry).filter(([key]) => !unknown.some((each) => each === key)))
  }

  #claim(subject: Subject, value: unknown, path: Path): Claim | undefined {
    switch (subject) {
      case 'flow':
        return this.#flow(value as Read<'flow'>, path)
      case 'rollout':
        return this.#rollout(value as Read<'rollout'>, path)
      case 'app':
        return this.#capacity(value as Read<'app'>, path)
      case 'pool': {
        const read = value as Read<'pool'>
        const mode = this.#mode(read, path)
        const { pool, inUse: compare } = read
        return mode && { kind: 'pool', pool, mode, compare, ...this.#timed(read, mode, path) }
      }
      case 'rotation': {
        const read = value as Read<'rotation'>
        const mode = this.#mode(read, path)
        const { rotation: group, servers: compare } = read
        return mode && { kind: 'rotation', group, mode, compare, ...this.#timed(read, mode, path) }
      }
      case 'alert':
        return this.#alert(value as Read<'alert'>, path)
      case 'metric': {
        const { metric, ...bounds } = value as Read<'metric'>
        const claim = metricOf(metric, bounds)
        return typeof claim === 'string' ? this.#exclusive(claim, path) : claim
      }
      case 'route':
        return this.#route(value as Read<'route'>, path)
      case 'refused': {
        const read = value as Read<'refused'>
        checkCode(read.code, CHANGE_CODES, [...path, 'code'], this.reports)
        return { kind: 'refused', app: read.refused, code: read.code }
      }
      case 'warning': {
        const read = value as Read<'warning'>
        checkCode(read.code, CHANGE_CODES, [...path, 'code'], this.reports)
        if (read.never !== undefined && read.sometimes !== undefined)
          return this.#exclusive('one of sometimes and never', path)
        return {
          kind: 'warning',
          app: read.warning,
          mode: read.never === undefined ? 'sometimes' : 'never',
          code: read.code,
        }
      }
    }
  }

  #flow(read: Read<'flow'>, path: Path): Claim | undefined {
    const given = [
      ...MODES.filter((mode) => read[mode] !== undefined),
      ...(['is', 'source'] as const).filter((key) => read[key] !== undefined),
    ]
    if (given.length !== 1)
      return this.#exclusive('exactly one of always, never, sometimes, eventually, once, is and source', path)
    if (read.is !== undefined && read.at === undefined) {
      this.reports.push({ ...missingKey('at', path), hint: 'is speaks of one instant: at: 5m' })
      return undefined
    }
    const { at, is, from, until, after, within } = read
    const hasWindow = [from, until, after, within].some((each) => each !== undefined)
    if (at !== undefined && (is === undefined || hasWindow))
      return this.#exclusive('at together with is, and without from, after, until and within', path)
    const mode = MODES.find((each) => read[each] !== undefined) ?? 'always'
    if (!this.#checkStable(read, mode, path)) return undefined
    const window = at === undefined ? this.#timed(read, mode, path) : this.#window({ at }, path)
    if (read.source !== undefined) {
      if (read.code !== undefined) return this.#exclusive('code only with blocked', path)
      return {
        kind: 'source',
        flow: read.flow,
        within: CidrSet.of(read.source.flatMap((one) => (isRange6(one) ? [] : [one]))),
        within6: CidrSet6.of(read.source.flatMap((one) => (isRange6(one) ? [one] : []))),
        textOfSet: read.source.map(tellRange).join(', '),
        ...window,
      }
    }
    const state = read.is ?? read[mode]!
    if (read.code !== undefined && state !== 'blocked') return this.#exclusive('code only with blocked', path)
    checkCode(read.code, FLOW_CODES, [...path, 'code'], this.reports)
    return {
      kind: 'flow',
      flow: read.flow,
      mode,
      state,
      ...(read.code === undefined ? {} : { code: read.code }),
      ...window,
    }
  }

  #route(read: Read<'route'>, path: Path): Claim | undefined {
    const { rule, group, status, location, upstreamHost, upstreamPath } = read
    const expected = {
      ...(rule !== undefined && { rule }),
      ...(group !== undefined && { groups: typeof group === 'string' ? [group] : group }),
      ...(status !== undefined && { status }),
      ...(location !== undefined && { location }),
      ...(upstreamHost !== undefined && { upstreamHost }),
      ...(upstreamPath !== undefined && { upstreamPath }),
    }
    if (Object.keys(expected).length === 0)
      return this.#exclusive(
        'at least one of rule, group, status, location, upstreamHost and upstreamPath',
        path,
      )
    if (read.at !== undefined && (read.from !== undefined || read.until !== undefined))
      return this.#exclusive('at without from and until', path)
    const [balancer, listener] = read.route.split('/') as [string, string]
    const { host, path: target, method, headers, source } = read
    return {
      kind: 'route',
      question: {
        balancer,
        listener,
        request: {
          ...(host !== undefined && { host }),
          ...(target !== undefined && { path: target }),
          ...(method !== undefined && { method }),
          ...(headers !== undefined && { headers }),
          ...(source !== undefined && { source }),
        },
      },
      expected,
      ...this.#window(read, path),
    }
  }

  #alert(read: Read<'alert'>, path: Path): Claim | undefined {
    const { fires, silent } = read
    if ((fires === undefined) === (silent === undefined))
      return this.#exclusive('one of fires and silent', path)
    if (silent !== undefined && read.stable !== undefined)
      return this.#exclusive('stable only with fires', path)
    const [gateway, alert] = read.alert.split('/') as [string, string]
    return {
      kind: 'alert',
      gateway,
      alert,
      fires: fires !== undefined,
      ...this.#timed(read, fires === undefined ? 'never' : 'sometimes', path),
    }
  }

  #rollout(read: Read<'rollout'>, path: Path): Claim | undefined {
    const { rollout: app, change, outcome, verdict, within } = read
    if (outcome === undefined && verdict === undefined && within === undefined)
      return this.#exclusive('at least one of outcome, verdict and within', path)
    return {
      kind: 'rollout',
      app,
      ...(change === undefined ? {} : { change }),
      ...(outcome === undefined ? {} : { outcome }),
      ...(verdict === undefined ? {} : { verdict }),
      ...(within === undefined ? {} : { withinUs: within }),
    }
  }

  #capacity(read: Read<'app'>, path: Path): Claim | undefined {
    const mode = this.#mode(read, path)
    if (mode === undefined) return undefined
    const { app, ready, serving } = read
    const compare = ready ?? serving
    if (compare === undefined || (ready !== undefined && serving !== undefined))
      return this.#exclusive('exactly one of ready and serving', path)
    return {
      kind: 'capacity',
      app,
      mode,
      measure: ready === undefined ? 'serving' : 'ready',
      compare,
      ...this.#timed(read, mode, path),
    }
  }

  #mode(
    read: { readonly [M in Mode]?: unknown } & { readonly stable?: number | undefined },
    path: Path,
  ): Mode | undefined {
    const given = MODES.filter((mode) => read[mode] !== undefined)
    if (given.length > 1) return this.#exclusive('one of always, never, sometimes, eventually and once', path)
    const mode = given[0] ?? 'always'
    return this.#checkStable(read, mode, path) ? mode : undefined
  }

  #checkStable({ stable }: { readonly stable?: number | undefined }, mode: Mode, path: Path): boolean {
    if (mode === 'once' && stable === undefined) {
      this.reports.push({ ...missingKey('stable', path), hint: 'once says that it lasts: stable: 2m' })
      return false
    }
    const takesStable = mode === 'once' || mode === 'eventually' || mode === 'sometimes'
    if (stable === undefined || takesStable) return true
    this.#exclusive('stable only with sometimes, eventually or once', path)
    return false
  }

  /** A window of the file, and what only the run can say of it. */
  #timed(read: ReadTiming, mode: Mode, path: Path): { window?: Window; timing?: Timing } {
    const { from, until, within, stable } = read
    if (typeof until === 'number' && within !== undefined) this.#exclusive('one of within and until', path)
    const time = typeof until === 'number' ? until : undefined
    const after = this.#milestone(read.after, [...path, 'after'])
    const end = typeof until === 'object' ? this.#milestone(until, [...path, 'until']) : undefined
    const timing: Timing = {
      ...(after !== undefined && { after }),
      ...(end !== undefined && { until: end }),
      ...(within !== undefined && { withinUs: within }),
      ...(stable !== undefined && { stableUs: stable }),
    }
    const { window } = this.#window({ from, until: time }, path)
    const isOpen = time === undefined && (Object.keys(timing).length > 0 || mode === 'eventually')
    return {
      ...(window !== undefined && {
        window: isOpen ? { ...window, untilUs: Number.POSITIVE_INFINITY } : window,
      }),
      ...(Object.keys(timing).length > 0 && { timing }),
    }
  }

  #milestone(read: ReadMilestone | undefined, path: Path): Milestone | undefined {
    return read && readMilestone(read, this.#named, path, this.reports)
  }

  #window(
    read: { at?: number | undefined; from?: number | undefined; until?: number | undefined },
    path: Path,
  ): { window?: Window } {
    const end = this.#durationUs
    for (const key of ['at', 'from', 'until'] as const) {
      const time = read[key]
      if (time !== undefined && time > end)
        this.reports.push({
          code: 'TIME_OUTSIDE_RUN',
          message: `the run ends at ${formatDuration(end)}`,
          hint: 'raise duration, or look earlier',
          path: [...path, key],
        })
    }
    // The end of the run is its last instant for somebody who looks.
    if (read.at !== undefined)
      return { window: { fromUs: Math.min(read.at, end - 1), untilUs: Math.min(read.at, end - 1) + 1 } }
    if (read.from === undefined && read.until === undefined) return {}
    const fromUs = read.from ?? 0
    const untilUs = read.until ?? end
    if (fromUs >= untilUs && fromUs <= end && untilUs <= end)
      this.reports.push({
        code: 'TIME_OUTSIDE_RUN',
        message: 'the window is empty',
        hint: 'until comes after from',
        path: [...path, read.from === undefined ? 'until' : 'from'],
      })
    return { window: { fromUs, untilUs } }
  }

  #exclusive(rule: string, path: Path): undefined {
    this.reports.push({
      code: 'KEYS_EXCLUSIVE',
      message: `an expectation of this subject takes ${rule}`,
      path,
    })
  }
}

function isRange6(range: Cidr | Cidr6): range is Cidr6 {
  return typeof range.first !== 'number'
}

function tellRange(range: Cidr | Cidr6): string {
  if (isRange6(range)) return formatCidr6(range).replace(/\/128$/, '')
  return formatCidr(range).replace(/\/32$/, '')
}

/** The entry in the words of the file: `flow inbound always reachable`. */
function tell(entry: ValueMap): string {
  return Object.entries(entry)
    .map(([key, value]) => (value === null || value === true ? key : `${key} ${tellValue(value)}`))
    .join(' ')
}

/** Maps have no prototype, so that nothing else can make a text of them. */
function tellValue(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(tellValue).join(', ')}]`
  if (!isMap(value)) return String(value)
  const pairs = Object.entries(value).map(([key, inner]) => `${key}: ${tellValue(inner)}`)
  return `{ ${pairs.join(', ')} }`
}
