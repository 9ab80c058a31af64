/** An inference service of EAS as it was read: facts/deployment B.4, B.6. What it shares with an application of SAE is built in `build-app.ts`. */
import type { App } from '../cloud/app.ts'
import { EAS_SECURITY_GROUP, EAS_VPC, isOfEas } from '../cloud/eas-network.ts'
import type { AutoscalingMetric, EasService } from '../cloud/eas-service.ts'
import type { EasUpdate, InstanceShare } from '../cloud/eas-update.ts'
import type { VSwitch } from '../cloud/vpc.ts'
import type { ReadApp } from './schema/app.ts'

/** Facts/deployment B.4. */
const DEFAULT_WORKERS = 5
const DEFAULT_QUEUE = 64
const DEFAULT_KEEPALIVE_US = 5_000_000
/** Assumed: a file that builds an image says another one. */
const DEFAULT_PORT = 8_000

type Place = Pick<App, 'vpc' | 'vswitches' | 'securityGroups'>

/** Where its instances are: in the user's vSwitches, or in the network of EAS. Undefined where a vSwitch leads nowhere. */
export function placeOfService(
  { vswitches: names, securityGroup }: ReadApp,
  vswitches: ReadonlyMap<string, VSwitch>,
): Place | undefined {
  if (names === undefined)
    return {
      vpc: EAS_VPC,
      vswitches: [...vswitches.keys()].filter(isOfEas),
      securityGroups: [EAS_SECURITY_GROUP],
    }
  const vpc = vswitches.get(names[0]!)?.vpc
  if (vpc === undefined || securityGroup === undefined) return undefined
  return { vpc, vswitches: names, securityGroups: [securityGroup] }
}

type Parts = Pick<App, 'port'> & Required<Pick<App, 'concurrency' | 'backlog' | 'eas'>>

/** `usualGateway` is the one for services that name none. */
export function buildEasService(name: string, read: ReadApp, usualGateway: string | undefined): Parts {
  const gateway = read.gateway ?? usualGateway
  const { autoscaling } = read
  const update = updateOf(read.deploy)
  const eas: EasService = {
    ...(gateway !== undefined && { gateway }),
    token: read.token ?? `token-of-${name}`,
    ...(read.rateLimit !== undefined && { rateLimitPerSecond: read.rateLimit }),
    keepaliveUs: read.keepalive ?? DEFAULT_KEEPALIVE_US,
    resourceGroup: read.resourceGroup ?? 'public',
    ...(read.elasticPool === true && { hasElasticPool: true }),
    ...(read.methods !== undefined && { methods: read.methods }),
    isInVpc: read.vswitches !== undefined,
    ...(autoscaling !== undefined && {
      autoscaling: {
        min: autoscaling.min,
        max: autoscaling.max,
        metrics: metricsOf(autoscaling.metrics),
        upWindowUs: autoscaling.upWindow,
        downWindowUs: autoscaling.downWindow,
        toZeroWindowUs: autoscaling.toZeroWindow,
      },
    }),
    ...(Object.keys(update).length > 0 && { update }),
  }
  return {
    port: read.port ?? DEFAULT_PORT,
    concurrency: read.workers ?? DEFAULT_WORKERS,
    backlog: read.queue ?? DEFAULT_QUEUE,
    eas,
  }
}

function updateOf({ maxSurge, maxUnavailable, sigterm }: ReadApp['deploy']): Partial<EasUpdate> {
  return {
    ...(maxSurge !== -1 && { maxSurge: shareOf(maxSurge) }),
    ...(maxUnavailable !== undefined && { maxUnavailable: shareOf(maxUnavailable) }),
    ...(sigterm !== undefined && { sendsSigterm: sigterm }),
  }
}

function shareOf(read: number | string): InstanceShare {
  return typeof read === 'number'
    ? { kind: 'count', count: read }
    : { kind: 'percent', percent: Number(read.slice(0, -1)) }
}

function metricsOf(read: NonNullable<ReadApp['autoscaling']>['metrics']): AutoscalingMetric[] {
  return (['qps', 'cpu', 'backlog'] as const).flatMap((kind) => {
    const threshold = read[kind]
    return threshold === undefined ? [] : [{ kind, threshold }]
  })
}
