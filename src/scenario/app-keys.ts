/** Keys that only SAE or only EAS has, and what each of them needs: facts/deployment A.7, B.6. */
import type { Path } from '../cloud/violation.ts'
import type { BuildContext } from './build-context.ts'
import type { ReadApp } from './schema/app.ts'
import { easKeys } from './schema/eas.ts'
import { missingKey } from './schema-reports.ts'

const OF_EAS = Object.keys(easKeys) as (keyof typeof easKeys)[]

/** What to write instead of a key of SAE, where it is not just to be left out. */
const SAE_HINTS = {
  concurrency: 'a service of EAS has workers',
  backlog: 'a service of EAS has a queue',
  namespace: 'namespaces are of SAE: leave it out',
  eips: 'an instance of EAS has no EIP of its own: leave it out, and let a NAT gateway serve its vSwitches',
} as const

/** Reports keys of the other kind, and what this one lacks. */
export function checkAppKeys(name: string, read: ReadApp, path: Path, context: BuildContext): void {
  const refuse = (key: string, at: Path, hint: string) =>
    context.report({
      code: 'KEYS_EXCLUSIVE',
      message:
        read.kind === 'sae'
          ? `${key} belongs to inference services of EAS, and ${name} is an application of SAE`
          : `${key} belongs to applications of SAE, and ${name} is an inference service of EAS`,
      hint,
      path: at,
    })
  if (read.instances === undefined)
    context.report(missingKey('instances', path, 'the declared number of instances'))
  if (read.kind === 'sae') {
    for (const key of OF_EAS)
      if (read[key] !== undefined) refuse(key, [...path, key], `write kind: eas, or leave ${key} out`)
    for (const key of ['maxUnavailable', 'gracePeriod', 'sigterm'] as const)
      if (read.deploy[key] !== undefined)
        refuse(
          `deploy.${key}`,
          [...path, 'deploy', key],
          key === 'maxUnavailable'
            ? 'SAE has deploy.minReady: how many stay'
            : key === 'gracePeriod'
              ? 'SAE has lifecycle.grace'
              : 'leave it out: SAE always sends TERM',
        )
    if (read.vswitches === undefined)
      context.report(missingKey('vswitches', path, 'the vSwitches of its instances'))
    if (read.port === undefined) context.report(missingKey('port', path, 'the port it serves'))
    if (read.securityGroup === undefined)
      context.report(missingKey('securityGroup', path, 'the security group of its instances'))
    return
  }
  for (const key of Object.keys(SAE_HINTS) as (keyof typeof SAE_HINTS)[])
    if (read[key] !== undefined) refuse(key, [...path, key], SAE_HINTS[key])
  const { deploy } = read
  if (deploy.minReady !== -1)
    refuse(
      'deploy.minReady',
      [...path, 'deploy', 'minReady'],
      'EAS has deploy.maxUnavailable: how many may be missing',
    )
  if (deploy.strategy.batches !== 1 || deploy.strategy.gray !== undefined)
    refuse(
      'deploy.strategy',
      [...path, 'deploy', 'strategy'],
      'EAS replaces instances one after the other; traffic is divided by a service group',
    )
  if (deploy.readinessGate)
    refuse('deploy.readinessGate', [...path, 'deploy', 'readinessGate'], 'leave it out')
  if (read.vswitches !== undefined && read.securityGroup === undefined)
    context.report(missingKey('securityGroup', path, 'of its ENIs in vswitches'))
  if (read.vswitches === undefined && read.securityGroup !== undefined)
    context.report({
      code: 'KEYS_EXCLUSIVE',
      message: `${name} has no ENIs in vSwitches of yours that a security group could guard`,
      hint: 'give it vswitches, or leave securityGroup out',
      path: [...path, 'securityGroup'],
    })
  if (read.elasticPool !== undefined && read.resourceGroup !== 'dedicated')
    context.report({
      code: 'KEYS_EXCLUSIVE',
      message: 'an elastic pool belongs to a dedicated resource group',
      hint: 'write resourceGroup: dedicated, or leave elasticPool out',
      path: [...path, 'elasticPool'],
    })
}
