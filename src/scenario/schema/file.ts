/** The whole file. Its parts are read one by one (`read-sections.ts`); this is the definition that editors see. */
import * as z from 'zod'
import { app } from './app.ts'
import { assume } from './assume.ts'
import { cen } from './cen.ts'
import { database } from './database.ts'
import { draws, failures } from './draws.ts'
import { subjects } from './expectation.ts'
import { gateway } from './gateway.ts'
import { haVip } from './ha-vip.ts'
import { ingress, service } from './ingress.ts'
import { asLeaf, key, withLater } from './leaf.ts'
import { accessList, certificate, loadBalancer } from './load-balancer.ts'
import { dns, domainName, privateZone } from './names.ts'
import { eipPool, flow, internetHost, natGateway, peering, quotas, securityGroup, vpc } from './network.ts'
import { prefixList } from './prefix-list.ts'
import { endpoint, endpointService } from './privatelink.ts'
import { routerInterface } from './router-interface.ts'
import { server } from './server.ts'
import { serverGroup } from './server-group.ts'
import { features, serviceGroup } from './service-group.ts'
import { actions } from './timeline.ts'
import { name, positiveDuration, prose, region } from './words.ts'

/** Maps from a name to a resource, by their key. */
export const resourceSections = {
  vpcs: vpc,
  prefixLists: prefixList,
  securityGroups: securityGroup,
  eipPools: eipPool,
  natGateways: natGateway,
  peerings: peering,
  cens: cen,
  routerInterfaces: routerInterface,
  internet: internetHost,
  apps: app,
  servers: server,
  haVips: haVip,
  databases: database,
  dns,
  privateZones: privateZone,
  endpointServices: endpointService,
  endpoints: endpoint,
  accessLists: accessList,
  certificates: certificate,
  serverGroups: serverGroup,
  loadBalancers: loadBalancer,
  ingresses: ingress,
  services: service,
  gateways: gateway,
  serviceGroups: serviceGroup,
} as const

export type ResourceSection = keyof typeof resourceSections

/** What stands at the head of the file. */
export const headKeys = {
  simulate: key(
    asLeaf(z.literal(1), {
      kind: '1',
      code: 'FORMAT_UNSUPPORTED',
      expected: '1, the only version of this format',
    }),
    'Version of the format.',
  ),
  name: key(prose.optional(), 'What the run is called; default is the name of the file.'),
  description: key(prose.optional(), 'For people.'),
  duration: key(positiveDuration.prefault('15m'), 'How long the run lasts.'),
  seed: key(
    asLeaf(z.int().min(0).max(4_294_967_295), {
      kind: 'count',
      code: 'SCENARIO_SCHEMA',
      expected: 'a whole number from 0 to 4294967295',
    }).prefault(1),
    'Decides every draw.',
  ),
  region: key(region.prefault('cn-hangzhou'), 'The region; zones begin with its name.', 'facts/vpc R1.10'),
} as const

/** Sections of the top level that the design names and a later version will read. */
export const LATER_SECTIONS = ['clients', 'alerts']

const named = (schema: z.ZodType, description: string) => key(z.record(name, schema).optional(), description)

/** The file as a whole: source of the JSON Schema. */
export const scenarioFile = withLater(
  z
    .strictObject({
      ...headKeys,
      quotas: key(
        quotas.optional(),
        'Quotas that differ from the documented default.',
        'facts/vpc 1.3, 3.3, 4.4, 5.2',
      ),
      draws: key(
        draws.optional(),
        'How long works of instances take, by `shop-4/start`, in place of what chance would say; a list for the first time, the second, … .',
      ),
      failures: key(
        failures.optional(),
        'How many of the first associations of an EIP with an instance end without success, by `shop-4/eipBind`: the address goes back to its pool, and the instance looks for one again after `deploy.retry`.',
        'assumed',
      ),
      assume: key(assume.optional(), 'How the cloud is where the documents leave it open.', 'facts/vpc 15'),
      vpcs: named(vpc, 'VPCs by name.'),
      prefixLists: named(prefixList, 'Prefix lists by name.'),
      securityGroups: named(securityGroup, 'Security groups by name.'),
      eipPools: named(eipPool, 'EIP pools by name.'),
      natGateways: named(natGateway, 'NAT gateways by name.'),
      peerings: named(peering, 'VPC peerings by name.'),
      cens: named(cen, 'CENs with their transit routers by name.'),
      routerInterfaces: named(routerInterface, 'Pairs of router interfaces by name.'),
      internet: named(internetHost, 'Hosts of the Internet by name.'),
      apps: named(app, 'Applications by name.'),
      servers: named(server, 'ECS servers by name.'),
      haVips: named(haVip, 'HaVips by name.'),
      databases: named(database, 'Managed databases by name.'),
      dns: key(
        z.record(domainName, dns).optional(),
        'Public DNS: what everybody resolves, by the whole name.',
      ),
      privateZones: named(privateZone, 'Zones of PrivateZone by name.'),
      endpointServices: named(endpointService, 'Endpoint services of PrivateLink by name.'),
      endpoints: named(endpoint, 'Endpoints of PrivateLink by name.'),
      accessLists: named(accessList, 'Access lists of listeners by name.'),
      certificates: named(certificate, 'Certificates by name.'),
      serverGroups: named(serverGroup, 'Server groups by name.'),
      loadBalancers: named(loadBalancer, 'Load balancers by name.'),
      ingresses: named(ingress, 'SAE gateway routes by name.'),
      services: named(service, 'SAE services by name.'),
      features: key(features.optional(), 'What is enabled for the account by ticket.', 'seed 002'),
      gateways: named(gateway, 'Inference gateways of EAS by name.'),
      serviceGroups: named(serviceGroup, 'Service groups of EAS by name.'),
      flows: named(flow, 'Who talks to whom, by name.'),
      timeline: key(
        z.array(z.union(Object.values(actions))).optional(),
        'What is done and when; each entry is known by its action word.',
      ),
      expect: key(
        z.array(z.union(Object.values(subjects))).optional(),
        'What must hold; each entry is known by its subject.',
      ),
    })
    .meta({
      title: 'vpcsim scenario',
      description: 'What is rented, what is done and when, who talks to whom, and what must hold.',
    }),
  LATER_SECTIONS,
)
