/** One gateway of EAS as it was read: seed 002, facts/deployment B.1 to B.3. Where the file names no address, there are stand-ins. */
import type { WrittenEip } from '../cloud/eip-rules.ts'
import type {
  AlbGateway,
  AlbSide,
  Gateway,
  GatewayWhitelist,
  ManagedGateway,
  VpcLink,
} from '../cloud/gateway.ts'
import type { Path } from '../cloud/violation.ts'
import type { VSwitch } from '../cloud/vpc.ts'
import { prefixOf } from '../net/cidr.ts'
import { CidrSet } from '../net/cidr-set.ts'
import { ipv4 } from '../net/ipv4.ts'
import { buildAlerts } from './build-alerts.ts'
import { zonesOf } from './build-balancer.ts'
import type { BuildContext } from './build-context.ts'
import type { TakeAddress } from './build-privatelink.ts'
import type { Residents } from './build-residents.ts'
import { INTERNAL_STAND_IN, type PublicStandIns } from './gateway-addresses.ts'
import type { ListedEntry } from './gateway-whitelist.ts'
import type { ReadGateway } from './schema/gateway.ts'

export interface Surroundings {
  readonly vswitches: ReadonlyMap<string, VSwitch>
  readonly takeLast: Residents['takeLast']
  readonly eips: WrittenEip[]
  /** The shared gateway is asked for, which no file has to write. */
  readonly needsShared: boolean
}

export class GatewayBuilder {
  readonly #name: string
  readonly #read: ReadGateway
  readonly #path: Path
  readonly #surroundings: Surroundings
  readonly #standIns: PublicStandIns
  readonly #context: BuildContext

  constructor(
    name: string,
    read: ReadGateway,
    surroundings: Surroundings,
    standIns: PublicStandIns,
    context: BuildContext,
  ) {
    this.#name = name
    this.#read = read
    this.#path = ['gateways', name]
    this.#surroundings = surroundings
    this.#standIns = standIns
    this.#context = context
  }

  build(): Gateway | undefined {
    const { publicAddress, internalAddress } = this.#read
    switch (this.#read.type) {
      case 'shared':
        return {
          ...this.#common(),
          kind: 'shared',
          publicAddress: publicAddress ?? this.#standIns.next(this.#name),
          internalAddress: internalAddress ?? INTERNAL_STAND_IN,
        }
      case 'managed':
        return this.#managed()
      case 'alb':
        return this.#alb()
    }
  }

  #common() {
    return {
      name: this.#name,
      isDefault: this.#read.default,
      origin: this.#context.origin(this.#path),
    }
  }

  #managed(): ManagedGateway | undefined {
    const { spec, nodes, internet = {}, vpcs = {}, domains = {}, supportedZones, alerts } = this.#read
    if (spec === undefined || nodes === undefined) return undefined
    const path = [...this.#path, 'internet']
    return {
      ...this.#common(),
      kind: 'managed',
      spec,
      nodes,
      internet: {
        isOn: internet.entry === 'on',
        whitelist: this.#whitelist(internet.whitelist ?? [], [...path, 'whitelist']),
        publicAddress: internet.publicAddress ?? this.#standIns.next(this.#name),
      },
      links: Object.entries(vpcs).flatMap(([vpc, link]) => this.#link(vpc, link) ?? []),
      domains: Object.entries(domains).map(([domain, { side, certificate }]) => ({
        domain,
        side,
        ...(certificate !== undefined && { certificate }),
        origin: this.#context.origin([...this.#path, 'domains', domain]),
      })),
      logs: this.#read.logs ?? false,
      metrics: this.#read.metrics ?? false,
      ...(supportedZones !== undefined && { supportedZones }),
      ...(alerts !== undefined && {
        alerts: buildAlerts(alerts, [...this.#path, 'alerts'], this.#context),
      }),
    }
  }

  #link(vpc: string, read: NonNullable<ReadGateway['vpcs']>[string]): VpcLink | undefined {
    const path = [...this.#path, 'vpcs', vpc]
    const { vswitch, account, region } = read
    const isThere = this.#surroundings.vswitches.has(vswitch)
    const address =
      read.address ?? (isThere ? this.#surroundings.takeLast(vswitch, path, INTRANET) : undefined)
    if (!isThere || address === undefined) return undefined
    return {
      vpc,
      vswitch,
      address,
      whitelist: this.#whitelist(read.whitelist ?? [EVERYBODY], [...path, 'whitelist']),
      hasAuthoritativeDns: read.authoritativeDns,
      ...(account !== undefined && { account }),
      ...(region !== undefined && { region }),
      origin: this.#context.origin(path),
    }
  }

  #whitelist(entries: readonly ListedEntry[], path: Path): GatewayWhitelist {
    return {
      set: CidrSet.of(entries.map(({ cidr }) => cidr)),
      texts: entries.map(({ text }) => text),
      origin: this.#context.origin(path),
    }
  }

  #alb(): AlbGateway {
    const { internet, vpc } = this.#read
    const outer = internet && this.#side(internet, [...this.#path, 'internet'], true)
    const inner = vpc && this.#side(vpc, [...this.#path, 'vpc'], false)
    return {
      ...this.#common(),
      kind: 'alb',
      ...(this.#read.supportedZones !== undefined && { supportedZones: this.#read.supportedZones }),
      ...(outer !== undefined && { internet: outer }),
      ...(inner !== undefined && { intranet: inner }),
    }
  }

  /** As an ALB is built; each vSwitch has an EIP on the Internet side. */
  #side(
    read: Pick<
      NonNullable<ReadGateway['internet']>,
      'vswitches' | 'addresses' | 'publicAddresses' | 'certificates'
    >,
    path: Path,
    isPublic: boolean,
  ): AlbSide | undefined {
    const { vswitches, takeLast, eips } = this.#surroundings
    const take: TakeAddress = (vswitch, at) => takeLast(vswitch, at, isPublic ? INTERNET : INTRANET)
    const [first = ''] = read.vswitches ?? []
    const vpc = vswitches.get(first)?.vpc
    if (vpc === undefined) return undefined
    const zones = zonesOf(read, { vswitches, take }, path, this.#context).map((zone) => {
      if (!isPublic) return zone
      const { publicAddress = this.#standIns.next(this.#name) } = zone
      return { ...zone, publicAddress }
    })
    for (const [index, address] of (read.publicAddresses ?? []).entries())
      eips.push({
        address,
        holder: `gateways.${this.#name}`,
        path: [...path, 'publicAddresses', index],
      })
    return { vpc, zones, certificates: read.certificates ?? [], origin: this.#context.origin(path) }
  }
}

/** Where a side takes its addresses in a vSwitch. */
const INTRANET = 0
const INTERNET = 1

/** What the cloud writes into the list of a VPC that is linked (seed 002). */
const EVERYBODY: ListedEntry = { cidr: prefixOf(ipv4(0, 0, 0, 0), 0), text: '0.0.0.0/0' }
