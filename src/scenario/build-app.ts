/** An application as it was read, turned into what SAE runs: facts/deployment A.1 to A.13. */
import type * as z from 'zod'
import type { App, Probe, ProbeWindow, Strategy, VersionBehaviour } from '../cloud/app.ts'
import { SECOND_US } from '../cloud/duration-range.ts'
import type { Path } from '../cloud/violation.ts'
import type { BuildContext } from './build-context.ts'
import type * as schema from './schema/app.ts'

type Read<Schema extends z.ZodType> = z.output<Schema>

/** What is read of SAE and of EAS in different ways. */
export type OwnParts = Pick<
  App,
  'vpc' | 'vswitches' | 'securityGroups' | 'instances' | 'port' | 'concurrency' | 'backlog' | 'eas'
>

/** The application `name` with its own parts, and every default filled in. */
export function buildApp(
  name: string,
  read: Read<typeof schema.app>,
  own: OwnParts,
  context: BuildContext,
): App {
  const path = ['apps', name]
  const { deploy, probes } = read
  const usual = own.eas === undefined ? PROBE_TIMES : EAS_PROBE_TIMES
  const startup = probeOf(probes.startup, usual.startup)
  const readiness = probeOf(probes.readiness, usual.others)
  const liveness = probeOf(probes.liveness, usual.others)
  const [minReady, minReadyPercent] = floorOf(deploy.minReady)
  const [maxSurge, maxSurgePercent] = floorOf(deploy.maxSurge)
  const { grace, ...durations } = read.lifecycle
  return {
    name,
    ...own,
    ...computeOf(read, path, context),
    ...(read.namespace !== undefined && { namespace: read.namespace }),
    ...(read.eips === undefined ? {} : { eipPool: read.eips }),
    version: read.version,
    lifecycle: { ...durations, graceUs: deploy.gracePeriod ?? grace },
    probes: {
      ...(startup === undefined ? {} : { startup }),
      readiness: probes.readiness === undefined ? 'sound' : (readiness ?? 'none'),
      ...(liveness === undefined ? {} : { liveness }),
    },
    deploy: {
      strategy: strategyOf(deploy.strategy),
      minReady,
      minReadyPercent,
      maxSurge,
      maxSurgePercent,
      instanceWaitUs: deploy.instanceWait,
      batchTimeoutUs: deploy.batchTimeout,
      eipGate: deploy.eipGate,
      eipShortage: deploy.eipShortage,
      retryUs: deploy.retry,
      readinessFailure: deploy.readinessFailure,
      readinessGate: deploy.readinessGate,
    },
    versions: new Map(
      Object.entries(read.versions).map(([version, behaviour]) => [
        version,
        buildVersion(behaviour, read, [...path, 'versions', version], context),
      ]),
    ),
    origin: context.origin(path),
  }
}

/** Both or neither: one of them alone has no price. */
function computeOf(
  { cpu, memory }: Read<typeof schema.app>,
  path: Path,
  context: BuildContext,
): Pick<App, 'compute'> {
  if (cpu !== undefined && memory !== undefined) return { compute: { cores: cpu, memoryBytes: memory } }
  if (cpu !== undefined || memory !== undefined)
    context.report({
      code: 'MISSING_KEY',
      message: `the key "${cpu === undefined ? 'cpu' : 'memory'}" is missing`,
      hint: 'cpu and memory stand together: cpu: 1, memory: 2GiB',
      path,
      at: 'key',
    })
  return {}
}

function buildVersion(
  read: Read<typeof schema.versionBehaviour>,
  app: Read<typeof schema.app>,
  path: Path,
  context: BuildContext,
): VersionBehaviour {
  const answersFromUs = (read.start ?? app.lifecycle.start).maxUs
  const windows = (['startup', 'readiness', 'liveness'] as const).flatMap((probe) => {
    const window = windowOf(read[probe], answersFromUs)
    if (window !== undefined && window.failsFromUs < window.passesFromUs)
      context.report({
        code: 'VALUE_OUT_OF_RANGE',
        message: 'the probe fails before it passes',
        hint: 'failsFrom comes after passesFrom; a probe that never passes is `fails`',
        path: [...path, probe],
      })
    return window === undefined ? [] : [[probe, window] as const]
  })
  return {
    ...(read.start === undefined ? {} : { start: read.start }),
    ...(read.stop === undefined ? {} : { stop: read.stop }),
    ...(Object.fromEntries(windows) as Partial<Record<'startup' | 'readiness' | 'liveness', ProbeWindow>>),
    ...(read.exitsAfter === undefined ? {} : { exitsAfterUs: read.exitsAfter }),
    origin: context.origin(path),
  }
}

type ReadProbe = Read<typeof schema.probes>['readiness']

interface ProbeTimes {
  readonly initialDelayUs: number
  readonly periodUs: number
}

/** Facts/deployment A.8. */
const PROBE_TIMES: { readonly startup: ProbeTimes; readonly others: ProbeTimes } = {
  startup: { initialDelayUs: 0, periodUs: 10 * SECOND_US },
  others: { initialDelayUs: 10 * SECOND_US, periodUs: 30 * SECOND_US },
}
/** Facts/deployment B.6: all alike. */
const EAS_PROBE_TIMES: typeof PROBE_TIMES = {
  startup: { initialDelayUs: 10 * SECOND_US, periodUs: 10 * SECOND_US },
  others: { initialDelayUs: 10 * SECOND_US, periodUs: 10 * SECOND_US },
}

function probeOf(read: ReadProbe, usual: ProbeTimes): Probe | undefined {
  if (read === undefined || read === 'none') return undefined
  const { initialDelay, period, timeout, failureThreshold, successThreshold } = read
  return {
    initialDelayUs: initialDelay ?? usual.initialDelayUs,
    periodUs: period ?? usual.periodUs,
    timeoutUs: timeout,
    failureThreshold,
    successThreshold,
  }
}

/** `passes` is what an undescribed probe does: from the end of `start`, for ever. */
function windowOf(
  read: Read<typeof schema.versionBehaviour>['readiness'],
  answersFromUs: number,
): ProbeWindow | undefined {
  if (read === undefined || read === 'passes') return undefined
  if (read === 'fails')
    return { passesFromUs: Number.POSITIVE_INFINITY, failsFromUs: Number.POSITIVE_INFINITY }
  return {
    passesFromUs: read.passesFrom ?? answersFromUs,
    failsFromUs: read.failsFrom ?? Number.POSITIVE_INFINITY,
  }
}

/** A count and a percentage, of which one is -1 (facts/deployment A.2). */
function floorOf(read: number | string): [count: number, percent: number] {
  return typeof read === 'number' ? [read, -1] : [-1, Number(read.slice(0, -1))]
}

/** A release strategy as the deployment takes it. */
export function strategyOf(read: Read<typeof schema.strategy>): Strategy {
  const { batches, gray, release, batchWait } = read
  return { batches, ...(gray === undefined ? {} : { gray }), release, batchWaitUs: batchWait }
}
