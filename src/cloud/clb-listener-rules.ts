/** What the cloud asks of a CLB listener: facts/load-balancing 2.2 to 2.4. */
import type { ClbBalancing, ClbHttpListener, ClbScheduler, ClbStreamListener } from './listener.ts'
import type { Clb } from './load-balancer.ts'
import type { Quotas } from './quotas.ts'
import type { ServerGroup } from './server-group.ts'
import { checkUrlRules } from './url-rule-rules.ts'
import type { Path, Violation } from './violation.ts'

export type ClbListener = ClbHttpListener | ClbStreamListener

/** What a listener stands among. */
export interface ClbSetting {
  /** All listeners of its CLB. */
  readonly beside: readonly ClbListener[]
  readonly groups: ReadonlyMap<string, ServerGroup>
  readonly quotas: Pick<Quotas, 'rulesPerClbListener'>
}

export function* checkClbListener(
  listener: ClbListener,
  balancer: Clb,
  { beside, groups, quotas }: ClbSetting,
  path: Path,
): Generator<Violation> {
  yield* checkScheduler(listener, listener, balancer, path)
  if (listener.kind === 'clbStream') {
    yield* checkStream(listener, groups, path)
    return
  }
  yield* checkHttp(listener, beside, path)
  for (const { name, own } of listener.urlRules)
    if (own !== undefined) yield* checkScheduler(own, listener, balancer, [...path, 'rules', name])
  yield* checkUrlRules(listener, quotas, path)
  yield* checkNoMasterSlave(listener, groups, path)
}

export function isHash(scheduler: ClbScheduler): boolean {
  return scheduler === 'sch' || scheduler === 'tch' || scheduler === 'qch'
}

const SCHEDULERS: Readonly<Record<ClbListener['protocol'], readonly ClbScheduler[]>> = {
  tcp: ['wrr', 'rr', 'wlc', 'sch', 'tch'],
  udp: ['wrr', 'rr', 'wlc', 'sch', 'tch', 'qch'],
  http: ['wrr', 'rr'],
  https: ['wrr', 'rr'],
}

const CHECKS: Readonly<Record<ClbListener['protocol'], readonly string[]>> = {
  tcp: ['tcp', 'http'],
  udp: ['tcp', 'udp', 'http'],
  http: ['http'],
  https: ['http'],
}

/** Of a listener, or of a rule with settings of its own. */
function* checkScheduler(
  { scheduler, healthCheck }: ClbBalancing,
  { protocol }: ClbListener,
  { name, isHighPerformance }: Clb,
  path: Path,
): Generator<Violation> {
  const word = protocol.toUpperCase()
  if (!SCHEDULERS[protocol].includes(scheduler))
    yield {
      // 2.2, 2.3
      code: 'CLB_SCHEDULER',
      message: `a CLB listener of protocol ${word} has no scheduler ${scheduler}`,
      hint: `use ${SCHEDULERS[protocol].join(', ')}`,
      path: [...path, 'scheduler'],
    }
  else if (isHash(scheduler) && !isHighPerformance)
    yield {
      // 2.2
      code: 'CLB_SCHEDULER',
      message: `scheduler ${scheduler} is for high-performance instances, and ${name} is none`,
      hint: `write loadBalancers.${name}.highPerformance: true, or use wrr`,
      path: [...path, 'scheduler'],
    }
  if (healthCheck !== undefined && !CHECKS[protocol].includes(healthCheck.protocol))
    yield {
      // 2.4
      code: 'CLB_HEALTH_CHECK',
      message: `a CLB listener of protocol ${word} has no health checks of protocol ${healthCheck.protocol}`,
      hint: `use ${CHECKS[protocol].join(', ')}`,
      path: [...path, 'healthCheck', 'protocol'],
    }
}

function* checkStream(
  { protocol, persistenceUs, establishedTimeoutUs, drainUs, defaultGroup }: ClbStreamListener,
  groups: ReadonlyMap<string, ServerGroup>,
  path: Path,
): Generator<Violation> {
  if (protocol === 'udp' && persistenceUs > 0)
    yield {
      code: 'CLB_TCP_ONLY',
      message: 'a UDP listener has no persistence',
      hint: 'leave it out; sch sends a client to the same server',
      path: [...path, 'persistence'],
    }
  else yield* withinSeconds(persistenceUs, [0, 3_600], 'persistence', path)
  if (protocol === 'tcp') yield* withinSeconds(establishedTimeoutUs, [10, 900], 'establishedTimeout', path)
  if (drainUs === undefined) {
    // Off.
  } else if (protocol === 'udp')
    yield {
      code: 'CLB_TCP_ONLY',
      message: 'a UDP listener has no connection drain',
      hint: 'leave it out: UDP has no connections',
      path: [...path, 'drain'],
    }
  else yield* withinSeconds(drainUs, [10, 900], 'drain', path)
  const group = defaultGroup === undefined ? undefined : groups.get(defaultGroup)
  if (group?.isMasterSlave && group.members.length !== 2)
    yield {
      code: 'CLB_MASTER_SLAVE',
      message: `master/slave group ${group.name} has ${group.members.length} ${group.members.length === 1 ? 'server' : 'servers'}, and needs exactly two`,
      hint: 'the first is the master, the second stands by',
      path: ['serverGroups', group.name, 'servers'],
    }
}

function* checkHttp(
  listener: ClbHttpListener,
  beside: readonly ClbListener[],
  path: Path,
): Generator<Violation> {
  const { protocol, forwardPort } = listener
  yield* withinSeconds(listener.idleTimeoutUs, [1, 60], 'idleTimeout', path)
  yield* withinSeconds(listener.requestTimeoutUs, [1, 180], 'requestTimeout', path)
  if (forwardPort === undefined) return
  const target = beside.find(({ port }) => port === forwardPort)
  const wrong =
    protocol === 'https'
      ? 'an HTTPS listener redirects nothing'
      : target?.protocol !== 'https'
        ? `port ${forwardPort} is no HTTPS listener of the same CLB`
        : undefined
  if (wrong !== undefined)
    yield {
      // 2.3
      code: 'CLB_FORWARD_PORT',
      message: wrong,
      hint: 'an HTTP listener names the port of an HTTPS listener of its CLB',
      path: [...path, 'forwardPort'],
    }
}

/** 2.2: master/slave groups are for TCP and UDP. */
function* checkNoMasterSlave(
  listener: ClbHttpListener,
  groups: ReadonlyMap<string, ServerGroup>,
  path: Path,
): Generator<Violation> {
  for (const name of new Set(groupsOfClb(listener)))
    if (groups.get(name)?.isMasterSlave)
      yield {
        code: 'CLB_MASTER_SLAVE',
        message: `master/slave group ${name} is for TCP and UDP listeners, and this one is of ${listener.protocol.toUpperCase()}`,
        path: name === listener.defaultGroup ? [...path, 'default'] : [...path, 'rules'],
      }
}

/** The groups that it and its rules name, perhaps several times. */
export function groupsOfClb(listener: ClbListener): string[] {
  const byRules = listener.kind === 'clbHttp' ? listener.urlRules.map(({ group }) => group) : []
  return listener.defaultGroup === undefined ? byRules : [listener.defaultGroup, ...byRules]
}

function* withinSeconds(
  valueUs: number,
  [least, most]: readonly [least: number, most: number],
  key: string,
  path: Path,
): Generator<Violation> {
  if (valueUs < least * 1_000_000 || valueUs > most * 1_000_000)
    yield {
      code: 'VALUE_OUT_OF_RANGE',
      message: `${key} of a CLB listener is ${least}s to ${most}s`,
      path: [...path, key],
    }
}
