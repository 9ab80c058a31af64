/** Hand-made records of a fully managed gateway: one entry for each minute, what is not said is calm. */
import { defaultAlerts } from '../../src/cloud/alert-defaults.ts'
import type { AlertRule } from '../../src/cloud/alert-rule.ts'
import type { Certificate } from '../../src/cloud/certificate.ts'
import { MINUTE_US } from '../../src/cloud/duration-range.ts'
import type { Gateway, GatewayDomain } from '../../src/cloud/gateway.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import { CidrSet } from '../../src/net/cidr-set.ts'
import { ipv4 } from '../../src/net/ipv4.ts'
import type { AlertSummary } from '../../src/trace/alert-summary.ts'
import { foldAlerts } from '../../src/trace/alerts.ts'
import type { GatewayMinute, GatewayRecord } from '../../src/trace/gateway-record.ts'
import type { SettingGateways } from '../../src/trace/setting.ts'

export const origin = unwritten('gateways.front')

export const aRule = (more: Partial<AlertRule> = {}): AlertRule => ({
  name: 'cpu',
  metric: 'cpu',
  comparison: 'above',
  threshold: 85,
  forUs: 5 * MINUTE_US,
  origin,
  ...more,
})

/** The recommended rule of that name. */
export const theDefault = (name: string): AlertRule =>
  defaultAlerts(origin).find((rule) => rule.name === name)!

export type Minute = Partial<Omit<GatewayMinute, 'fromUs' | 'untilUs' | 'byClass'>> & {
  /** Answers by hundreds of their status: `{ 2: 99, 5: 1 }`. */
  readonly by?: Readonly<Record<number, number>>
  /** Microseconds, where it is no whole minute. */
  readonly lengthUs?: number
}

export function aRecord(minutes: readonly Minute[], gateway = 'front'): GatewayRecord {
  return {
    gateway,
    minutes: minutes.map(({ by = {}, lengthUs = MINUTE_US, statuses, ...more }, at) => ({
      fromUs: at * MINUTE_US,
      untilUs: at * MINUTE_US + lengthUs,
      byClass: [0, 1, 2, 3, 4, 5].map((hundreds) => by[hundreds] ?? 0),
      statuses:
        statuses ??
        Object.entries(by).map(([hundreds, count]) => ({ status: 100 * Number(hundreds), count })),
      rateLimited: 0,
      responseTimeUs: 0,
      newConnections: 0,
      peakConnections: 0,
      refusedConnections: 0,
      cpuPercent: 10,
      memoryPercent: 10,
      nodes: 2,
      ...more,
    })),
  }
}

export function aGateway(
  alerts: readonly AlertRule[] | undefined,
  domains: readonly GatewayDomain[] = [],
  name = 'front',
): Gateway {
  const whitelist = { set: CidrSet.of([]), texts: [], origin }
  return {
    kind: 'managed',
    name,
    isDefault: false,
    spec: '2c4g',
    nodes: 2,
    internet: { isOn: true, whitelist, publicAddress: ipv4(203, 0, 113, 200) },
    links: [],
    domains,
    logs: false,
    metrics: true,
    ...(alerts !== undefined && { alerts }),
    origin,
  }
}

/** What a topology has of gateways; a certificate of each end in microseconds, shown for a domain of its own. */
export function gatewaysWith(
  alerts: readonly AlertRule[] | undefined,
  ends: readonly (number | undefined)[] = [],
): Required<SettingGateways> {
  const certificates = ends.map(
    (expiresAtUs, at): Certificate => ({
      name: `c${at}`,
      domains: [`c${at}.example.com`],
      algorithm: 'rsa',
      ...(expiresAtUs !== undefined && { expiresAtUs }),
      origin,
    }),
  )
  const domains = certificates.map(
    ({ name }): GatewayDomain => ({
      domain: `${name}.example.com`,
      side: 'internet',
      certificate: name,
      origin,
    }),
  )
  return {
    gateways: new Map([['front', aGateway(alerts, domains)]]),
    certificates: new Map(certificates.map((each) => [each.name, each])),
  }
}

/** The alerts of a run in which nothing is configured anew, unless `changes` says so: what holds from when on. */
export function alertsOf(
  minutes: readonly Minute[],
  first: SettingGateways,
  {
    endUs = minutes.length * MINUTE_US,
    changes = [],
  }: { endUs?: number; changes?: readonly (readonly [atUs: number, topology: SettingGateways])[] } = {},
): readonly AlertSummary[] {
  const timeline = changes.map(([atUs, topology]) => ({ atUs, action: { kind: 'configure', topology } }))
  const setting = {
    topology: { ...first, apps: new Map(), eipPools: new Map() },
    flows: [],
    timeline,
  }
  return foldAlerts([aRecord(minutes)], setting, endUs).alerts ?? []
}

/** `0m noData`, `1m pending`, `5m firing`: when an alert changed its state, and to which. */
export function courseOf({ spans }: AlertSummary): string[] {
  return spans.map(({ fromUs, state }) => `${fromUs / MINUTE_US}m ${state}`)
}
