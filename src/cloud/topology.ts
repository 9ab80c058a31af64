/**
 * What is rented, checked and resolved: every name in it leads somewhere. Deeply readonly; a change of configuration is
 * another topology. Maps keep the order of the file, and nothing may depend on any other order.
 */
import type { App } from './app.ts'
import type { Database } from './database.ts'
import type { EipPool } from './eip-pool.ts'
import type { InternetHost } from './internet-host.ts'
import type { NatGateway } from './nat-gateway.ts'
import type { Peering } from './peering.ts'
import type { SecurityGroup } from './security-group.ts'
import type { Server } from './server.ts'
import type { Vpc, VSwitch } from './vpc.ts'

export interface Topology {
  readonly region: string
  readonly vpcs: ReadonlyMap<string, Vpc>
  readonly vswitches: ReadonlyMap<string, VSwitch>
  readonly securityGroups: ReadonlyMap<string, SecurityGroup>
  readonly eipPools: ReadonlyMap<string, EipPool>
  readonly natGateways: ReadonlyMap<string, NatGateway>
  readonly peerings: ReadonlyMap<string, Peering>
  readonly internet: ReadonlyMap<string, InternetHost>
  readonly apps: ReadonlyMap<string, App>
  readonly servers: ReadonlyMap<string, Server>
  readonly databases: ReadonlyMap<string, Database>
}
