/** What the cloud refuses about a configuration, each refusal as a text that stays equal while its ground does. */
import type { WrittenEip } from '../cloud/eip-rules.ts'
import { withoutFronts } from '../cloud/gateway-front.ts'
import type { Quotas } from '../cloud/quotas.ts'
import { interfacesOf } from '../cloud/server.ts'
import type { Topology } from '../cloud/topology.ts'
import { checkTopology } from '../cloud/topology-rules.ts'

export function refusalsOf(topology: Topology, quotas: Quotas): ReadonlySet<string> {
  const refusals = new Set<string>()
  // That the quota is used up is one ground, whichever EIP is one too many.
  for (const { code, path } of checkTopology(withoutFronts(topology), eipsOf(topology), quotas))
    refusals.add(code === 'QuotaExceeded.Eip' ? code : `${code} ${path.join('/')}`)
  return refusals
}

/** Every EIP of the account, as the rules count them. */
function eipsOf({ eipPools, natGateways, servers }: Topology): WrittenEip[] {
  const of = (section: string, name: string, addresses: readonly number[]) =>
    addresses.map(
      (address): WrittenEip => ({
        address,
        holder: `${section}.${name}`,
        path: [section, name, address],
      }),
    )
  return [
    ...[...eipPools.values()].flatMap(({ name, addresses }) => of('eipPools', name, addresses)),
    ...[...natGateways.values()].flatMap(({ name, eips }) => of('natGateways', name, eips)),
    ...[...servers.values()].flatMap((server) =>
      interfacesOf(server).flatMap(({ name, eip }) => (eip === undefined ? [] : of('servers', name, [eip]))),
    ),
  ]
}
