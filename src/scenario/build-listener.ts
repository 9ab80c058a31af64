/** Listeners as they were read, with the defaults of their kind: facts/load-balancing 1.2, 2.2, 2.3 and 2a.2. */
import type {
  AccessControl,
  AccessList,
  ClbBalancing,
  HttpSettings,
  Listener,
  UrlRule,
} from '../cloud/listener.ts'
import type { Path } from '../cloud/violation.ts'
import { CidrSet } from '../net/cidr-set.ts'
import { checkListenerKeys } from './balancer-keys.ts'
import type { BuildContext } from './build-context.ts'
import { buildForwardingRule } from './build-forwarding-rule.ts'
import { buildHealthCheck, type CheckedAs } from './build-health-check.ts'
import { buildSticky } from './build-server-group.ts'
import type { ReadClbRule } from './schema/forwarding-rule.ts'
import type { ReadListener } from './schema/listener.ts'
import type { ReadBalancer } from './schema/load-balancer.ts'

const IDLE_US = 15_000_000
const REQUEST_US = 60_000_000
const ESTABLISHED_US = 900_000_000
const NLB_IDLE_US = 900_000_000

/** Undefined where its protocol does not fit its balancer; that is reported. */
export function buildListener(
  name: string,
  read: ReadListener,
  type: ReadBalancer['type'],
  lists: ReadonlyMap<string, AccessList>,
  path: Path,
  context: BuildContext,
): Listener | undefined {
  if (!checkListenerKeys(read, type, path, context)) return undefined
  const access = accessOf(read, lists, path, context)
  const common = {
    name,
    port: read.port,
    ...(!read.running && { isStopped: true }),
    ...(access !== undefined && { access }),
    ...(read.default !== undefined && { defaultGroup: read.default }),
    origin: context.origin(path),
  }
  const { protocol } = read
  if (type === 'nlb')
    return {
      ...common,
      kind: 'nlb',
      protocol: protocol as 'tcp' | 'udp' | 'tcpssl',
      ...(read.lastPort !== undefined && { lastPort: read.lastPort }),
      certificates: read.certificates ?? [],
      idleTimeoutUs: read.idleTimeout || NLB_IDLE_US,
    }
  if (type === 'alb')
    return {
      ...common,
      ...httpSettings(read),
      kind: 'alb',
      protocol: protocol as 'http' | 'https' | 'quic',
      ...(read.trustedProxies !== undefined && { trustedProxies: CidrSet.of(read.trustedProxies) }),
      rules: Object.entries(read.rules).flatMap(([rule, one]) =>
        'do' in one ? (buildForwardingRule(rule, one, [...path, 'rules', rule], context) ?? []) : [],
      ),
    }
  if (protocol === 'tcp' || protocol === 'udp')
    return {
      ...common,
      ...balancingOf(read, protocol, path, context),
      kind: 'clbStream',
      protocol,
      establishedTimeoutUs: read.establishedTimeout ?? ESTABLISHED_US,
      ...(read.drain !== undefined && { drainUs: read.drain }),
      persistenceUs: read.persistence ?? 0,
    }
  return {
    ...common,
    ...httpSettings(read),
    ...balancingOf(read, 'http', path, context),
    kind: 'clbHttp',
    protocol: protocol as 'http' | 'https',
    urlRules: Object.entries(read.rules).flatMap(([rule, one]) =>
      'group' in one ? [urlRule(rule, one, [...path, 'rules', rule], context)] : [],
    ),
    ...(read.forwardPort !== undefined && { forwardPort: read.forwardPort }),
  }
}

/** An idle timeout of 0 is the default (facts/load-balancing 1.2). */
function httpSettings(read: ReadListener): HttpSettings {
  return {
    idleTimeoutUs: read.idleTimeout || IDLE_US,
    requestTimeoutUs: read.requestTimeout ?? REQUEST_US,
    certificates: read.certificates ?? [],
    forwardedFor: read.forwardedFor ?? 'append',
    addedHeaders: read.addHeaders ?? [],
  }
}

type ReadBalancing = Pick<ReadListener, 'scheduler' | 'sticky' | 'healthCheck'>

function balancingOf(read: ReadBalancing, usual: CheckedAs, path: Path, context: BuildContext): ClbBalancing {
  const sticky = buildSticky(read.sticky, [...path, 'sticky'], context)
  const healthCheck = buildHealthCheck(read.healthCheck, usual, context)
  return {
    scheduler: read.scheduler ?? context.assumptions.clbScheduler,
    ...(sticky !== undefined && { sticky }),
    ...(healthCheck !== undefined && { healthCheck }),
  }
}

/** Any setting of its own makes a rule keep all three for itself (2.6, `ListenerSync=off`). */
function urlRule(name: string, read: ReadClbRule, path: Path, context: BuildContext): UrlRule {
  const { domain, url, group, scheduler, sticky, healthCheck } = read
  const isOwn = scheduler !== undefined || sticky !== undefined || healthCheck !== undefined
  return {
    name,
    ...(domain !== undefined && { domain: domain.toLowerCase() }),
    ...(url !== undefined && { url }),
    group,
    ...(isOwn && { own: balancingOf(read, 'http', path, context) }),
    origin: context.origin(path),
  }
}

/** Lists that do not exist are left out; the references have told of them. */
function accessOf(
  { access }: ReadListener,
  lists: ReadonlyMap<string, AccessList>,
  path: Path,
  context: BuildContext,
): AccessControl | undefined {
  if (access === undefined) return undefined
  const { white, black } = access
  if ((white === undefined) === (black === undefined)) {
    context.report({
      code: 'KEYS_EXCLUSIVE',
      message: 'a listener has white access lists or black ones',
      hint: 'write access: { white: [office] }, or access: { black: [office] }',
      path: [...path, 'access'],
    })
    return undefined
  }
  const named = (white ?? black)!.flatMap((name) => lists.get(name) ?? [])
  return { type: white === undefined ? 'black' : 'white', lists: named }
}
