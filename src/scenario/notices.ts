/** Things worth telling that are no mistakes. */
import type { App } from '../cloud/app.ts'
import { formatDuration } from '../cloud/duration-text.ts'
import type { Origin } from '../cloud/origin.ts'
import type { ResourceKind } from '../cloud/resource-graph.ts'
import { formatPath, type Path } from '../cloud/violation.ts'
import { formatCidr6 } from '../net/cidr6.ts'
import { LAST_IPV4 } from '../net/ipv4.ts'
import type { Configuration } from './configuration.ts'
import type { Places } from './places.ts'
import { KIND_WORDS } from './references.ts'
import type { Notice } from './scenario.ts'
import type { ListedCidr6 } from './schema/ipv6.ts'
import type { ListedCidr } from './schema/words.ts'
import type { SourceText } from './source-text.ts'
import { entriesOf, itemsOf, type Value, type ValueMap, within } from './value.ts'

export function findNotices(configuration: Configuration, places: Places, source: SourceText): Notice[] {
  const { resources, topology, graph } = configuration
  const notices: Notice[] = []
  const at = (path: Path, code: string, message: string) =>
    notices.push({ code, message, ...source.position(places.value(path)[0]) })
  const atOrigin = ({ line, column }: Origin, code: string, message: string) =>
    notices.push({ code, message, line, column })

  for (const [name, host] of resources.internet)
    for (const [index, listed] of (host.whitelist ?? []).entries()) {
      const path = ['internet', name, 'whitelist', index]
      const { note } = listed
      if (note !== undefined) at(path, 'HOST_BITS_MASKED', note)
      if (allowsAll(listed)) at(path, 'WHITELIST_ALLOWS_ALL', `the whitelist of ${name} lets everybody in`)
    }
  for (const [name, { whitelist, classicWhitelist = {} }] of resources.databases)
    for (const [key, groups] of Object.entries({ whitelist, classicWhitelist }))
      for (const [group, entries] of Object.entries(groups))
        for (const [index, { cidr, note }] of entries.entries()) {
          const path = ['databases', name, key, group, index]
          if (note !== undefined) at(path, 'HOST_BITS_MASKED', note)
          if (cidr.first === 0 && cidr.last === LAST_IPV4)
            at(path, 'WHITELIST_ALLOWS_ALL', `the whitelist of ${name} lets everybody in`)
        }
  for (const gateway of topology.gateways.values()) {
    if (gateway.kind !== 'managed' || !gateway.internet.isOn) continue
    const { set, origin } = gateway.internet.whitelist
    if (set.size === 2 ** 32)
      atOrigin(origin, 'WHITELIST_ALLOWS_ALL', `the whitelist of gateway ${gateway.name} lets everybody in`)
  }
  for (const [name, pool] of topology.eipPools) {
    const apps = [...topology.apps.values()].filter(({ eipPool }) => eipPool === name)
    const instances = apps.reduce((sum, app) => sum + app.instances, 0)
    if (apps.length === 0 || pool.addresses.length > instances) continue
    const sum =
      apps.length === 1
        ? `${instances} ${instances === 1 ? 'instance' : 'instances'}`
        : `${apps.map((app) => `${app.name} ${app.instances}`).join(' + ')} = ${instances} instances`
    atOrigin(
      pool.origin,
      'EIP_HEADROOM_MISSING', // facts/vpc R3.15
      `${sum}, and a replacement needs one EIP more: ${instances} + 1 = ${instances + 1}, but pool ${name} has ${pool.addresses.length}`,
    )
  }
  for (const app of topology.apps.values())
    noticeProbes(app, (path, code, message) => at(['apps', app.name, ...path], code, message))
  const later = namesSet(configuration.root)
  for (const { id, path } of graph.unused([
    'vswitch',
    'securityGroup',
    'prefixList',
    'eipPool',
    'internet',
    'privateZone',
    'endpointService',
    'endpoint',
    'haVip',
    'routerInterface',
    'accessList',
    'certificate',
    'serverGroup',
    'gateway',
    'serviceGroup',
  ])) {
    // A HaVip with an EIP is there for the Internet.
    if (topology.haVips.get(id.slice(id.indexOf('/') + 1))?.eip !== undefined && id.startsWith('haVip/'))
      continue
    const slash = id.indexOf('/')
    if (later.has(id.slice(slash + 1))) continue
    const kind = KIND_WORDS[id.slice(0, slash) as ResourceKind]
    notices.push({
      code: 'UNUSED_OBJECT',
      message: `nothing uses ${kind} ${id.slice(slash + 1)} (${formatPath(path)})`,
      ...source.position(places.key(path)[0]),
    })
  }
  return notices
}

/** What a `set` of the timeline will use from then on. */
function namesSet(root: ValueMap): ReadonlySet<string> {
  const names = new Set<string>()
  const gather = (value: Value | undefined): void => {
    if (typeof value === 'string') names.add(value)
    for (const [, each] of [...itemsOf(value), ...entriesOf(value)]) gather(each)
  }
  for (const [, entry] of itemsOf(root['timeline']))
    if (within(entry, 'set') !== undefined) gather(within(entry, 'to'))
  return names
}

/** Everybody of a family. */
function allowsAll(listed: ListedCidr | ListedCidr6): boolean {
  if ('cidr6' in listed) return formatCidr6(listed.cidr6) === '::/0'
  return listed.cidr.first === 0 && listed.cidr.last === LAST_IPV4
}

function noticeProbes(app: App, tell: (path: Path, code: string, message: string) => void): void {
  const { readiness, startup, liveness } = app.probes
  const startUs = app.lifecycle.start.maxUs
  if (readiness === 'none' && startUs > 0)
    tell(
      ['probes', 'readiness'],
      'READY_BEFORE_REACHABLE',
      `without a readiness probe an instance counts as ready up to ${formatDuration(startUs)} before it answers`,
    )
  if (liveness !== undefined && startup === undefined && liveness.initialDelayUs < startUs)
    tell(
      ['probes', 'liveness'],
      'LIVENESS_BEFORE_START', // facts/deployment A.8
      `the liveness probe begins after ${formatDuration(liveness.initialDelayUs)}, but the application may need ${formatDuration(startUs)} to start: it can be restarted for ever`,
    )
}
