/**
 * What is done and when, in the order of time. A `set` changes the file as it was read: the changed file goes through
 * the same schemas and rules, and what is wrong with it then stands at the entry.
 */

import type * as z from 'zod'
import type { Strategy } from '../cloud/app.ts'
import { checkStrategy } from '../cloud/app-rules.ts'
import { checkClbSwitches } from '../cloud/clb-rules.ts'
import { formatDuration } from '../cloud/duration-text.ts'
import type { Topology } from '../cloud/topology.ts'
import { formatPath, type Path } from '../cloud/violation.ts'
import type { Action, TimelineEntry } from '../simulation/plan.ts'
import { strategyOf } from './build-app.ts'
import { newReports, shareUnchanged } from './changed-configuration.ts'
import { type Configuration, readConfiguration, reported } from './configuration.ts'
import { wordOf } from './entry-word.ts'
import { MAX_SET_WORK, MAX_SETS } from './limits.ts'
import { type Patch, PatchedPlaces, type Places } from './places.ts'
import type { Report } from './problem.ts'
import type { Head, SectionReader } from './read-sections.ts'
import type { Notice } from './scenario.ts'
import { type ActionWord, actions, LATER_ACTIONS } from './schema/timeline.ts'
import { missingKey, readWith } from './schema-reports.ts'
import { readSetPath } from './set-path.ts'
import type { SourceText } from './source-text.ts'
import { suggest } from './suggestion.ts'
import { withUnsyncedRoutes } from './unsynced-routes.ts'
import {
  describeValue,
  isMap,
  type Value,
  type ValueMap,
  valueAt,
  withoutValueAt,
  withValueAt,
} from './value.ts'
import { waysBack } from './way-back.ts'

type Read<Word extends ActionWord> = z.output<(typeof actions)[Word]>
/** An entry as it was read: its word, its place, and the rest of it. */
type ReadEntry = {
  [Word in ActionWord]: { readonly word: Word; readonly read: Read<Word>; readonly index: number }
}[ActionWord]

export interface ReadTimeline {
  readonly timeline: readonly TimelineEntry[]
  readonly reports: readonly Report[]
  readonly notices: readonly Notice[]
}

export function readTimeline(
  configuration: Configuration,
  head: Head,
  reader: SectionReader,
  places: Places,
  source: SourceText,
): ReadTimeline {
  return new TimelineReader(configuration, head, reader, places, source).read()
}

class TimelineReader {
  readonly #head: Head
  readonly #reader: SectionReader
  readonly #places: Places
  readonly #source: SourceText
  readonly #reports: Report[] = []
  readonly #notices: Notice[] = []
  readonly #patches: Patch[] = []
  readonly #first: Configuration
  /** The configuration at the time of the entry that is being read. */
  #present: Configuration
  /** The declared number of instances and the last strategy of each application at that time. */
  readonly #instances = new Map<string, number>()
  readonly #strategies = new Map<string, Strategy>()
  readonly #created = new Set<string>()

  constructor(
    configuration: Configuration,
    head: Head,
    reader: SectionReader,
    places: Places,
    source: SourceText,
  ) {
    this.#first = configuration
    this.#present = configuration
    this.#head = head
    this.#reader = reader
    this.#places = places
    this.#source = source
  }

  read(): ReadTimeline {
    const raw = this.#first.root['timeline']
    const timeline: TimelineEntry[] = []
    if (raw !== undefined && !Array.isArray(raw))
      this.#reports.push({
        code: 'SCENARIO_SCHEMA',
        message: `expected a list of entries, got ${describeValue(raw)}`,
        path: ['timeline'],
      })
    const entries = (Array.isArray(raw) ? raw : []).flatMap(
      (entry, index) => this.#readEntry(entry, index) ?? [],
    )
    // Stable: entries of one instant keep the order of the file.
    for (const entry of entries.sort((a, b) => a.read.at - b.read.at)) {
      const path = ['timeline', entry.index]
      const action = this.#act(entry, path)
      if (action === undefined) continue
      const origin = { path: formatPath(path), ...this.#source.position(this.#places.key(path)[0]) }
      timeline.push({ atUs: entry.read.at, text: tell(entry), action, origin })
    }
    return { timeline, reports: this.#reports, notices: this.#notices }
  }

  #readEntry(entry: Value, index: number): ReadEntry | undefined {
    const path = ['timeline', index]
    if (!isMap(entry)) {
      this.#reports.push({
        code: 'SCENARIO_SCHEMA',
        message: `expected an entry such as { at: 1m, restart: shop }, got ${describeValue(entry)}`,
        path,
      })
      return undefined
    }
    const word = wordOf(entry, Object.keys(actions), LATER_ACTIONS, ['at'], path, this.#reports) as
      | ActionWord
      | undefined
    if (word === undefined) return undefined
    const result = readWith<z.ZodType>(actions[word], entry, path, this.#places)
    this.#reports.push(...result.reports)
    const read = result.value as Read<ActionWord> | undefined
    if (read === undefined) return undefined
    if (read.at > this.#head.durationUs)
      this.#reports.push({
        code: 'TIME_OUTSIDE_RUN',
        message: `the run ends at ${formatDuration(this.#head.durationUs)}`,
        hint: 'raise duration, or act earlier',
        path: [...path, 'at'],
      })
    return { word, read, index } as ReadEntry
  }

  #act(entry: ReadEntry, path: Path): Action | undefined {
    switch (entry.word) {
      case 'create': {
        const app = entry.read.create
        if (this.#created.has(app))
          this.#reports.push({
            code: 'CREATE_DUPLICATE',
            message: `${app} is created already`,
            path: [...path, 'create'],
          })
        this.#created.add(app)
        return { kind: 'create', app }
      }
      case 'deploy': {
        const { deploy: app, version } = entry.read
        return { kind: 'deploy', app, version, ...this.#strategy(app, entry.read.strategy, path) }
      }
      case 'rollback': {
        const { rollback: app, version } = entry.read
        const strategy = this.#strategy(app, entry.read.strategy, path)
        return { kind: 'rollback', app, ...(version === undefined ? {} : { version }), ...strategy }
      }
      case 'scale': {
        const { scale: app, instances } = entry.read
        this.#instances.set(app, instances)
        return { kind: 'scale', app, instances }
      }
      case 'restart':
        return { kind: 'restart', app: entry.read.restart }
      case 'stop':
        return { kind: 'stop', app: entry.read.stop }
      case 'start':
        return { kind: 'start', app: entry.read.start }
      case 'crash': {
        const { crash: app, mode, count } = entry.read
        return { kind: 'crash', app, mode, count }
      }
      case 'confirm': {
        const app = entry.read.confirm
        this.#noticeIdleConfirm(app, path)
        return { kind: 'confirm', app }
      }
      case 'abort':
        return { kind: 'abort', app: entry.read.abort, rollback: entry.read.rollback }
      case 'zoneOutage':
        return this.#zoneOutage(entry.read, path)
      case 'set':
        return this.#set(entry.read, path)
      case 'unset':
        return this.#unset(entry.read, path)
    }
  }

  #strategy(app: string, read: Read<'deploy'>['strategy'], path: Path): { strategy?: Strategy } {
    const known = this.#present.topology.apps.get(app)
    if (read === undefined) {
      if (known !== undefined) this.#strategies.set(app, known.deploy.strategy)
      return {}
    }
    if (known?.eas !== undefined) {
      this.#reports.push({
        code: 'KEYS_EXCLUSIVE',
        message: `strategy belongs to applications of SAE, and ${app} is an inference service of EAS`,
        hint: 'EAS replaces instances one after the other: deploy.maxSurge and deploy.maxUnavailable of the service say how many at a time',
        path: [...path, 'strategy'],
      })
      return {}
    }
    const strategy = strategyOf(read)
    this.#strategies.set(app, strategy)
    if (known !== undefined) {
      const instances = this.#instances.get(app) ?? known.instances
      for (const violation of checkStrategy(strategy, instances, [...path, 'strategy']))
        this.#reports.push(reported(violation))
    }
    return { strategy }
  }

  #noticeIdleConfirm(app: string, path: Path): void {
    const strategy = this.#strategies.get(app) ?? this.#present.topology.apps.get(app)?.deploy.strategy
    if (strategy === undefined) return
    if (strategy.release === 'manual' && (strategy.batches > 1 || strategy.gray !== undefined)) return
    this.#notices.push({
      code: 'CONFIRM_NEVER_WAITS',
      message: `the release of ${app} never waits for a confirmation: its strategy is not manual, or has one batch`,
      ...this.#source.position(this.#places.key(path)[0]),
    })
  }

  #noticeUnsynced(listener: string, path: Path): void {
    this.#notices.push({
      code: 'SAE_RULES_NOT_SYNCED',
      message: `listener ${listener} has an access list, so SAE does not write the rules of its gateway route any more: those of before stay`,
      ...this.#source.position(this.#places.key(path)[0]),
    })
  }

  #zoneOutage(read: Read<'zoneOutage'>, path: Path): Action {
    const zones = [...new Set([...this.#present.topology.vswitches.values()].map(({ zone }) => zone))]
    if (!zones.includes(read.zoneOutage))
      this.#reports.push({
        code: 'REFERENCE_UNDEFINED',
        message: `no vSwitch lies in zone ${read.zoneOutage}`,
        hint: suggest(read.zoneOutage, zones),
        path: [...path, 'zoneOutage'],
      })
    const forUs = read.for ?? Math.max(0, this.#head.durationUs - read.at)
    return { kind: 'zoneOutage', zone: read.zoneOutage, forUs }
  }

  #set(read: Read<'set'>, path: Path): Action | undefined {
    const to = (this.#first.root['timeline'] as Value[])[path[1] as number] as ValueMap
    if (!Object.hasOwn(to, 'to')) {
      this.#reports.push({ ...missingKey('to', path), hint: 'to: what stands there from now on' })
      return undefined
    }
    return this.#configure(read.set, 'set', path, (root, at) => withValueAt(root, at, to['to']!))
  }

  #unset({ unset: text }: Read<'unset'>, path: Path): Action | undefined {
    const target = readSetPath(text, this.#present.root)
    if (target.ok && valueAt(this.#present.root, target.path) === undefined) {
      this.#reports.push({
        code: 'SET_PATH',
        message: `${formatPath(target.path)} does not exist`,
        hint: 'only what stands in the file can go',
        path: [...path, 'unset'],
      })
      return undefined
    }
    return this.#configure(text, 'unset', path, withoutValueAt)
  }

  /** `change` makes another description, which is read with all rules. */
  #configure(
    text: string,
    word: 'set' | 'unset',
    path: Path,
    change: (root: Value, at: Path) => Value,
  ): Action | undefined {
    const target = readSetPath(text, this.#present.root)
    if (!target.ok) {
      this.#reports.push({
        code: 'SET_PATH',
        message: target.message,
        hint: target.hint,
        path: [...path, word],
      })
      return undefined
    }
    const resources = sizeOf(this.#present.topology)
    if (this.#patches.length >= MAX_SETS || resources * this.#patches.length > MAX_SET_WORK) {
      this.#reports.push({
        code: 'LIMIT_ENTRIES',
        message: `more set entries than ${MAX_SETS}, or too many for ${resources} resources`,
        path,
      })
      return undefined
    }
    this.#patches.push({ at: target.path, by: [...path, word === 'set' ? 'to' : word] })
    const places = new PatchedPlaces(this.#places, [...this.#patches])
    const root = change(this.#present.root, target.path) as ValueMap
    const changed = readConfiguration(root, this.#head, this.#reader, places, this.#source)
    this.#reports.push(...newReports(this.#present.reports, changed.reports, target.path, places, path))
    const before = this.#present.topology
    this.#reports.push(...waysBack(before, changed.topology, path))
    const switches = [...checkClbSwitches(before, changed.topology)].map(reported)
    this.#reports.push(...newReports([], switches, target.path, places, path))
    const shared = shareUnchanged(before, changed.topology, target.path)
    const { topology, listeners } = withUnsyncedRoutes(before, shared)
    for (const listener of listeners) this.#noticeUnsynced(listener, path)
    this.#present = { ...changed, topology }
    return { kind: 'configure', path: text, topology: this.#present.topology }
  }
}

function sizeOf({ region: _, assumptions: __, ...sections }: Topology): number {
  return Object.values(sections).reduce((sum, section) => sum + section.size, 0)
}

function tell(entry: ReadEntry): string {
  switch (entry.word) {
    case 'create':
      return `create ${entry.read.create}`
    case 'deploy':
      return `deploy ${entry.read.deploy} ${entry.read.version}`
    case 'rollback':
      return `rollback ${entry.read.rollback}${entry.read.version === undefined ? '' : ` ${entry.read.version}`}`
    case 'scale':
      return `scale ${entry.read.scale} ${entry.read.instances}`
    case 'restart':
      return `restart ${entry.read.restart}`
    case 'stop':
      return `stop ${entry.read.stop}`
    case 'start':
      return `start ${entry.read.start}`
    case 'crash': {
      const { crash, count, mode } = entry.read
      return `crash ${crash}${count === 1 ? '' : ` ${count}`}${mode === 'instance' ? '' : ` ${mode}`}`
    }
    case 'confirm':
      return `confirm ${entry.read.confirm}`
    case 'abort':
      return `abort ${entry.read.abort}${entry.read.rollback ? ' rollback' : ''}`
    case 'zoneOutage':
      return `zoneOutage ${entry.read.zoneOutage}${entry.read.for === undefined ? '' : ` for ${formatDuration(entry.read.for)}`}`
    case 'set':
      return `set ${entry.read.set}`
    case 'unset':
      return `unset ${entry.read.unset}`
  }
}
