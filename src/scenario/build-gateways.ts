/** Inference gateways of EAS and service groups as they were read: seed 002, facts/deployment B.1, B.6. */
import type { EasServiceGroup } from '../cloud/eas-service.ts'
import type { Gateway } from '../cloud/gateway.ts'
import { unwritten } from '../cloud/origin.ts'
import type { BuildContext } from './build-context.ts'
import { GatewayBuilder, type Surroundings } from './build-gateway.ts'
import { INTERNAL_STAND_IN, PublicStandIns, SHARED_STAND_IN } from './gateway-addresses.ts'
import { checkGatewayKeys } from './gateway-keys.ts'
import type { Resources } from './read-sections.ts'

/** The shared gateway is there without being made (facts/deployment B.1); this is its name in a file that does not write it. */
const SHARED = 'shared'

/** The gateway of services that name none: the default one, else the shared one (seed 002). */
export function usualGateway({ gateways }: Pick<Resources, 'gateways'>): string | undefined {
  const all = [...gateways]
  const [usual] = all.find(([, read]) => read.default) ?? all.find(([, { type }]) => type === 'shared') ?? []
  return usual ?? (gateways.has(SHARED) ? undefined : SHARED)
}

/** Those that could be built; what they lack is reported. */
export function buildGateways(
  resources: Resources,
  surroundings: Surroundings,
  context: BuildContext,
): Map<string, Gateway> {
  const gateways = new Map<string, Gateway>()
  const standIns = new PublicStandIns(resources)
  for (const [name, read] of resources.gateways) {
    const path = ['gateways', name]
    checkGatewayKeys(name, read, path, context)
    const gateway = new GatewayBuilder(name, read, surroundings, standIns, context).build()
    if (gateway !== undefined) gateways.set(name, gateway)
  }
  if (surroundings.needsShared && !resources.gateways.has(SHARED))
    gateways.set(SHARED, {
      kind: 'shared',
      name: SHARED,
      isDefault: false,
      publicAddress: SHARED_STAND_IN,
      internalAddress: INTERNAL_STAND_IN,
      origin: unwritten(`gateways.${SHARED}`),
    })
  return gateways
}

export function buildServiceGroups(
  { serviceGroups }: Pick<Resources, 'serviceGroups'>,
  context: BuildContext,
): Map<string, EasServiceGroup> {
  const groups = new Map<string, EasServiceGroup>()
  for (const [name, { services, traffic, token }] of serviceGroups)
    groups.set(name, {
      name,
      services,
      traffic: traffic === 'auto' ? 'auto' : new Map(Object.entries(traffic)),
      token: token ?? `token-of-${name}`,
      origin: context.origin(['serviceGroups', name]),
    })
  return groups
}
