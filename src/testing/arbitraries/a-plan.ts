/** Plans in code for tests: one VPC, two vSwitches, applications with sound defaults, and whatever the test is about. */

import type { App, DeployPolicy, Lifecycle, Probes, VersionBehaviour } from '../../cloud/app.ts'
import { fixed, HOUR_US, MINUTE_US, SECOND_US } from '../../cloud/duration-range.ts'
import type { EasService } from '../../cloud/eas-service.ts'
import type { InternetHost } from '../../cloud/internet-host.ts'
import { unwritten } from '../../cloud/origin.ts'
import type { Topology } from '../../cloud/topology.ts'
import type { Flow } from '../../datapath/flow.ts'
import { prefixOf } from '../../net/cidr.ts'
import { ipv4 } from '../../net/ipv4.ts'
import { ANY_PORT } from '../../net/port-range.ts'
import { ALL_PROTOCOLS, TCP } from '../../net/protocol.ts'
import type { Action, Plan } from '../../simulation/plan.ts'
import { NOTHING_RENTED } from './nothing-rented.ts'

export const SINGLE_BATCH: DeployPolicy['strategy'] = { batches: 1, release: 'auto', batchWaitUs: 0 }

export const LIFECYCLE: Lifecycle = {
  schedule: fixed(4 * SECOND_US),
  pull: fixed(10 * SECOND_US),
  eipBind: fixed(3 * SECOND_US),
  eipRelease: fixed(3 * SECOND_US),
  start: fixed(20 * SECOND_US),
  preStop: fixed(0),
  stop: fixed(5 * SECOND_US),
  graceUs: 30 * SECOND_US,
}

export const POLICY: DeployPolicy = {
  strategy: SINGLE_BATCH,
  minReady: -1,
  minReadyPercent: -1,
  maxSurge: -1,
  maxSurgePercent: -1,
  instanceWaitUs: 0,
  batchTimeoutUs: 30 * MINUTE_US,
  eipGate: 'bound',
  eipShortage: 'wait',
  retryUs: 10 * SECOND_US,
  readinessFailure: 'fail',
  readinessGate: false,
}

export const EAS: EasService = {
  token: 'secret',
  keepaliveUs: 5 * SECOND_US,
  resourceGroup: 'public',
  isInVpc: true,
}

export interface AppDraft {
  readonly name?: string
  readonly instances?: number
  /** Name of its pool; null: no EIP per instance. */
  readonly pool?: string | null
  readonly vswitches?: readonly string[]
  readonly lifecycle?: Partial<Lifecycle>
  readonly probes?: Probes
  readonly deploy?: Partial<DeployPolicy>
  /** It is a service of EAS, without EIPs. */
  readonly eas?: Partial<EasService>
  readonly concurrency?: number
  readonly backlog?: number
  readonly versions?: Readonly<Record<string, Omit<VersionBehaviour, 'origin'>>>
}

export interface PlanDraft {
  readonly apps?: readonly AppDraft[]
  /** Sizes of the pools by name; the one pool of the simple case is named `pool`. */
  readonly pools?: Readonly<Record<string, number>>
  /** Prefix length of the vSwitches `v-h` and `v-i`. */
  readonly vswitchPrefix?: number
  readonly timeline?: readonly (Action & { readonly atUs?: number })[]
  readonly durationUs?: number
  readonly seed?: number
  readonly hosts?: readonly InternetHost[]
  readonly flows?: readonly Flow[]
}

export function anApp(draft: AppDraft = {}): App {
  const { name = 'shop', eas, pool = eas === undefined ? 'pool' : null, concurrency, backlog } = draft
  return {
    name,
    vpc: 'vpc',
    vswitches: draft.vswitches ?? ['v-h', 'v-i'],
    securityGroups: ['web'],
    instances: draft.instances ?? 3,
    port: 8080,
    version: 'v1',
    lifecycle: { ...LIFECYCLE, ...draft.lifecycle },
    probes: draft.probes ?? { readiness: 'sound' },
    deploy: { ...POLICY, ...draft.deploy },
    versions: new Map(
      Object.entries(draft.versions ?? {}).map(([version, behaviour]) => [
        version,
        { ...behaviour, origin: unwritten(`apps.${name}.versions.${version}`) },
      ]),
    ),
    origin: unwritten(`apps.${name}`),
    ...(pool !== null && { eipPool: pool }),
    ...(concurrency !== undefined && { concurrency }),
    ...(backlog !== undefined && { backlog }),
    ...(eas !== undefined && { eas: { ...EAS, ...eas } }),
  }
}

export function aTopology({
  apps = [{}],
  pools = { pool: 4 },
  vswitchPrefix = 24,
  hosts = [],
}: PlanDraft = {}): Topology {
  const named = <T extends { readonly name: string }>(things: readonly T[]) =>
    new Map(things.map((thing) => [thing.name, thing]))
  let nextEip = ipv4(203, 0, 113, 10)
  return {
    ...NOTHING_RENTED,
    vpcs: named([
      {
        name: 'vpc',
        cidr: prefixOf(ipv4(172, 16, 0, 0), 16),
        secondaryCidrs: [],
        userCidrs: [],
        networkAcls: [],
        routeTables: [],
        origin: unwritten('vpcs.vpc'),
      },
    ]),
    vswitches: named(
      ['h', 'i'].map((zone, index) => ({
        name: `v-${zone}`,
        vpc: 'vpc',
        zone: `cn-hangzhou-${zone}`,
        cidr: prefixOf(ipv4(172, 16, index * 64, 0), vswitchPrefix),
        origin: unwritten(`vpcs.vpc.vswitches.v-${zone}`),
      })),
    ),
    securityGroups: named([
      {
        name: 'web',
        vpc: 'vpc',
        type: 'basic' as const,
        innerAccess: 'accept' as const,
        ingress: [
          {
            policy: 'accept' as const,
            protocol: ALL_PROTOCOLS,
            ports: ANY_PORT,
            peer: { kind: 'cidr' as const, cidr: prefixOf(0, 0) },
            priority: 1,
            origin: unwritten('securityGroups.web.ingress[0]'),
          },
        ],
        egress: [],
        origin: unwritten('securityGroups.web'),
      },
    ]),
    eipPools: named(
      Object.entries(pools).map(([name, size]) => ({
        name,
        addresses: Array.from({ length: size }, () => nextEip++),
        origin: unwritten(`eipPools.${name}`),
      })),
    ),
    internet: named([
      { name: 'shoppers', address: ipv4(198, 51, 100, 7), origin: unwritten('internet.shoppers') },
      { name: 'partner', address: ipv4(192, 0, 2, 80), port: 443, origin: unwritten('internet.partner') },
      ...hosts,
    ]),
    apps: named(apps.map(anApp)),
  }
}

/** Shoppers call every application, and every application calls the partner. */
function flowsOf(topology: Topology): Flow[] {
  return [...topology.apps.values()].flatMap(({ name, port }) => [
    {
      name: `to-${name}`,
      from: { kind: 'internet' as const, name: 'shoppers' },
      to: { kind: 'app' as const, name },
      protocol: TCP,
      port,
      origin: unwritten(`flows.to-${name}`),
    },
    {
      name: `from-${name}`,
      from: { kind: 'app' as const, name },
      to: { kind: 'internet' as const, name: 'partner' },
      protocol: TCP,
      port: 443,
      origin: unwritten(`flows.from-${name}`),
    },
  ])
}

export function aPlan(draft: PlanDraft = {}): Plan {
  const topology = aTopology(draft)
  return {
    name: 'a plan',
    durationUs: draft.durationUs ?? HOUR_US,
    seed: draft.seed ?? 1,
    topology,
    flows: draft.flows ?? flowsOf(topology),
    timeline: (draft.timeline ?? [{ kind: 'deploy', app: 'shop', version: 'v2' }]).map((action, index) => ({
      atUs: action.atUs ?? MINUTE_US,
      text: action.kind,
      action,
      origin: unwritten(`timeline[${index}]`),
    })),
  }
}
