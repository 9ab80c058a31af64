/** What SAE asks of an application: facts/deployment A.1, A.2, A.7. */
import type { App, Strategy } from './app.ts'
import type { Quotas } from './quotas.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

export function* checkApps(topology: Topology, quotas: Quotas): Generator<Violation> {
  for (const app of topology.apps.values()) yield* checkApp(app, topology, quotas)
}

function* checkApp(app: App, topology: Topology, quotas: Quotas): Generator<Violation> {
  const path: Path = ['apps', app.name]
  for (const [index, name] of app.vswitches.entries()) {
    const vswitch = topology.vswitches.get(name)
    if (vswitch !== undefined && vswitch.vpc !== app.vpc)
      yield {
        code: 'VPC_MISMATCH',
        message: `vSwitch ${name} is in VPC ${vswitch.vpc}, the first vSwitch of ${app.name} in ${app.vpc}`,
        hint: 'all vSwitches of an application are in one VPC',
        path: [...path, 'vswitches', index],
      }
    if (app.vswitches.indexOf(name) !== index)
      yield {
        code: 'REFERENCE_DUPLICATE',
        message: `vSwitch ${name} is named twice`,
        path: [...path, 'vswitches', index],
      }
  }
  for (const name of app.securityGroups) {
    const group = topology.securityGroups.get(name)
    if (group !== undefined && group.vpc !== app.vpc)
      yield {
        // facts/vpc 5.3, JoinSecurityGroup
        code: 'InvalidInstanceId.Mismatch',
        message: `security group ${name} is in VPC ${group.vpc}, ${app.name} in ${app.vpc}`,
        path: [...path, 'securityGroup'],
      }
  }
  if (app.instances > quotas.instancesPerApp)
    yield {
      // facts/deployment A.4, A.7
      code: 'NoComputeResourceQuota.App.Exceed',
      message: `${app.instances} instances, but an application may have ${quotas.instancesPerApp}`,
      hint: 'quotas.instancesPerApp sets a raised quota',
      path: [...path, 'instances'],
    }
  const { deploy } = app
  if (deploy.minReady > 0 && deploy.minReady >= app.instances)
    yield {
      // facts/deployment A.2
      code: 'MinReadyInstances.Not.Smaller.Replicas',
      message: `minReady ${deploy.minReady} must be smaller than the ${app.instances} instances`,
      hint:
        app.instances > 1
          ? `at most ${app.instances - 1}, or a percentage`
          : 'leave it out, or write a percentage',
      path: [...path, 'deploy', 'minReady'],
    }
  if (
    deploy.minReadyPercent === 100 &&
    (deploy.maxSurgePercent === 0 || (deploy.maxSurgePercent < 0 && deploy.maxSurge === 0))
  )
    yield {
      // facts/deployment A.2
      code: 'MAX_SURGE_ZERO',
      message:
        'with minReady 100% no old instance may stop first, and with maxSurge 0 no new one may start first',
      path: [...path, 'deploy', 'maxSurge'],
    }
  yield* checkStrategy(deploy.strategy, app.instances, [...path, 'deploy', 'strategy'])
}

/** A release of `instances` instances under `strategy`: facts/deployment A.1. */
export function* checkStrategy(strategy: Strategy, instances: number, path: Path): Generator<Violation> {
  const { batches, gray } = strategy
  if (batches === 1 && gray === undefined) return
  if (instances < 2) {
    yield {
      code: 'SINGLE_INSTANCE_NO_BATCHES',
      message: 'a phased or gray release needs more than one instance',
      path: [...path, gray === undefined ? 'batches' : 'gray'],
    }
    return
  }
  if (gray !== undefined && gray * 2 > instances)
    yield {
      code: 'CANARY_OVER_HALF',
      message: `the gray batch may hold at most half of the ${instances} instances`,
      hint: `at most ${Math.floor(instances / 2)}`,
      path: [...path, 'gray'],
    }
  const rest = instances - (gray ?? 0)
  if (batches > rest && !(gray !== undefined && gray * 2 > instances))
    yield {
      code: 'BATCHES_EXCEED_INSTANCES',
      message: `${batches} batches for ${rest} instances${gray === undefined ? '' : ' behind the gray batch'}`,
      hint: `at most ${rest}`,
      path: [...path, 'batches'],
    }
}
