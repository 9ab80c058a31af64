/**
 * Reads the file part by part: every resource, flow and entry by itself, so that a mistake in one hides nothing in
 * another. What was read before is remembered by identity: after a `set` only the changed parts are read again.
 */
import type * as z from 'zod'
import { type Assumptions, assumptionsWith } from '../cloud/assumptions.ts'
import type { Features } from '../cloud/gateway-rules.ts'
import { type Quotas, quotasWith } from '../cloud/quotas.ts'
import type { Path } from '../cloud/violation.ts'
import type { Places } from './places.ts'
import type { Report } from './problem.ts'
import { assume } from './schema/assume.ts'
import { draws, failures } from './schema/draws.ts'
import { headKeys, LATER_SECTIONS, type ResourceSection, resourceSections } from './schema/file.ts'
import { isDomainName } from './schema/names.ts'
import { flow, quotas } from './schema/network.ts'
import { features } from './schema/service-group.ts'
import { isName, isVersionName } from './schema/words.ts'
import { notModelled, readWith, unknownAmong } from './schema-reports.ts'
import { describeValue, isMap, quote, type Value, type ValueMap } from './value.ts'

/** Resources of a section that could be read, in the order of the file. */
export type Resources = {
  readonly [S in ResourceSection]: ReadonlyMap<string, z.output<(typeof resourceSections)[S]>>
}

export interface Head {
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly durationUs: number
  readonly seed: number
  readonly region: string
  readonly quotas: Quotas
  readonly assumptions: Assumptions
  /** By instance and work, in microseconds. */
  readonly draws: ReadonlyMap<string, readonly number[]>
  /** By instance and work, how many of the first ones. */
  readonly failures: ReadonlyMap<string, number>
  readonly features: Features
}

const SECTIONS = [
  ...Object.keys(headKeys),
  'quotas',
  'draws',
  'failures',
  'assume',
  'features',
  ...Object.keys(resourceSections),
  'flows',
  'timeline',
  'expect',
]

/** The head of the file, with defaults in the place of what could not be read. */
export function readHead(root: ValueMap, places: Places): { head: Head; reports: Report[] } {
  const reports: Report[] = []
  const read = <Key extends keyof typeof headKeys>(
    key: Key,
  ): z.output<(typeof headKeys)[Key]> | undefined => {
    const given = Object.hasOwn(root, key) ? root[key] : undefined
    if (key === 'simulate' && given === undefined) {
      reports.push({
        code: 'MISSING_KEY',
        message: 'the key "simulate" is missing',
        hint: 'begin the file with simulate: 1',
        path: [],
        at: 'key',
      })
      return undefined
    }
    const result = readWith(headKeys[key], given, [key], places)
    reports.push(...result.reports)
    return (result.value ?? (headKeys[key] as z.ZodType).safeParse(undefined).data) as
      | z.output<(typeof headKeys)[Key]>
      | undefined
  }
  for (const key of Object.keys(root)) {
    if (LATER_SECTIONS.includes(key)) reports.push(notModelled(key, [key]))
    else if (!SECTIONS.includes(key)) reports.push(unknownAmong(key, SECTIONS, [key]))
  }
  const raised =
    root['quotas'] === undefined ? undefined : readWith(quotas, root['quotas'], ['quotas'], places)
  reports.push(...(raised?.reports ?? []))
  const drawn = root['draws'] === undefined ? undefined : readWith(draws, root['draws'], ['draws'], places)
  reports.push(...(drawn?.reports ?? []))
  const failed =
    root['failures'] === undefined ? undefined : readWith(failures, root['failures'], ['failures'], places)
  reports.push(...(failed?.reports ?? []))
  const assumed =
    root['assume'] === undefined ? undefined : readWith(assume, root['assume'], ['assume'], places)
  reports.push(...(assumed?.reports ?? []))
  const enabled =
    root['features'] === undefined ? undefined : readWith(features, root['features'], ['features'], places)
  reports.push(...(enabled?.reports ?? []))
  read('simulate')
  const head: Head = {
    name: read('name'),
    description: read('description'),
    durationUs: read('duration')!,
    seed: read('seed')!,
    region: read('region')!,
    quotas: quotasWith(defined(raised?.value ?? {})),
    assumptions: assumptionsWith(assumed?.value),
    draws: new Map(Object.entries(drawn?.value ?? {})),
    failures: new Map(Object.entries(failed?.value ?? {})),
    features: { crossAccountVpc: enabled?.value?.crossAccountVpc ?? false },
  }
  return { head, reports }
}

function defined(overrides: Readonly<Record<string, number | undefined>>): Partial<Quotas> {
  return Object.fromEntries(
    Object.entries(overrides).filter(([, value]) => value !== undefined),
  ) as Partial<Quotas>
}

/** Remembers what each piece of the file was read as. */
export class SectionReader {
  readonly #read = new WeakMap<object, { value?: unknown; reports: readonly Report[] }>()

  /** All resources that could be read. */
  resources(root: ValueMap, places: Places, reports: Report[]): Resources {
    return Object.fromEntries(
      Object.entries(resourceSections).map(([section, schema]) => [
        section,
        this.#section(root, section, schema, places, reports),
      ]),
    ) as unknown as Resources
  }

  flows(root: ValueMap, places: Places, reports: Report[]): ReadonlyMap<string, z.output<typeof flow>> {
    return this.#section(root, 'flows', flow, places, reports)
  }

  #section<Schema extends z.ZodType>(
    root: ValueMap,
    section: string,
    schema: Schema,
    places: Places,
    reports: Report[],
  ): Map<string, z.output<Schema>> {
    const read = new Map<string, z.output<Schema>>()
    const given = root[section]
    if (given === undefined) return read
    if (!isMap(given)) {
      reports.push({
        code: 'SCENARIO_SCHEMA',
        message: `expected a map from names to their definitions, got ${describeValue(given)}`,
        path: [section],
      })
      return read
    }
    for (const name of Object.keys(given)) {
      const path = [section, name]
      const fits = section === 'dns' ? isDomainName(name) : isName(name)
      if (!fits) reports.push(section === 'dns' ? invalidDomain(name, path) : invalidName(name, path))
      reports.push(...namesWithin(section, given[name]!, path))
      const entry = this.#entry(schema, given[name]!, path, places)
      reports.push(...entry.reports)
      if ('value' in entry && fits) read.set(name, entry.value as z.output<Schema>)
    }
    return read
  }

  #entry(
    schema: z.ZodType,
    value: Value,
    path: Path,
    places: Places,
  ): { value?: unknown; reports: readonly Report[] } {
    if (typeof value !== 'object' || value === null) return readWith(schema, value, path, places)
    let known = this.#read.get(value)
    // One map under two names, by an alias: the second reading is under its own path.
    if (known === undefined || known.reports.length > 0) {
      known = readWith(schema, value, path, places)
      this.#read.set(value, known)
    }
    return known
  }
}

/** Maps inside of a resource whose keys are names. */
function namesWithin(section: string, value: Value, path: Path): Report[] {
  if (!isMap(value)) return []
  return (INNER_NAMES[section] ?? []).flatMap(([inner, fits]) => {
    const named = value[inner]
    if (!isMap(named)) return []
    return Object.keys(named)
      .filter((name) => !fits(name))
      .map((name) => (fits === isDomainName ? invalidDomain : invalidName)(name, [...path, inner, name]))
  })
}

const INNER_NAMES: Readonly<
  Record<string, readonly (readonly [inner: string, fits: (name: string) => boolean])[]>
> = {
  vpcs: [
    ['vswitches', isName],
    ['networkAcls', isName],
    ['routeTables', isName],
  ],
  servers: [['enis', isName]],
  cens: [['routeTables', isName]],
  apps: [['versions', isVersionName]],
  gateways: [
    ['vpcs', isName],
    ['alerts', isName],
    ['domains', isDomainName],
  ],
}

function invalidName(name: string, path: Path): Report {
  return {
    code: 'NAME_INVALID',
    message: `${quote(name)} is not a name`,
    hint: 'names begin with a letter or digit and have letters, digits, - and _, at most 63 together',
    path,
    at: 'key',
  }
}

function invalidDomain(name: string, path: Path): Report {
  return {
    code: 'DOMAIN_NAME_INVALID',
    message: `${quote(name)} is not a domain name`,
    hint: 'write it in lower case, with two labels or more and no dot at the end: www.shop.example',
    path,
    at: 'key',
  }
}
