/** Defaults that the documents leave open, as far as the file relied on them: facts/deployment, rows marked U. */

import type { App } from '../cloud/app.ts'
import { fixed } from '../cloud/duration-range.ts'
import type { Topology } from '../cloud/topology.ts'
import { formatDurationRange } from './duration.ts'
import type { Assumption } from './scenario.ts'
import { type Value, type ValueMap, valueAt } from './value.ts'

const TIMES = ['schedule', 'pull', 'eipBind', 'eipRelease', 'start', 'stop'] as const

/** One assumption for each value; applications that share it stand together. */
export function findAssumptions(topology: Topology, root: ValueMap): Assumption[] {
  const found = new Map<string, { apps: string[]; assumption: (apps: string) => Assumption }>()
  for (const app of topology.apps.values())
    for (const [key, assumption] of assumptionsOf(app, root)) {
      const entry = found.get(key) ?? { apps: [], assumption }
      entry.apps.push(app.name)
      found.set(key, entry)
    }
  const ofApps = [...found.values()].map(({ apps, assumption }) =>
    assumption(apps.length === 1 ? apps[0]! : `{${apps.join(',')}}`),
  )
  return [...ofApps, ...ofVpcs(topology), ...ofNatGateways(topology), ...ofDatabases(root)]
}

type Entry = [key: string, assumption: (apps: string) => Assumption]

function* assumptionsOf(app: App, root: ValueMap): Generator<Entry> {
  const isSet = (...path: string[]) =>
    (valueAt(root, ['apps', app.name, ...path]) as Value | undefined) !== undefined
  const withEip = app.eipPool !== undefined
  for (const time of TIMES) {
    if ((time === 'eipBind' || time === 'eipRelease') && !withEip) continue
    if (isSet('lifecycle', time)) continue
    const text = `${time} = ${formatDurationRange(app.lifecycle[time])}`
    yield [
      text,
      (apps) => ({
        code: 'ASSUMED_TIMING',
        text: `apps.${apps}.lifecycle.${text}`,
        source: 'facts/deployment A.13',
      }),
    ]
  }
  if (app.probes.readiness === 'sound')
    yield [
      'readiness',
      (apps) => ({
        code: 'ASSUMED_TIMING',
        text: `apps.${apps}.probes.readiness passes as soon as the application answers`,
        source: 'facts/deployment A.8',
      }),
    ]
  if (!isSet('deploy', 'maxSurge'))
    yield [
      'maxSurge',
      (apps) => ({
        code: 'ASSUMED_PRECEDENCE',
        text: `apps.${apps}.deploy.maxSurge = 30 %, rounded up`,
        source: 'facts/deployment A.2',
      }),
    ]
  if (app.vswitches.length > 1)
    yield [
      'vswitch',
      (apps) => ({
        code: 'ASSUMED_ORDER',
        text: `apps.${apps}: a new instance goes to the vSwitch with most free addresses`,
        source: 'facts/deployment A.7',
      }),
    ]
  if (!withEip) return
  if (!isSet('deploy', 'eipShortage'))
    yield [
      'eipShortage',
      (apps) => ({
        code: 'ASSUMED_ORDER',
        text: `apps.${apps}.deploy.eipShortage = wait`,
        source: 'facts/deployment A.6',
      }),
    ]
  if (!isSet('deploy', 'retry') && app.deploy.eipShortage === 'wait')
    yield [
      'retry',
      (apps) => ({
        code: 'ASSUMED_TIMING',
        text: `apps.${apps}.deploy.retry = ${formatDurationRange(fixed(app.deploy.retryUs))}`,
        source: 'facts/deployment A.6',
      }),
    ]
  yield [
    'eip order',
    (apps) => ({
      code: 'ASSUMED_ORDER',
      text: `apps.${apps}.eips: the first free address of the pool is taken`,
      source: 'facts/deployment A.6',
    }),
  ]
}

/** Open points of facts/vpc section 15, as far as a VPC comes near them. */
function* ofVpcs(topology: Topology): Generator<Assumption> {
  for (const vpc of topology.vpcs.values()) {
    if (vpc.networkAcls.length > 0) {
      const acls = `vpcs.${vpc.name}.networkAcls`
      yield {
        code: 'ASSUMED_PRECEDENCE',
        text: `${acls}: what no entry matches is dropped, and traffic within one vSwitch is not filtered`,
        source: 'facts/vpc R6.7, R6.9',
      }
      yield {
        code: 'ASSUMED_ORDER',
        text: `${acls}: callers use source port 49152, so replies go there`,
        source: 'facts/vpc R6.2, R10.3',
      }
    }
    if (vpc.ipv4Gateway === undefined) continue
    yield {
      code: 'ASSUMED_PRECEDENCE',
      text: `vpcs.${vpc.name}.ipv4Gateway: an EIP without a route to it does not fall back to SNAT`,
      source: 'facts/vpc R2.21, section 15',
    }
    const gateways = [...topology.natGateways.values()].filter(({ vpc: of }) => of === vpc.name)
    if (gateways.length > 0)
      yield {
        code: 'ASSUMED_PRECEDENCE',
        text: `vpcs.${vpc.name}.ipv4Gateway: a NAT gateway needs a route to it in the table of its own vSwitch`,
        source: 'facts/vpc R2.25',
      }
  }
}

function* ofNatGateways(topology: Topology): Generator<Assumption> {
  const hashed = [...topology.natGateways.values()]
    .filter(({ snat }) => snat.some(({ eips }) => eips.length > 1))
    .map(({ name }) => name)
  if (hashed.length === 0) return
  const names = hashed.length === 1 ? hashed[0] : `{${hashed.join(',')}}`
  yield {
    code: 'ASSUMED_ORDER',
    text: `natGateways.${names}.snat: which of several EIPs a connection takes is a seeded hash`,
    source: 'facts/vpc R4.17',
  }
}

/** How long a changed whitelist takes is not confirmed, so a `set` takes effect at once. */
function* ofDatabases(root: ValueMap): Generator<Assumption> {
  const timeline = root['timeline']
  const paths = Array.isArray(timeline) ? timeline.map((entry) => valueAt(entry, ['set'])) : []
  const names = new Set(
    paths.flatMap((path) =>
      typeof path === 'string' ? (/^databases\.([\w-]+)\./.exec(path)?.[1] ?? []) : [],
    ),
  )
  if (names.size === 0) return
  const text = names.size === 1 ? [...names][0] : `{${[...names].join(',')}}`
  yield {
    code: 'ASSUMED_TIMING',
    text: `databases.${text}.whitelist: a change takes effect at once`,
    source: 'facts/vpc R9.8',
  }
}
