/** What a file relies on about gateways and services of EAS that the documents leave open and that has no switch: facts/deployment part B. */

import type { Gateway, ManagedGateway } from '../cloud/gateway.ts'
import { easAppsIn } from '../cloud/gateway-front.ts'
import { gatewayHost } from '../cloud/gateway-name.ts'
import type { Topology } from '../cloud/topology.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { INTERNAL_STAND_IN, isStandIn } from './gateway-addresses.ts'
import type { Assumption } from './scenario.ts'
import { type ValueMap, valueAt } from './value.ts'

export function* assumptionsOfGateways(topology: Topology, root: ValueMap): Generator<Assumption> {
  for (const gateway of topology.gateways.values()) {
    yield* namesOf(gateway, topology.region)
    if (gateway.kind === 'managed') yield* listsOf(gateway)
  }
  yield* ofServices(topology, root)
  yield* ofGroups(topology, root)
}

/** Ids and addresses that only the cloud gives. */
function* namesOf(gateway: Gateway, region: string): Generator<Assumption> {
  const { name } = gateway
  const host = gatewayHost(gateway, region, 'internet')
  yield {
    code: 'ASSUMED_PRECEDENCE',
    text: `gateways.${name} is called ${host}: the name stands for the ids that the cloud gives`,
    source: 'facts/deployment B.2, B.4',
  }
  const addresses =
    gateway.kind === 'shared'
      ? [gateway.publicAddress, gateway.internalAddress]
      : gateway.kind === 'managed'
        ? [gateway.internet.publicAddress]
        : (gateway.internet?.zones ?? []).flatMap(({ publicAddress }) => publicAddress ?? [])
  const standIns = addresses.filter((address) => isStandIn(address) || address === INTERNAL_STAND_IN)
  if (standIns.length > 0)
    yield {
      code: 'ASSUMED_PRECEDENCE',
      text: `gateways.${name} has ${standIns.map(formatIpv4).join(' and ')}, which stand for addresses that the file does not name`,
      source: 'facts/deployment B.2, B.4',
    }
}

function* listsOf({ name, internet, links }: ManagedGateway): Generator<Assumption> {
  const lists = [internet.whitelist, ...links.map(({ whitelist }) => whitelist)]
  if (lists.some(({ texts }) => texts.some((text) => !text.includes('/'))))
    yield {
      code: 'ASSUMED_PRECEDENCE',
      text: `gateways.${name}: an entry of a whitelist without a mask is one address`,
      source: 'facts/deployment B.3',
    }
}

function* ofServices(topology: Topology, root: ValueMap): Generator<Assumption> {
  const services = easAppsIn(topology.apps)
  const told = (names: readonly string[]) =>
    names.length === 1 ? `apps.${names[0]}` : `apps.{${names.join(',')}}`
  const silent = services.filter(({ name }) => valueAt(root, ['apps', name, 'port']) === undefined)
  if (silent.length > 0)
    yield {
      code: 'ASSUMED_PRECEDENCE',
      text: `${told(silent.map(({ name }) => name))}.port = 8000`,
      source: 'facts/deployment B.6',
    }
  const inside = services.filter(({ eas }) => !eas.isInVpc)
  if (inside.length > 0)
    yield {
      code: 'ASSUMED_PRECEDENCE',
      text: `${told(inside.map(({ name }) => name))}: instances without vswitches are in a network of EAS, 10.224.0.0/11, which has no way to the Internet`,
      source: 'facts/deployment B.6',
    }
  if (services.length > 0)
    yield {
      code: 'ASSUMED_PRECEDENCE',
      text: `${told(services.map(({ name }) => name))}: a gateway calls the instances that are ready, without health checks of its own, and waits 60s for an answer`,
      source: 'facts/deployment B.4',
    }
}

function* ofGroups({ serviceGroups }: Topology, root: ValueMap): Generator<Assumption> {
  for (const { name } of serviceGroups.values()) {
    yield {
      code: 'ASSUMED_PRECEDENCE',
      text: `serviceGroups.${name}: methods and rate limits of its services hold on their own paths, not on that of the group`,
      source: 'facts/deployment B.4, B.6',
    }
    if (valueAt(root, ['serviceGroups', name, 'token']) === undefined)
      yield {
        code: 'ASSUMED_PRECEDENCE',
        text: `serviceGroups.${name}.token = token-of-${name}: a group has a token of its own`,
        source: 'facts/deployment B.4',
      }
  }
}
