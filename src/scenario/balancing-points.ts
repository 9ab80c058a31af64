/** Where a file comes near the open points of load balancing (`cloud/balancing-assumptions.ts`), for `open-points.ts`. */
import type { App } from '../cloud/app.ts'
import type { balancingPoints } from '../cloud/balancing-assumptions.ts'
import type { Listener } from '../cloud/listener.ts'
import type { Origin } from '../cloud/origin.ts'
import type { ServerGroup } from '../cloud/server-group.ts'
import type { Topology } from '../cloud/topology.ts'
import { SERVERS_OF_A_CALL } from '../simulation/controller-calls.ts'
import { entriesOf, itemsOf, type Value, type ValueMap, within } from './value.ts'

type Place = (topology: Topology, root: ValueMap) => string | undefined

export const BALANCING_PLACES: Readonly<Record<keyof typeof balancingPoints, Place>> = {
  emptyWhitelist: atListeners(
    ({ access }) => access?.type === 'white' && access.lists.every(({ set }) => set.size === 0),
  ),
  healthyCodes: ({ loadBalancers }, root) =>
    loadBalancers.size === 0
      ? undefined
      : at('serverGroups', namesWithin(root, 'serverGroups', hasCheckWithoutCodes)),
  regexCase: (_, root) => at('loadBalancers', namesWithin(root, 'loadBalancers', hasStarredRegex)),
  regexAnchoring: atListeners((listener) => listener.kind === 'alb' && hasRegex(listener)),
  accessRefusal: atListeners(({ access }) => access !== undefined),
  clbStreamAllUnhealthy: atListeners(
    (listener) => listener.kind === 'clbStream' && listener.healthCheck !== undefined,
  ),
  clbHttpAllUnhealthy: atListeners(
    (listener) => listener.kind === 'clbHttp' && listener.healthCheck !== undefined,
  ),
  slowStartCurve: atGroups(({ slowStartUs }) => slowStartUs !== undefined),
  corsPreflight: atListeners(
    (listener) =>
      listener.kind === 'alb' &&
      listener.rules.some(({ actions }) => actions.some(({ kind }) => kind === 'cors')),
  ),
  saeRules: (_, root) =>
    at(
      'ingresses',
      namesWithin(root, 'ingresses', (route) => sharesListener(route, root)),
    ),
  newAlbServer: atGroups(
    ({ product, healthCheck, members }) =>
      product === 'alb' && healthCheck !== undefined && members.length > 0,
  ),
  nlbClientIp: ({ serverGroups }, root) =>
    at(
      'serverGroups',
      namesWithin(
        root,
        'serverGroups',
        (group) => within(group, 'product') === 'nlb' && within(group, 'preserveClientIp') === undefined,
      ),
    ) ??
    atOrigins([...serverGroups.values()].filter(({ name, nlb }) => nlb !== undefined && name.includes('/'))),
  nlbHairpin: atGroups(({ nlb }) => nlb?.preservesClient === true),
  albRetry: atListeners((listener) => listener.kind === 'alb'),
  clbScheduler: (_, root) => at('loadBalancers', namesWithin(root, 'loadBalancers', hasSilentScheduler)),
  clbSourceHash: atListeners((listener) => listener.kind === 'clbStream' && listener.scheduler === 'sch'),
  clbUrlMiss: atListeners(
    (listener) =>
      listener.kind === 'clbHttp' &&
      listener.urlRules.some(({ domain, url }) => domain !== undefined && url !== undefined) &&
      new Set(listener.urlRules.map(({ domain }) => domain)).size > 1,
  ),
  serviceNameMode: ({ serviceNames }) => atOrigins(serviceNames.values()),
  registration: atGroups(({ members }) => members.some(({ kind }) => kind === 'app')),
  registrationCall: atApps(
    ({ name, instances }, root) => Math.max(instances, mostScaled(name, root)) > SERVERS_OF_A_CALL,
  ),
  serviceNameDelay: ({ serviceNames }) => atOrigins(serviceNames.values()),
}

function atGroups(comesNear: (group: ServerGroup) => boolean): Place {
  return ({ serverGroups }) => atOrigins([...serverGroups.values()].filter(comesNear))
}

/** At groups with instances of such an application. */
function atApps(comesNear: (app: App, root: ValueMap) => boolean): Place {
  return ({ serverGroups, apps }, root) =>
    atOrigins(
      [...serverGroups.values()].filter(({ members }) =>
        members.some((member) => {
          const app = member.kind === 'app' ? apps.get(member.app) : undefined
          return app !== undefined && comesNear(app, root)
        }),
      ),
    )
}

/** The largest number of instances that the timeline scales it to. */
function mostScaled(app: string, root: ValueMap): number {
  return itemsOf(within(root, 'timeline'))
    .filter(([, entry]) => within(entry, 'scale') === app)
    .reduce((most, [, entry]) => Math.max(most, Number(within(entry, 'instances') ?? 0)), 0)
}

/** Where they were written, `loadBalancers.{front,edge}`: a group that SAE makes stands at its gateway route or Service. */
export function atOrigins(things: Iterable<{ readonly origin: Origin }>): string | undefined {
  const sections = new Map<string, Set<string>>()
  for (const { origin } of things) {
    const dot = origin.path.indexOf('.')
    const section = origin.path.slice(0, dot)
    sections.set(section, (sections.get(section) ?? new Set()).add(origin.path.slice(dot + 1)))
  }
  const places = [...sections].map(([section, names]) => at(section, [...names]))
  return places.length === 0 ? undefined : places.join(', ')
}

function atListeners(comesNear: (listener: Listener) => boolean): Place {
  return ({ loadBalancers }) => {
    const near = [...loadBalancers.values()].flatMap(({ name, listeners }) =>
      [...listeners.values()].filter(comesNear).map((listener) => `${name}.listeners.${listener.name}`),
    )
    return at('loadBalancers', near)
  }
}

function at(section: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined
  return `${section}.${names.length === 1 ? names[0] : `{${names.join(',')}}`}`
}

function namesWithin(root: ValueMap, section: string, comesNear: (value: Value) => boolean): string[] {
  return entriesOf(within(root, section))
    .filter(([, value]) => comesNear(value))
    .map(([name]) => name)
}

function hasRegex({ rules }: Extract<Listener, { kind: 'alb' }>): boolean {
  return rules.some(({ conditions }) =>
    conditions.some(
      (condition) => 'patterns' in condition && condition.patterns.some(({ kind }) => kind === 'regex'),
    ),
  )
}

/** A text that begins with `~*` somewhere below `value`. */
function hasStarredRegex(value: Value): boolean {
  if (typeof value === 'string') return value.startsWith('~*')
  return Object.values(value ?? {}).some(hasStarredRegex)
}

function hasCheckWithoutCodes(group: Value): boolean {
  const check = within(group, 'healthCheck')
  return check === undefined || (check !== 'none' && within(check, 'codes') === undefined)
}

function hasSilentScheduler(balancer: Value): boolean {
  return (
    within(balancer, 'type') === 'clb' &&
    entriesOf(within(balancer, 'listeners')).some(
      ([, listener]) => within(listener, 'scheduler') === undefined,
    )
  )
}

/** Its balancer has a listener of other people at its port. */
function sharesListener(route: Value, root: ValueMap): boolean {
  const balancer = within(route, 'loadBalancer')
  if (typeof balancer !== 'string') return false
  const listeners = within(within(within(root, 'loadBalancers'), balancer), 'listeners')
  return entriesOf(listeners).some(([, listener]) => within(listener, 'port') === within(route, 'port'))
}
