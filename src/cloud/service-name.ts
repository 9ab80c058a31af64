/** A Kubernetes service name of an SAE application: facts/load-balancing 3.4. */
import type { App } from './app.ts'
import type { Origin } from './origin.ts'

export interface ServiceName {
  /** As SAE builds it: `orders-cn-hangzhou-default`. */
  readonly name: string
  readonly app: string
  readonly ports: readonly {
    readonly port: number
    readonly targetPort: number
    readonly protocol: 'tcp' | 'udp'
  }[]
  readonly origin: Origin
}

/** SAE puts the id of the namespace behind what somebody chose: `orders`, `cn-hangzhou:test` make `orders-cn-hangzhou-test`. */
export function fullServiceName(chosen: string, namespace: string): string {
  return `${chosen}-${namespace.replaceAll(':', '-')}`
}

/** The namespace of an application; the default one of Hangzhou is told as `cn-hangzhou-default` (3.4). */
export function namespaceOf({ namespace }: Pick<App, 'namespace'>, region: string): string {
  return namespace ?? `${region}-default`
}
