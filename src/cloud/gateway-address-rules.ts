/** Addresses that a file names for gateways of EAS: public ones are public and of one holder, those in vSwitches are free. */
import { prefixOf } from '../net/cidr.ts'
import { formatIpv4, type Ipv4, ipv4 } from '../net/ipv4.ts'
import { isPublic, type WrittenEip } from './eip-rules.ts'
import type { Gateway } from './gateway.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

const CLOUD_SERVICES = prefixOf(ipv4(100, 64, 0, 0), 10)

/** Those of ALB gateways are EIPs, and checked as such (`eip-rules.ts`). */
export function* checkGatewayAddresses(
  topology: Topology,
  eips: readonly WrittenEip[],
): Generator<Violation> {
  const holders = new Map<Ipv4, string>(eips.map(({ address, holder }) => [address, holder]))
  for (const { name, address } of topology.internet.values()) holders.set(address, `internet.${name}`)
  for (const gateway of topology.gateways.values()) {
    const { name } = gateway
    for (const { address, path } of publicAddressesOf(gateway)) {
      if (!isPublic(address))
        yield {
          code: 'ADDRESS_NOT_PUBLIC',
          message: `${formatIpv4(address)} is no public address`,
          hint: 'for examples use 192.0.2.0/24, 198.51.100.0/24 or 203.0.113.0/24',
          path,
        }
      const holder = holders.get(address)
      if (holder !== undefined)
        yield {
          code: 'ADDRESS_DUPLICATE',
          message: `${formatIpv4(address)} is already in ${holder}`,
          hint: 'leave publicAddress out for a stand-in',
          path,
        }
      else holders.set(address, `gateways.${name}`)
    }
    if (gateway.kind !== 'shared') continue
    const { internalAddress } = gateway
    if (internalAddress < CLOUD_SERVICES.first || internalAddress > CLOUD_SERVICES.last)
      yield {
        code: 'VALUE_OUT_OF_RANGE',
        message: `${formatIpv4(internalAddress)} does not lie in 100.64.0.0/10, where cloud services answer`,
        hint: 'leave internalAddress out for a stand-in',
        path: ['gateways', name, 'internalAddress'],
      }
  }
}

function publicAddressesOf(gateway: Gateway): { readonly address: Ipv4; readonly path: Path }[] {
  const path = ['gateways', gateway.name]
  switch (gateway.kind) {
    case 'shared':
      return [{ address: gateway.publicAddress, path: [...path, 'publicAddress'] }]
    case 'managed':
      return [{ address: gateway.internet.publicAddress, path: [...path, 'internet', 'publicAddress'] }]
    case 'alb':
      return []
  }
}

/** Those that gateways take of vSwitches, with what has them. */
export function* residentsOfGateways({ gateways }: Topology): Generator<{
  readonly holder: string
  readonly vswitch: string
  readonly address: Ipv4
  readonly path: Path
}> {
  for (const gateway of gateways.values()) {
    const path = ['gateways', gateway.name]
    const holder = `gateway ${gateway.name}`
    if (gateway.kind === 'managed')
      for (const { vpc, vswitch, address } of gateway.links)
        yield { holder, vswitch, address, path: [...path, 'vpcs', vpc, 'address'] }
    if (gateway.kind === 'alb')
      for (const [side, key] of [
        ['internet', 'internet'],
        ['intranet', 'vpc'],
      ] as const)
        for (const [index, { vswitch, address }] of (gateway[side]?.zones ?? []).entries())
          yield { holder, vswitch, address, path: [...path, key, 'addresses', index] }
  }
}
