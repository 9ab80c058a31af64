/** Applications of SAE and inference services of EAS as they were read. */
import type { App } from '../cloud/app.ts'
import type { VSwitch } from '../cloud/vpc.ts'
import { checkAppKeys } from './app-keys.ts'
import { buildApp, type OwnParts } from './build-app.ts'
import type { BuildContext } from './build-context.ts'
import { buildEasService, placeOfService } from './build-eas-service.ts'
import { usualGateway } from './build-gateways.ts'
import { MAX_INSTANCES } from './limits.ts'
import type { Resources } from './read-sections.ts'
import type { ReadApp } from './schema/app.ts'

/** Those whose vSwitches exist; the references have told of the others. */
export function buildApps(
  resources: Resources,
  vswitches: ReadonlyMap<string, VSwitch>,
  context: BuildContext,
): Map<string, App> {
  const apps = new Map<string, App>()
  const gateway = usualGateway(resources)
  let instances = 0
  for (const [name, read] of resources.apps) {
    const path = ['apps', name]
    instances += read.instances ?? 0
    if (instances > MAX_INSTANCES) {
      context.report({
        code: 'LIMIT_INSTANCES',
        message: `more than ${MAX_INSTANCES} instances in all applications together`,
        path: [...path, 'instances'],
      })
      break
    }
    checkAppKeys(name, read, path, context)
    const own = read.kind === 'eas' ? easParts(name, read, vswitches, gateway) : saeParts(read, vswitches)
    if (own !== undefined && read.instances !== undefined)
      apps.set(name, buildApp(name, read, { ...own, instances: read.instances }, context))
  }
  return apps
}

function easParts(
  name: string,
  read: ReadApp,
  vswitches: ReadonlyMap<string, VSwitch>,
  gateway: string | undefined,
): Omit<OwnParts, 'instances'> | undefined {
  const place = placeOfService(read, vswitches)
  return place && { ...place, ...buildEasService(name, read, gateway) }
}

function saeParts(
  { vswitches: names, securityGroup, port, concurrency, backlog }: ReadApp,
  vswitches: ReadonlyMap<string, VSwitch>,
): Omit<OwnParts, 'instances'> | undefined {
  const vpc = vswitches.get(names?.[0] ?? '')?.vpc
  if (vpc === undefined || names === undefined || securityGroup === undefined || port === undefined)
    return undefined
  return {
    vpc,
    vswitches: names,
    securityGroups: [securityGroup],
    port,
    ...(concurrency !== undefined && { concurrency }),
    ...(backlog !== undefined && { backlog }),
  }
}
