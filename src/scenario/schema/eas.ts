/** What an inference service of EAS has beside what every application has: facts/deployment B.4, B.6. */
import * as z from 'zod'
import { asLeaf, key } from './leaf.ts'
import { METHODS } from './request.ts'
import { rate } from './requests.ts'
import { count, duration, flag, name, positiveCount, positiveDuration, prose } from './words.ts'

const threshold = asLeaf(z.number().positive().max(1_000_000), {
  kind: 'number',
  code: 'SCENARIO_SCHEMA',
  expected: 'a number above zero',
})

const most = asLeaf(z.int().min(1).max(1_000), {
  kind: 'number, 1 to 1000',
  code: 'SCENARIO_SCHEMA',
  expected: 'a whole number from 1 to 1000',
})

const autoscaling = z
  .strictObject({
    min: key(count, 'Fewest instances; 0 only behind the shared gateway.', 'seed 002, facts/deployment B.6'),
    max: key(most, 'Most instances, at most 1000.', 'facts/deployment B.6'),
    metrics: key(
      z
        .strictObject({
          qps: key(threshold.optional(), 'Requests a second for each instance.'),
          cpu: key(threshold.optional(), 'Percent of its workers that are busy.'),
          backlog: key(threshold.optional(), 'Waiting requests for each instance.'),
        })
        .meta({ title: 'Metrics of autoscaling' }),
      'Thresholds; the metric that asks for most instances decides.',
      'facts/deployment B.6',
    ),
    upWindow: key(
      duration.prefault('0s'),
      'For how long more instances must be asked for.',
      'facts/deployment B.6',
    ),
    downWindow: key(
      duration.prefault('300s'),
      'For how long fewer instances must be asked for.',
      'facts/deployment B.6',
    ),
    toZeroWindow: key(
      duration.prefault('600s'),
      'For how long nothing must be asked for, until the last instance goes.',
      'facts/deployment B.6',
    ),
  })
  .meta({ title: 'Autoscaling', description: 'Instances by load: `ceil(now × metric / threshold)`.' })

/** Keys of applications of `kind: eas` alone. */
export const easKeys = {
  gateway: key(
    name.optional(),
    'EAS: the gateway that leads to it; default is the default gateway, else the shared one.',
    'seed 002',
  ),
  token: key(
    prose.optional(),
    'EAS: what callers send as `Authorization`; default is `token-of-NAME`.',
    'facts/deployment B.4',
  ),
  resourceGroup: key(
    z.enum(['public', 'dedicated', 'quota']).optional(),
    'EAS: where it runs, which decides the default of `maxUnavailable`; default is `public`.',
    'facts/deployment B.6',
  ),
  elasticPool: key(
    flag.optional(),
    'EAS, with `resourceGroup: dedicated`: an elastic pool is on; default is false.',
    'facts/deployment B.6',
  ),
  workers: key(
    positiveCount.optional(),
    'EAS: requests that an instance works on at a time; default is 5.',
    'facts/deployment B.4',
  ),
  queue: key(
    count.optional(),
    'EAS: how many more wait; beyond that the answer is 450. Default is 64.',
    'facts/deployment B.4',
  ),
  keepalive: key(
    positiveDuration.optional(),
    'EAS: a request that takes longer, its waiting included, is answered with 408; default is 5s.',
    'facts/deployment B.4',
  ),
  rateLimit: key(
    rate.optional(),
    'EAS: beyond it the answer is 429; default is none, and 1000/s at the shared gateway.',
    'facts/deployment B.1, B.4',
  ),
  methods: key(
    z.array(z.enum(METHODS)).min(1).optional(),
    'EAS: methods that it takes; another one is answered with 405. Default is all.',
    'facts/deployment B.4',
  ),
  autoscaling: key(autoscaling.optional(), 'EAS: instances by load.', 'facts/deployment B.6'),
}
