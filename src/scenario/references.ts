/**
 * Who refers to whom, gathered from the raw file: a resource that cannot be read still exists, and what it names is
 * still checked. Whatever is not a text here is the schema's business.
 */
import { ResourceGraph, type ResourceId, type ResourceKind } from '../cloud/resource-graph.ts'
import type { Path } from '../cloud/violation.ts'
import type { Report } from './problem.ts'
import { defineServiceNames, referBalancers } from './references-of-balancers.ts'
import { referCens } from './references-of-cens.ts'
import { defineSharedGateway, referFlowToService, referGateways } from './references-of-gateways.ts'
import { defineInterfaces, isInterfaceText, referInterfaces } from './references-of-interfaces.ts'
import { referIpv6 } from './references-of-ipv6.ts'
import { referName, referNames } from './references-of-names.ts'
import { referRouterInterfaces } from './references-of-router-interfaces.ts'
import { domainIn } from './schema/names.ts'
import { isName } from './schema/words.ts'
import { listing, suggest } from './suggestion.ts'
import { entriesOf, itemsOf, quote, type Value, type ValueMap, within } from './value.ts'

const KINDS: Readonly<Record<string, ResourceKind>> = {
  vpcs: 'vpc',
  prefixLists: 'prefixList',
  securityGroups: 'securityGroup',
  eipPools: 'eipPool',
  natGateways: 'natGateway',
  peerings: 'peering',
  cens: 'cen',
  routerInterfaces: 'routerInterface',
  internet: 'internet',
  apps: 'app',
  servers: 'server',
  haVips: 'haVip',
  databases: 'db',
  dns: 'dns',
  privateZones: 'privateZone',
  endpointServices: 'endpointService',
  endpoints: 'endpoint',
  accessLists: 'accessList',
  certificates: 'certificate',
  serverGroups: 'serverGroup',
  loadBalancers: 'loadBalancer',
  ingresses: 'ingress',
  services: 'service',
  gateways: 'gateway',
  serviceGroups: 'serviceGroup',
  flows: 'flow',
}

/** How people call a kind. */
export const KIND_WORDS: Readonly<Record<ResourceKind, string>> = {
  vpc: 'VPC',
  vswitch: 'vSwitch',
  networkAcl: 'network ACL',
  routeTable: 'route table',
  ipv6Gateway: 'IPv6 gateway',
  securityGroup: 'security group',
  prefixList: 'prefix list',
  eipPool: 'EIP pool',
  natGateway: 'NAT gateway',
  peering: 'peering',
  cen: 'CEN',
  routerInterface: 'router interface',
  internet: 'Internet host',
  app: 'application',
  server: 'server',
  haVip: 'HaVip',
  db: 'database',
  dns: 'DNS record',
  privateZone: 'private zone',
  endpointService: 'endpoint service',
  endpoint: 'endpoint',
  accessList: 'access list',
  certificate: 'certificate',
  serverGroup: 'server group',
  loadBalancer: 'load balancer',
  ingress: 'gateway route',
  service: 'service',
  gateway: 'gateway',
  serviceGroup: 'service group',
  flow: 'flow',
  timeline: 'timeline entry',
  expect: 'expectation',
}

/** References that get a hint; behind so many the first ones are the answer. */
const MOST_HINTS = 100

/** Builds the graph of a file and finds what its names lead to. */
export function readReferences(root: ValueMap): { graph: ResourceGraph; reports: Report[] } {
  const graph = new ResourceGraph()
  const reports: Report[] = []
  defineResources(root, graph, reports)
  referResources(root, graph, reports)
  referFlows(root, graph, reports)
  referEntries(root, graph)
  for (const [index, { from, to, path }] of graph.undefinedReferences().entries()) {
    const slash = to.indexOf('/')
    const kind = to.slice(0, slash) as ResourceKind
    const name = to.slice(slash + 1)
    const message = `no ${KIND_WORDS[kind]} is named ${quote(name)}`
    const hint =
      index < MOST_HINTS ? { hint: suggest(name, graph.namesOf(kind)) + neededBy(from, graph) } : {}
    reports.push({ code: 'REFERENCE_UNDEFINED', message, ...hint, path })
  }
  return { graph, reports }
}

/** What does not work either, as long as `id` leads nowhere. */
function neededBy(id: ResourceId, graph: ResourceGraph): string {
  const dependents = graph.dependentsOf(id).filter((each) => !/^(timeline|expect)\//.test(each))
  return dependents.length === 0 ? '' : ` (needed by ${listing(dependents)})`
}

function defineResources(root: ValueMap, graph: ResourceGraph, reports: Report[]): void {
  for (const [section, kind] of Object.entries(KINDS))
    for (const [name] of entriesOf(root[section])) graph.define(kind, name, [section, name])
  defineInterfaces(root, graph)
  defineServiceNames(root, graph)
  defineSharedGateway(root, graph)
  for (const [vpc, definition] of entriesOf(root['vpcs']))
    for (const [name] of entriesOf(within(definition, 'vswitches'))) {
      const path = ['vpcs', vpc, 'vswitches', name]
      if (graph.has('vswitch', name))
        reports.push({
          code: 'NAME_DUPLICATE',
          message: `another VPC has a vSwitch named ${quote(name)} as well`,
          hint: `names of vSwitches are unique in the file, for example ${vpc}-${name}`,
          path,
          at: 'key',
        })
      graph.define('vswitch', name, path)
      graph.refer(`vswitch/${name}`, 'vpc', vpc, path)
    }
}

function referResources(root: ValueMap, graph: ResourceGraph, reports: Report[]): void {
  const refer = (from: ResourceId, kind: ResourceKind, holder: Value, key: string, path: Path) => {
    const name = within(holder, key)
    if (isNameText(name)) graph.refer(from, kind, name, [...path, key])
  }
  for (const [name, group] of entriesOf(root['securityGroups'])) {
    const path = ['securityGroups', name]
    refer(`securityGroup/${name}`, 'vpc', group, 'vpc', path)
    for (const [direction, side] of [
      ['ingress', 'from'],
      ['egress', 'to'],
    ] as const)
      for (const [index, rule] of itemsOf(within(group, direction))) {
        const peer = within(rule, side)
        const [, kind, target] =
          typeof peer === 'string' ? (/^(securityGroup|prefixList)\/(.*)$/s.exec(peer) ?? []) : []
        if (kind !== undefined)
          graph.refer(`securityGroup/${name}`, kind as ResourceKind, target!, [
            ...path,
            direction,
            index,
            side,
          ])
      }
  }
  referPartsOfVpcs(root, graph)
  referCens(root, graph)
  referRouterInterfaces(root, graph)
  referInterfaces(root, graph)
  referNames(root, graph)
  referBalancers(root, graph, reports)
  referIpv6(root, graph)
  referGateways(root, graph)
  for (const [name, gateway] of entriesOf(root['natGateways'])) {
    const path = ['natGateways', name]
    refer(`natGateway/${name}`, 'vpc', gateway, 'vpc', path)
    refer(`natGateway/${name}`, 'vswitch', gateway, 'vswitch', path)
    for (const [index, entry] of itemsOf(within(gateway, 'snat')))
      refer(`natGateway/${name}`, 'vswitch', entry, 'vswitch', [...path, 'snat', index])
  }
  for (const [name, peering] of entriesOf(root['peerings']))
    for (const [index, vpc] of itemsOf(within(peering, 'vpcs')))
      if (isNameText(vpc)) graph.refer(`peering/${name}`, 'vpc', vpc, ['peerings', name, 'vpcs', index])
  for (const [name, app] of entriesOf(root['apps'])) {
    const path = ['apps', name]
    for (const [index, vswitch] of itemsOf(within(app, 'vswitches')))
      if (isNameText(vswitch)) graph.refer(`app/${name}`, 'vswitch', vswitch, [...path, 'vswitches', index])
    refer(`app/${name}`, 'securityGroup', app, 'securityGroup', path)
    refer(`app/${name}`, 'eipPool', app, 'eips', path)
  }
  for (const [name, server] of entriesOf(root['servers']))
    referResident(`server/${name}`, server, ['servers', name], graph)
  for (const [name, database] of entriesOf(root['databases']))
    referResident(`db/${name}`, database, ['databases', name], graph)
}

/** A server or a database: its vSwitch, and the security groups it names. */
function referResident(id: ResourceId, resident: Value, path: Path, graph: ResourceGraph): void {
  const vswitch = within(resident, 'vswitch')
  if (isNameText(vswitch)) graph.refer(id, 'vswitch', vswitch, [...path, 'vswitch'])
  for (const [index, group] of itemsOf(within(resident, 'securityGroups')))
    if (isNameText(group)) graph.refer(id, 'securityGroup', group, [...path, 'securityGroups', index])
}

/** Network ACLs and route tables: the vSwitches that they are attached to, and where routes lead. */
function referPartsOfVpcs(root: ValueMap, graph: ResourceGraph): void {
  for (const [vpc, definition] of entriesOf(root['vpcs']))
    for (const [section, kind] of [
      ['networkAcls', 'networkAcl'],
      ['routeTables', 'routeTable'],
    ] as const)
      for (const [name, part] of entriesOf(within(definition, section))) {
        const id: ResourceId = `${kind}/${vpc}.${name}`
        const path = ['vpcs', vpc, section, name]
        for (const [index, vswitch] of itemsOf(within(part, 'vswitches')))
          if (isNameText(vswitch)) graph.refer(id, 'vswitch', vswitch, [...path, 'vswitches', index])
        for (const [index, route] of itemsOf(within(part, 'routes'))) {
          const to = within(route, 'to')
          const [, list] = typeof to === 'string' ? (/^prefixList\/(.*)$/s.exec(to) ?? []) : []
          if (isNameText(list)) graph.refer(id, 'prefixList', list, [...path, 'routes', index, 'to'])
          const via = within(route, 'via')
          const [, hop, target] =
            typeof via === 'string' ? (/^(natGateway|peering|cen|server|haVip)\/(.*)$/s.exec(via) ?? []) : []
          if (isInterfaceText(target))
            graph.refer(id, hop as ResourceKind, target, [...path, 'routes', index, 'via'])
        }
      }
}

const ENDPOINT_KINDS = [
  'app',
  'server',
  'haVip',
  'db',
  'internet',
  'endpoint',
  'natGateway',
  'loadBalancer',
  'service',
  'gateway',
] as const
/** Those that a name alone may mean: a NAT gateway is seldom the one. */
const BARE_KINDS = ENDPOINT_KINDS.filter((kind) => kind !== 'natGateway')

/** Kinds of endpoints that a later version will know. */
const LATER_ENDPOINTS = ['client']

/** What an endpoint's text names; a bare name that fits nothing or several things has no kind. */
export function endpointOf(
  text: string,
  graph: ResourceGraph,
): { kind: (typeof ENDPOINT_KINDS)[number] | 'name'; name: string } | undefined {
  const domain = domainIn(text)
  if (domain !== undefined) return { kind: 'name', name: domain }
  const slash = text.indexOf('/')
  if (slash >= 0) {
    const kind = ENDPOINT_KINDS.find((known) => known === text.slice(0, slash))
    const name = text.slice(slash + 1)
    return kind !== undefined && graph.has(kind, name) ? { kind, name } : undefined
  }
  const kinds = BARE_KINDS.filter((kind) => graph.has(kind, text))
  return kinds.length === 1 ? { kind: kinds[0]!, name: text } : undefined
}

function referFlows(root: ValueMap, graph: ResourceGraph, reports: Report[]): void {
  for (const [name, flow] of entriesOf(root['flows'])) {
    referFlowToService(name, flow, graph, reports)
    for (const side of ['from', 'to']) {
      const text = within(flow, side)
      const path = ['flows', name, side]
      if (typeof text === 'string' && referName(text, `flow/${name}`, path, root, graph, reports)) continue
      if (typeof text !== 'string' || !isInterfaceText(text.slice(text.indexOf('/') + 1))) continue
      const known = endpointOf(text, graph)
      if (known !== undefined && known.kind !== 'name')
        graph.refer(`flow/${name}`, known.kind, known.name, path)
      else reportEndpoint(text, path, name, graph, reports)
    }
  }
}

function reportEndpoint(
  text: string,
  path: Path,
  flow: string,
  graph: ResourceGraph,
  reports: Report[],
): void {
  const slash = text.indexOf('/')
  const kind = text.slice(0, Math.max(slash, 0))
  if (slash >= 0 && ENDPOINT_KINDS.some((known) => known === kind)) {
    graph.refer(`flow/${flow}`, kind as ResourceKind, text.slice(slash + 1), path)
    return
  }
  if (slash >= 0) {
    if (LATER_ENDPOINTS.includes(kind))
      reports.push({
        code: 'FEATURE_NOT_MODELLED',
        message: `endpoints of the kind ${kind} are planned, but not modelled yet`,
        hint: `an endpoint is ${listing(
          ENDPOINT_KINDS.map((known) => `${known}/NAME`),
          'or',
        )}`,
        path,
      })
    else
      reports.push({
        code: 'REFERENCE_UNDEFINED',
        message: `${quote(kind)} is no kind of endpoint`,
        hint: `an endpoint is ${suggest(kind, ENDPOINT_KINDS, 'of the kind')}`,
        path,
      })
    return
  }
  const fitting = BARE_KINDS.filter((known) => graph.has(known, text))
  if (fitting.length > 1) {
    reports.push({
      code: 'ENDPOINT_AMBIGUOUS',
      message: `${quote(text)} is ${listing(fitting.map((known) => `${/^[aeiou]/i.test(KIND_WORDS[known]) ? 'an' : 'a'} ${KIND_WORDS[known]}`))}`,
      hint: `write ${listing(
        fitting.map((known) => `${known}/${text}`),
        'or',
      )}`,
      path,
    })
    return
  }
  const known = BARE_KINDS.flatMap((each) => graph.namesOf(each))
  reports.push({
    code: 'REFERENCE_UNDEFINED',
    message: `no ${listing(
      BARE_KINDS.map((known) => KIND_WORDS[known]),
      'or',
    )} is named ${quote(text)}`,
    hint: suggest(text, known),
    path,
  })
}

/** Words of the timeline and of the expectations that name an application. */
const APP_ACTIONS = [
  'create',
  'deploy',
  'rollback',
  'scale',
  'restart',
  'stop',
  'start',
  'crash',
  'confirm',
  'abort',
]
const SUBJECT_KINDS: readonly (readonly [string, ResourceKind])[] = [
  ['flow', 'flow'],
  ['rollout', 'app'],
  ['app', 'app'],
  ['pool', 'eipPool'],
  ['rotation', 'serverGroup'],
  ['refused', 'app'],
  ['warning', 'app'],
]

/** Those that `after` and `until` of an expectation may wait for. */
const MILESTONE_KINDS = SUBJECT_KINDS.slice(0, 5)

function referEntries(root: ValueMap, graph: ResourceGraph): void {
  for (const [index, entry] of itemsOf(root['timeline']))
    for (const word of APP_ACTIONS) {
      const name = within(entry, word)
      if (isNameText(name)) {
        graph.refer(`timeline/${index}`, 'app', name, ['timeline', index, word])
        break
      }
    }
  for (const [index, entry] of itemsOf(root['expect'])) {
    for (const [subject, kind] of SUBJECT_KINDS) {
      const name = within(entry, subject)
      if (isNameText(name)) {
        graph.refer(`expect/${index}`, kind, name, ['expect', index, subject])
        break
      }
    }
    for (const word of ['after', 'until'])
      for (const [subject, kind] of MILESTONE_KINDS) {
        const name = within(within(entry, word), subject)
        if (isNameText(name)) {
          graph.refer(`expect/${index}`, kind, name, ['expect', index, word, subject])
          break
        }
      }
    const metric = within(entry, 'metric')
    const [, flow] =
      typeof metric === 'string'
        ? (/^(?:availability|successRate|errors|p99|lostConnections|refusedConnections)\((.*)\)$/s.exec(
            metric,
          ) ?? [])
        : []
    if (flow !== undefined) graph.refer(`expect/${index}`, 'flow', flow, ['expect', index, 'metric'])
    const [, gateway] = typeof metric === 'string' ? (/^snatPorts\((.*)\)$/s.exec(metric) ?? []) : []
    if (gateway !== undefined)
      graph.refer(`expect/${index}`, 'natGateway', gateway, ['expect', index, 'metric'])
  }
}

/** What is no name is told by the schema, and looked up nowhere. */
function isNameText(value: Value | undefined): value is string {
  return typeof value === 'string' && isName(value)
}
