/** What a file can do without, and what there can be fewer of: entries, resources, instances with their addresses, batches. */
import type { Flaw } from '../checking/flaw.ts'
import { formatIpv4, type Ipv4 } from '../net/ipv4.ts'
import type { Rewriting } from '../scenario/rewritten.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { entriesOf, itemsOf, valueAt, within } from '../scenario/value.ts'
import { type Draft, ownEntries, type Reduction, stepsDown } from './reduction.ts'

/** What an entry of the timeline is not needed for. */
export function* fewerEntries({ root, faults }: Draft): Generator<Reduction> {
  const own = ownEntries({ root, faults })
  for (let index = own - 1; index >= 0; index--)
    yield {
      what: `without timeline[${index}]`,
      changes: [{ path: ['timeline', index], value: undefined }],
    }
}

/** Whole sections, then their members: flows and hosts first, since others are there for them. */
export function* fewerMembers({ root }: Draft): Generator<Reduction> {
  const sections = entriesOf(root).filter(([section]) => !HEAD.has(section))
  for (const [section] of sections)
    yield { what: `without ${section}`, changes: [{ path: [section], value: undefined }] }
  for (const [section, members] of sections)
    if (entriesOf(members).length > 1)
      for (const [name] of entriesOf(members))
        yield { what: `without ${section}.${name}`, changes: [{ path: [section, name], value: undefined }] }
}

const HEAD: ReadonlySet<string> = new Set([
  'simulate',
  'name',
  'description',
  'duration',
  'seed',
  'region',
  'quotas',
  'assume',
  'features',
  'draws',
  'failures',
  'timeline',
  'expect',
])

/** Fewer instances with as many addresses fewer in their pool, so that as many are spare; then fewer that are spare, but one. */
export function* smallerFleets({ root, scenario }: Draft, flaw: Flaw): Generator<Reduction> {
  const { topology } = scenario
  const kept = keptBy(flaw, scenario)
  for (const { name, instances, eipPool } of topology.apps.values()) {
    if (kept.app === name || typeof valueAt(root, ['apps', name, 'instances']) !== 'number') continue
    for (const fewer of stepsDown(instances, 1)) {
      const pool = eipPool === undefined ? undefined : topology.eipPools.get(eipPool)
      const left = (pool?.addresses.length ?? 0) - (instances - fewer)
      if (pool !== undefined && (kept.pool === pool.name || left < 1)) continue
      yield {
        what: `${fewer} ${fewer === 1 ? 'instance' : 'instances'} of ${name}, not ${instances}`,
        changes: [
          { path: ['apps', name, 'instances'], value: fewer },
          ...(pool === undefined ? [] : [poolOf(pool, left)]),
        ],
      }
    }
  }
  for (const pool of topology.eipPools.values()) {
    if (kept.pool === pool.name) continue
    const users = [...topology.apps.values()].filter(({ eipPool }) => eipPool === pool.name)
    const needed = users.reduce((sum, { instances }) => sum + instances, 0) + 1
    for (const fewer of stepsDown(pool.addresses.length, needed))
      yield {
        what: `${fewer} addresses in pool ${pool.name}, not ${pool.addresses.length}`,
        changes: [poolOf(pool, fewer)],
      }
  }
}

/** A number that the broken expectation speaks of is not made smaller: the smaller one would fail for that alone. */
function keptBy(
  flaw: Flaw,
  { expectations }: Scenario,
): { readonly app?: string | undefined; readonly pool?: string | undefined } {
  const broken = expectations.find(({ text }) => flaw.kind === 'expectation' && text === flaw.text)
  return {
    app: broken?.kind === 'capacity' ? broken.app : undefined,
    pool: broken?.kind === 'pool' ? broken.pool : undefined,
  }
}

function poolOf(
  { name, addresses }: { readonly name: string; readonly addresses: readonly Ipv4[] },
  size: number,
): Rewriting {
  return { path: ['eipPools', name, 'addresses'], value: rangesOf(addresses.slice(0, size)) }
}

/** Addresses in their order, as runs. */
function rangesOf(addresses: readonly Ipv4[]): string[] {
  const ranges: { first: Ipv4; last: Ipv4 }[] = []
  for (const address of addresses) {
    const range = ranges.at(-1)
    if (range !== undefined && address === range.last + 1) range.last = address
    else ranges.push({ first: address, last: address })
  }
  return ranges.map(({ first, last }) =>
    first === last ? formatIpv4(first) : `${formatIpv4(first)}-${formatIpv4(last)}`,
  )
}

/** Releases in fewer batches, without gray and without pauses. */
export function* simplerReleases({ root }: Draft): Generator<Reduction> {
  const strategies = [
    ...entriesOf(within(root, 'apps')).map(([name]) => ['apps', name, 'deploy', 'strategy']),
    ...itemsOf(within(root, 'timeline')).map(([index]) => ['timeline', index, 'strategy']),
  ]
  for (const path of strategies) {
    const strategy = valueAt(root, path)
    if (entriesOf(strategy).length === 0) continue
    for (const key of ['gray', 'batchWait', 'release'])
      if (within(strategy, key) !== undefined)
        yield { what: `no ${key} at ${path[1]}`, changes: [{ path: [...path, key], value: undefined }] }
    const batches = within(strategy, 'batches')
    if (typeof batches === 'number')
      for (const fewer of stepsDown(batches, 1))
        yield {
          what: `${fewer} ${fewer === 1 ? 'batch' : 'batches'}, not ${batches}`,
          changes: [{ path: [...path, 'batches'], value: fewer }],
        }
  }
}
