/**
 * What is rented, checked and resolved: every name in it leads somewhere. Deeply readonly; a change of configuration is
 * another topology. Maps keep the order of the file, and nothing may depend on any other order.
 */
import type { App } from './app.ts'
import type { Assumptions } from './assumptions.ts'
import type { Cen } from './cen.ts'
import type { Certificate } from './certificate.ts'
import type { Database } from './database.ts'
import type { DnsRecord } from './dns-record.ts'
import type { EasServiceGroup } from './eas-service.ts'
import type { EipPool } from './eip-pool.ts'
import type { PrivateLinkEndpoint } from './endpoint.ts'
import type { EndpointService } from './endpoint-service.ts'
import type { Gateway } from './gateway.ts'
import type { HaVip } from './ha-vip.ts'
import type { InternetHost } from './internet-host.ts'
import type { LoadBalancer } from './load-balancer.ts'
import type { NatGateway } from './nat-gateway.ts'
import type { Peering } from './peering.ts'
import type { PrivateZone } from './private-zone.ts'
import type { RouterInterface } from './router-interface.ts'
import type { SecurityGroup } from './security-group.ts'
import type { Server } from './server.ts'
import type { ServerGroup } from './server-group.ts'
import type { ServiceName } from './service-name.ts'
import type { Vpc, VSwitch } from './vpc.ts'
import type { VpcNatGateway } from './vpc-nat-gateway.ts'

export interface Topology {
  readonly region: string
  /** How the cloud is where the documents leave it open (facts/vpc section 15). */
  readonly assumptions: Assumptions
  readonly vpcs: ReadonlyMap<string, Vpc>
  readonly vswitches: ReadonlyMap<string, VSwitch>
  readonly securityGroups: ReadonlyMap<string, SecurityGroup>
  readonly eipPools: ReadonlyMap<string, EipPool>
  readonly natGateways: ReadonlyMap<string, NatGateway>
  readonly peerings: ReadonlyMap<string, Peering>
  readonly cens: ReadonlyMap<string, Cen>
  readonly vpcNatGateways: ReadonlyMap<string, VpcNatGateway>
  readonly routerInterfaces: ReadonlyMap<string, RouterInterface>
  readonly internet: ReadonlyMap<string, InternetHost>
  readonly apps: ReadonlyMap<string, App>
  readonly servers: ReadonlyMap<string, Server>
  readonly haVips: ReadonlyMap<string, HaVip>
  readonly databases: ReadonlyMap<string, Database>
  /** Public records, by their whole name. */
  readonly dns: ReadonlyMap<string, DnsRecord>
  readonly privateZones: ReadonlyMap<string, PrivateZone>
  readonly endpointServices: ReadonlyMap<string, EndpointService>
  readonly endpoints: ReadonlyMap<string, PrivateLinkEndpoint>
  /** What SAE Ingresses and Services are made of is in here too. */
  readonly loadBalancers: ReadonlyMap<string, LoadBalancer>
  readonly serverGroups: ReadonlyMap<string, ServerGroup>
  readonly certificates: ReadonlyMap<string, Certificate>
  /** Inference gateways of EAS, as they were ordered; their entries are among the load balancers. */
  readonly gateways: ReadonlyMap<string, Gateway>
  readonly serviceGroups: ReadonlyMap<string, EasServiceGroup>
  /** Kubernetes service names of SAE applications, by the whole name. */
  readonly serviceNames: ReadonlyMap<string, ServiceName>
}
