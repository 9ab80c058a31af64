/** What EAS asks of services and service groups: seed 002, facts/deployment B.1, B.6. No error text of it is documented. */
import type { EasServiceGroup } from './eas-service.ts'
import { type EasApp, easAppsIn, gatewayOf } from './gateway-front.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

export function* checkEasServices(topology: Topology): Generator<Violation> {
  for (const app of easAppsIn(topology.apps)) {
    const path = ['apps', app.name]
    yield* checkPlace(app, topology, path)
    yield* checkAutoscaling(app, topology, [...path, 'autoscaling'])
  }
  for (const group of topology.serviceGroups.values())
    yield* checkGroup(group, topology, ['serviceGroups', group.name])
}

/** Behind an ALB gateway a service is in the VPC of the gateway (seed 002). */
function* checkPlace(app: EasApp, { gateways }: Topology, path: Path): Generator<Violation> {
  const gateway = gatewayOf(app, gateways)
  if (gateway?.kind !== 'alb') return
  const vpc = (gateway.internet ?? gateway.intranet)?.vpc
  if (vpc === undefined && app.eas.isInVpc) return
  if (app.eas.isInVpc && app.vpc === vpc) return
  yield {
    code: 'GATEWAY_SERVICE_VPC',
    message: app.eas.isInVpc
      ? `${app.name} is in VPC ${app.vpc}, its gateway ${gateway.name} in ${vpc}`
      : `${app.name} is in no VPC, and its gateway ${gateway.name} is an ALB gateway`,
    hint: `a service of an ALB gateway is in the VPC of the gateway: give it vswitches${vpc === undefined ? '' : ` of ${vpc}`} and a securityGroup`,
    path: app.eas.isInVpc ? [...path, 'vswitches'] : path,
    ...(!app.eas.isInVpc && { at: 'key' as const }),
  }
}

function* checkAutoscaling(app: EasApp, { gateways }: Topology, path: Path): Generator<Violation> {
  const { autoscaling } = app.eas
  if (autoscaling === undefined) return
  const { min, max, metrics } = autoscaling
  const gateway = gatewayOf(app, gateways)
  if (min === 0 && gateway !== undefined && gateway.kind !== 'shared')
    yield {
      code: 'AUTOSCALING_MIN_ZERO',
      message: `${app.name} is behind the dedicated gateway ${gateway.name}, from which nothing can scale from zero`,
      hint: 'write min: 1 or more, or take the shared gateway',
      path: [...path, 'min'],
    }
  if (min > max)
    yield {
      code: 'VALUE_OUT_OF_RANGE',
      message: `min ${min} is more than max ${max}`,
      path: [...path, 'min'],
    }
  else if (app.instances < min || app.instances > max)
    yield {
      code: 'VALUE_OUT_OF_RANGE',
      message: `${app.instances} instances are not between min ${min} and max ${max}`,
      hint: 'begin inside of the limits',
      path: ['apps', app.name, 'instances'],
    }
  if (metrics.length === 0)
    yield {
      code: 'KEYS_EXCLUSIVE',
      message: 'autoscaling names no metric',
      hint: 'write metrics: { qps: 20 }, or cpu, or backlog',
      path: [...path, 'metrics'],
    }
}

function* checkGroup(group: EasServiceGroup, topology: Topology, path: Path): Generator<Violation> {
  const { name, services, traffic } = group
  if (topology.apps.get(name)?.eas !== undefined)
    yield {
      code: 'NAME_DUPLICATE',
      message: `a service is named ${name} as well, and both would have the path /api/predict/${name}`,
      hint: `call the group another name, such as ${name}-group`,
      path,
      at: 'key',
    }
  let first: { readonly service: string; readonly gateway: string } | undefined
  for (const [index, service] of services.entries()) {
    const app = topology.apps.get(service)
    const at = [...path, 'services', index]
    if (services.indexOf(service) !== index)
      yield { code: 'REFERENCE_DUPLICATE', message: `service ${service} is named twice`, path: at }
    if (app === undefined) continue
    if (app.eas === undefined) {
      yield {
        code: 'SERVICE_GROUP_MEMBER',
        message: `${service} is an application of SAE`,
        hint: 'a service group has inference services of EAS: kind: eas',
        path: at,
      }
      continue
    }
    const gateway = gatewayOf({ eas: app.eas }, topology.gateways)?.name
    if (gateway === undefined) continue
    first ??= { service, gateway }
    if (gateway !== first.gateway)
      yield {
        code: 'SERVICE_GROUP_GATEWAY',
        message: `${service} is behind gateway ${gateway}, ${first.service} behind ${first.gateway}`,
        hint: 'all services of a group are behind one gateway',
        path: at,
      }
  }
  if (traffic === 'auto') return
  for (const service of traffic.keys())
    if (!services.includes(service))
      yield {
        code: 'SERVICE_GROUP_MEMBER',
        message: `${service} has a weight, and is not among the services of ${name}`,
        hint: `add it to services, or leave its weight out`,
        path: [...path, 'traffic', service],
        at: 'key',
      }
  if ([...traffic.values()].every((weight) => weight === 0))
    yield {
      code: 'VALUE_OUT_OF_RANGE',
      message: `all weights of ${name} are zero, so that nobody would be called`,
      path: [...path, 'traffic'],
    }
}
