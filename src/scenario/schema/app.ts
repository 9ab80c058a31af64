/** The application part of the file: facts/deployment A.1 to A.13 and E. */
import * as z from 'zod'
import { easKeys } from './eas.ts'
import { namespace } from './ingress.ts'
import { asLeaf, key, withLater, withMoved } from './leaf.ts'
import { cores, size } from './size-words.ts'
import {
  count,
  duration,
  durationRange,
  flag,
  floor,
  graceDuration,
  name,
  port,
  positiveCount,
  positiveDuration,
  versionName,
  waitDuration,
} from './words.ts'

export const lifecycle = z
  .strictObject({
    schedule: key(
      durationRange.prefault('4s'),
      'From the order to create until the instance has its private address.',
      'facts/deployment A.13 (assumed)',
    ),
    pull: key(durationRange.prefault('10s'), 'Image pull.', 'facts/deployment A.13 (assumed)'),
    eipBind: key(durationRange.prefault('3s'), 'EIP `Associating`.', 'facts/deployment A.13 (assumed)'),
    eipRelease: key(durationRange.prefault('3s'), 'EIP `Unassociating`.', 'facts/deployment A.13 (assumed)'),
    start: key(
      durationRange.prefault('20s'),
      'From the start of the container until the application answers.',
      'facts/deployment A.13 (assumed)',
    ),
    preStop: key(durationRange.prefault('0s'), 'The preStop hook, run before TERM.', 'facts/deployment A.9'),
    stop: key(
      durationRange.prefault('5s'),
      'From TERM until the process has ended.',
      'facts/deployment A.13 (assumed)',
    ),
    grace: key(
      graceDuration.prefault('30s'),
      'KILL comes this long after the begin of termination; 1s to 300s.',
      'facts/deployment A.9',
    ),
  })
  .meta({
    title: 'Lifecycle',
    description: 'How long each step of an instance takes; a range such as 20s..40s is drawn afresh.',
  })

function probe<Threshold extends z.ZodType<number>>(
  title: string,
  initialDelay: string,
  period: string,
  successThreshold: Threshold,
) {
  const source = 'facts/deployment A.8, B.6'
  return z
    .strictObject({
      initialDelay: key(
        duration.optional(),
        `From the start of the container (or of this probe) to the first try; default is ${byKind(initialDelay)}.`,
        source,
      ),
      period: key(positiveDuration.optional(), `Between two tries; default is ${byKind(period)}.`, source),
      timeout: key(positiveDuration.prefault('1s'), 'How long a try waits for the answer.', source),
      failureThreshold: key(
        positiveCount.prefault(3),
        'Failures in a row until the probe has failed.',
        source,
      ),
      successThreshold: key(successThreshold, 'Successes in a row until the probe has passed.', source),
    })
    .meta({ title })
}

/** With EAS all probes have 10 s for both (B.6). */
function byKind(duration: string): string {
  return duration === '10s' ? duration : `${duration}, of EAS 10s`
}

const once = asLeaf(z.literal(1), {
  kind: '1',
  code: 'SCENARIO_SCHEMA',
  expected: '1, as the cloud takes no other value here',
}).prefault(1)
const none = z.literal('none')
const startupProbe = probe('Startup probe', '0s', '10s', once)
const readinessProbe = probe('Readiness probe', '10s', '30s', positiveCount.prefault(1))
const livenessProbe = probe('Liveness probe', '10s', '30s', once)
const probeLeaf = {
  kind: 'none or a probe',
  code: 'SCENARIO_SCHEMA',
  expected: 'none, or a probe such as { period: 5s }',
} as const

export const probes = z
  .strictObject({
    startup: key(
      asLeaf(z.union([none, startupProbe]), probeLeaf).prefault('none'),
      'Runs first; the two others begin when it has passed. Its failure restarts the container.',
      'facts/deployment A.8',
    ),
    readiness: key(
      asLeaf(z.union([none, readinessProbe]), probeLeaf).optional(),
      '`none`: ready when the container runs. Absent: taken to pass from the instant the application answers.',
      'facts/deployment A.8',
    ),
    liveness: key(
      asLeaf(z.union([none, livenessProbe]), probeLeaf).prefault('none'),
      'Its failure restarts the container.',
      'facts/deployment A.8',
    ),
  })
  .meta({ title: 'Probes', description: 'Health checks.' })

export const strategy = z
  .strictObject({
    batches: key(
      positiveCount.prefault(1),
      'Number of batches; 1 without gray is the single-batch release.',
      'facts/deployment A.1',
    ),
    gray: key(
      positiveCount.optional(),
      'Size of the gray batch that goes first; at most half of the instances.',
      'facts/deployment A.1',
    ),
    release: key(
      z.enum(['auto', 'manual']).prefault('auto'),
      '`manual` waits for a confirmation between batches.',
      'facts/deployment A.1',
    ),
    batchWait: key(waitDuration.prefault('0s'), 'Pause between batches.', 'facts/deployment A.1'),
  })
  .meta({ title: 'Release strategy', description: 'Single batch, phased, or gray and then phased.' })

export const deploy = z
  .strictObject({
    strategy: key(strategy.prefault({}), 'How a release is divided.', 'facts/deployment A.1'),
    minReady: key(
      floor.prefault(-1),
      'Instances that stay ready: a number, a percentage, or -1 for ceil(25 %).',
      'facts/deployment A.2',
    ),
    maxSurge: key(
      floor.prefault(-1),
      'Instances above the declared number: a number, a percentage, or -1 for the default: ceil(30 %), and of EAS 2 % but at least 1.',
      'facts/deployment A.2, B.6',
    ),
    instanceWait: key(
      waitDuration.prefault('0s'),
      'Pause between instances inside a batch.',
      'facts/deployment A.1',
    ),
    batchTimeout: key(
      positiveDuration.prefault('30m'),
      'A batch that takes longer pauses the order.',
      'facts/deployment A.1',
    ),
    eipGate: key(
      z.enum(['bound', 'ready']).prefault('bound'),
      'The old instance may stop when the new EIP is bound, or only when the new instance is ready as well.',
      'facts/deployment A.2',
    ),
    eipShortage: key(
      z.enum(['wait', 'fail']).prefault('wait'),
      'No free EIP: try again until the batch times out, or fail.',
      'facts/deployment A.6 (assumed)',
    ),
    retry: key(
      positiveDuration.prefault('10s'),
      'Between two tries for an EIP or a private address.',
      'facts/deployment A.6 (assumed)',
    ),
    readinessFailure: key(
      z.enum(['fail', 'wait']).prefault('fail'),
      'A readiness probe that fails from the start: the batch fails, or waits for its timeout.',
      'facts/deployment A.3',
    ),
    maxUnavailable: key(
      asLeaf(z.union([z.int().min(0), z.string().regex(/^(100|[1-9]?\d)%$/)]), {
        kind: 'count or percentage',
        code: 'SCENARIO_SCHEMA',
        expected: "a number of instances or a percentage such as '2%'",
      }).optional(),
      'EAS: declared instances that may be missing during an update, a number or a percentage; default is 0, or by `resourceGroup`.',
      'facts/deployment B.6',
    ),
    gracePeriod: key(
      graceDuration.optional(),
      'EAS: between the end of its traffic and its own; default is `lifecycle.grace`, 30s.',
      'facts/deployment B.6',
    ),
    sigterm: key(
      flag.optional(),
      'EAS: the process is told by TERM at the begin of the grace period; default is false.',
      'facts/deployment B.6',
    ),
    readinessGate: key(
      z.boolean().prefault(false),
      'An instance counts as ready only when the ALB server groups that it is in have found it healthy.',
      'facts/load-balancing 4.5',
    ),
  })
  .meta({ title: 'Deploy policy', description: 'How a change of the application is carried out.' })

const probeWindow = key(
  asLeaf(
    z.union([
      z.enum(['passes', 'fails']),
      z
        .strictObject({
          passesFrom: key(
            duration.optional(),
            'After the start of the container; absent: from the end of `start`.',
          ),
          failsFrom: key(duration.optional(), 'After the start of the container; absent: never.'),
        })
        .meta({ title: 'Probe window' }),
    ]),
    {
      kind: 'passes, fails or a window',
      code: 'SCENARIO_SCHEMA',
      expected: 'passes, fails, or { passesFrom: …, failsFrom: … }',
    },
  ).optional(),
  'When the probe passes: `passes` (from the end of `start`), `fails`, or a window.',
  'facts/deployment A.8',
)

export const versionBehaviour = z
  .strictObject({
    start: key(durationRange.optional(), 'Start time of this version; default is that of the lifecycle.'),
    stop: key(durationRange.optional(), 'Stop time of this version; default is that of the lifecycle.'),
    startup: probeWindow,
    readiness: probeWindow,
    liveness: probeWindow,
    exitsAfter: key(
      positiveDuration.optional(),
      'The process exits by itself this long after each start.',
      'facts/deployment A.5',
    ),
  })
  .meta({
    title: 'Version',
    description: 'How a version differs; a version that is not described behaves well.',
  })

export const app = withMoved(
  withLater(
    z
      .strictObject({
        kind: key(
          asLeaf(z.enum(['sae', 'eas']), {
            kind: 'sae or eas',
            code: 'SCENARIO_SCHEMA',
            expected: 'sae or eas',
          }).prefault('sae'),
          'What runs it: `sae`, or `eas` for an inference service of PAI-EAS.',
        ),
        vswitches: key(
          z.array(name).min(1).optional(),
          'vSwitches for its instances, all of one VPC. EAS: VPC direct connection; absent: they are in the network of EAS.',
          'facts/deployment A.7, B.6',
        ),
        securityGroup: key(
          name.optional(),
          'The security group of its instances; with `vswitches`.',
          'facts/deployment A.7, B.6',
        ),
        instances: key(
          positiveCount.optional(),
          'Declared number of instances; needed.',
          'facts/deployment A.7',
        ),
        port: key(
          port.optional(),
          'The port it serves; EAS: default is 8000.',
          'facts/deployment B.6 (assumed)',
        ),
        ...easKeys,
        concurrency: key(
          positiveCount.optional(),
          'SAE: requests that an instance works on at a time; absent: all that it gets.',
        ),
        backlog: key(
          count.optional(),
          'SAE: how many more wait for it, with concurrency; beyond that they are refused. Default is 128.',
          'facts/load-balancing 1.11',
        ),
        namespace: key(
          namespace.optional(),
          'Id of its SAE namespace, such as `cn-hangzhou:test`; absent: the default one of the region.',
          'facts/load-balancing 3.2, 3.4',
        ),
        cpu: key(
          cores.optional(),
          'Cores of an instance, such as 0.5. For `simulate cost` alone, which leaves compute out without it.',
          'facts/deployment C',
        ),
        memory: key(
          size.optional(),
          'Memory of an instance: `2GiB`. For `simulate cost` alone, as cpu.',
          'facts/deployment C',
        ),
        eips: key(
          name.optional(),
          'One EIP for each instance from this pool; absent: no public address of its own.',
          'facts/deployment A.6',
        ),
        version: key(versionName.prefault('v1'), 'What runs at the start.'),
        lifecycle: key(
          lifecycle.prefault({}),
          'How long each step of an instance takes.',
          'facts/deployment A.13',
        ),
        probes: key(probes.prefault({}), 'Health checks.', 'facts/deployment A.8'),
        deploy: key(deploy.prefault({}), 'How a change is carried out.', 'facts/deployment A.1'),
        versions: key(z.record(versionName, versionBehaviour).prefault({}), 'How versions differ, by name.'),
      })
      .meta({
        title: 'Application',
        description: 'An SAE application, or with `kind: eas` an inference service of PAI-EAS.',
      }),
    ['registry', 'canary'],
  ),
  {
    ingress:
      'gateway routes stand at the top of the file: ingresses: { NAME: { loadBalancer: …, rules: […] } }',
    ingresses:
      'gateway routes stand at the top of the file: ingresses: { NAME: { loadBalancer: …, rules: […] } }',
    service: 'services stand at the top of the file: services: { NAME: { app: …, ports: […] } }',
    services: 'services stand at the top of the file: services: { NAME: { app: …, ports: […] } }',
  },
)

export type ReadApp = z.output<typeof app>
