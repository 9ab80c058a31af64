/** What must hold: entries are known by their subject. */
import * as z from 'zod'
import { addressesOfEither } from './ipv6.ts'
import { asLeaf, key } from './leaf.ts'
import { alertName, flowState, stable, timing } from './milestone.ts'
import {
  address,
  comparison,
  duration,
  name,
  percentage,
  positiveCount,
  positiveDuration,
  reasonCode,
} from './words.ts'

const mark = asLeaf(z.union([z.literal(true), z.null()]), {
  kind: 'nothing',
  code: 'SCENARIO_SCHEMA',
  expected: 'nothing behind this word',
}).optional()
const window = {
  from: key(duration.optional(), 'Begin of the window; default is the start of the run.'),
  until: key(duration.optional(), 'End of the window; default is the end of the run.'),
}
const modes = {
  always: key(mark, 'At every instant of the window (the default).'),
  never: key(mark, 'At no instant of the window.'),
  sometimes: key(mark, 'At one instant of the window at least.'),
  eventually: key(mark, 'At one instant, `within` so long; a run that ends before that leaves it open.'),
  once: key(mark, 'Whenever it is so in the window, it stays so: goes with `stable`.'),
  stable,
}

const METRIC =
  /^(availability|successRate|errors|p99|lostConnections|refusedConnections|snatPorts)\([A-Za-z0-9][A-Za-z0-9_-]{0,62}\)$/

/** One schema for each subject. */
export const subjects = {
  flow: z
    .strictObject({
      flow: key(name, 'The flow.'),
      always: key(
        flowState.optional(),
        'The state at every instant of the window; `reachable` includes degraded.',
      ),
      never: key(flowState.optional(), 'A state that no instant of the window has.'),
      sometimes: key(flowState.optional(), 'A state that one instant of the window has at least.'),
      eventually: key(
        flowState.optional(),
        'A state that comes, `within` so long; a run that ends before that leaves it open.',
      ),
      once: key(
        flowState.optional(),
        'A state that, whenever it comes in the window, stays: goes with `stable`.',
      ),
      stable,
      at: key(duration.optional(), 'One instant; goes with `is`.'),
      is: key(flowState.optional(), 'The state at that instant.'),
      source: key(
        z.array(addressesOfEither).min(1).optional(),
        'Every source address that the far side sees lies in these.',
      ),
      code: key(reasonCode.optional(), 'With `blocked`: only for this reason.'),
      ...timing,
    })
    .meta({ title: 'Flow expectation' }),
  rollout: z
    .strictObject({
      rollout: key(name, 'The application that is changed.'),
      change: key(positiveCount.optional(), 'Which change of it, from 1; default is the last.'),
      outcome: key(
        z
          .enum(['completed', 'stuck', 'failed', 'rolledBack', 'aborted', 'paused', 'waiting', 'running'])
          .optional(),
        'How the change ends.',
      ),
      verdict: key(
        z
          .enum([
            'SAFE',
            'OUTAGE',
            'STUCK',
            'STUCK_DEGRADED',
            'ROLLED_BACK',
            'EXCEEDED_DEADLINE',
            'FAILED',
            'ABORTED',
            'UNDETERMINED',
          ])
          .optional(),
        'What the change did to the service.',
      ),
      within: key(positiveDuration.optional(), 'Counted from the begin of the order.'),
    })
    .meta({ title: 'Rollout expectation' }),
  app: z
    .strictObject({
      app: key(name, 'The application.'),
      ready: key(comparison.optional(), "Number of ready instances, such as '>= 2'."),
      serving: key(comparison.optional(), "Number of instances that serve, such as '>= 2'."),
      ...modes,
      ...timing,
    })
    .meta({ title: 'Capacity expectation' }),
  pool: z
    .strictObject({
      pool: key(name, 'The EIP pool.'),
      inUse: key(comparison, "Number of EIPs that are not free, such as '<= 4'."),
      ...modes,
      ...timing,
    })
    .meta({ title: 'Pool expectation' }),
  rotation: z
    .strictObject({
      rotation: key(name, 'The server group.'),
      servers: key(comparison, "Number of its servers that may be picked, such as '>= 2'."),
      ...modes,
      ...timing,
    })
    .meta({ title: 'Rotation expectation' }),
  alert: z
    .strictObject({
      alert: key(alertName, 'The alert of a fully managed gateway: GATEWAY/ALERT.', 'facts/deployment B.7'),
      fires: key(mark, 'It fires at one instant of the window at least.'),
      silent: key(mark, 'It fires at no instant of the window.'),
      stable: key(stable, 'With `fires`: for so long without a break.'),
      ...timing,
    })
    .meta({ title: 'Alert expectation' }),
  metric: z
    .strictObject({
      metric: key(
        asLeaf(z.string().regex(METRIC), {
          kind: 'metric',
          code: 'SCENARIO_SCHEMA',
          expected: 'a metric such as availability(inbound) or lostConnections(inbound)',
        }),
        'availability(FLOW): the share of the asked time in which the flow got through; lostConnections(FLOW), refusedConnections(FLOW): how many in the whole run; snatPorts(NATGATEWAY): the largest share of the ports that an EIP has towards one destination; of a flow with requests successRate(FLOW), errors(FLOW): how many of them fail, and p99(FLOW): how long 99 % of the others take at most.',
        'facts/vpc 4.3',
      ),
      min: key(percentage.optional(), 'With availability and successRate: at least this share.'),
      max: key(
        asLeaf(
          z
            .union([
              z.int().min(0),
              z.string().regex(/^((100|\d{1,2}(\.\d{1,9})?)%|(\d+(\.\d+)?(h|ms|us|m|s))+)$/),
            ])
            .optional(),
          {
            kind: 'count, percentage or duration',
            code: 'SCENARIO_SCHEMA',
            expected:
              'a whole number of connections or requests, a percentage of ports such as 80%, or a duration such as 200ms',
          },
        ),
        'At most so many connections or failed requests, this share of the ports, or this long.',
      ),
    })
    .meta({ title: 'Metric expectation' }),
  route: z
    .strictObject({
      route: key(
        asLeaf(z.string().regex(/^[A-Za-z0-9][\w-]{0,62}\/[A-Za-z0-9][\w-]{0,62}$/), {
          kind: 'listener',
          code: 'SCENARIO_SCHEMA',
          expected: 'a load balancer and its listener, such as front/http',
        }),
        'The listener that is asked: BALANCER/LISTENER.',
        'facts/load-balancing 1.4, 2.6',
      ),
      host: key(z.string().optional(), 'The host of the request.'),
      path: key(z.string().optional(), 'Its path, with or without a query; default `/`.'),
      method: key(z.string().optional(), 'Its method; default `GET`.'),
      headers: key(z.record(z.string(), z.string()).optional(), 'Its headers.'),
      source: key(address.optional(), 'The address that opens the connection.'),
      rule: key(z.string().optional(), 'The rule that decides; `default`, or `checks` where none is asked.'),
      group: key(
        asLeaf(z.union([name, z.array(name).min(1)]).optional(), {
          kind: 'server group, or a list of them',
          code: 'SCENARIO_SCHEMA',
          expected: 'a server group, or all that share the requests, such as [ web, gray ]',
        }),
        'The server group that gets it, or all with a weight.',
      ),
      status: key(z.int().min(100).max(599).optional(), 'The status, where the balancer answers itself.'),
      location: key(z.string().optional(), 'Where a redirect leads.'),
      upstreamHost: key(z.string().optional(), 'The host that the server sees.'),
      upstreamPath: key(z.string().optional(), 'The path and query that the server sees.'),
      at: key(duration.optional(), 'One instant; default is the whole run.'),
      ...window,
    })
    .meta({ title: 'Route expectation' }),
  refused: z
    .strictObject({
      refused: key(name, 'The application whose timeline entry is refused.'),
      code: key(reasonCode, 'With this code.'),
    })
    .meta({ title: 'Refusal expectation' }),
  warning: z
    .strictObject({
      warning: key(name, 'The application that is warned of.'),
      code: key(reasonCode, 'The code of the warning.'),
      sometimes: key(mark, 'It comes at least once (the default).'),
      never: key(mark, 'It never comes.'),
    })
    .meta({ title: 'Warning expectation' }),
} as const

export type Subject = keyof typeof subjects

/** Subjects that a later version will know. */
export const LATER_SUBJECTS = ['cost', 'dns']
