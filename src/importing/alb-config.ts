/** An AlbConfig: one ALB with its listeners (facts/load-balancing 4.1). */
import { itemsOf, valueAt, within } from '../scenario/value.ts'
import type { Findings } from './findings.ts'
import type { ListenerPort } from './ingress-listeners.ts'
import type { Manifest } from './manifest.ts'

export interface AlbConfig {
  readonly name: string
  /** `Internet` is the default (4.1). */
  readonly network: 'internet' | 'intranet'
  readonly edition: 'basic' | 'standard' | 'waf'
  /** Ids of vSwitches, as they are written. */
  readonly vswitches: readonly string[]
  readonly listeners: readonly ListenerSpec[]
}

export interface ListenerSpec extends ListenerPort {
  readonly idleTimeoutS?: number
  readonly requestTimeoutS?: number
}

export function readAlbConfig(manifest: Manifest, findings: Findings): AlbConfig {
  const { name, value } = manifest
  const config = valueAt(value, ['spec', 'config'])
  const zones = itemsOf(within(config, 'zoneMappings'))
  if (zones.length === 1)
    findings.refuse(manifest, {
      code: 'INGRESS_ZONES',
      message: 'an ALB has vSwitches in at least two zones',
      path: ['spec', 'config', 'zoneMappings'],
    })
  const edition = within(config, 'edition')
  return {
    name,
    network: within(config, 'addressType') === 'Intranet' ? 'intranet' : 'internet',
    edition: edition === 'Basic' ? 'basic' : edition === 'StandardWithWaf' ? 'waf' : 'standard',
    vswitches: zones.flatMap(([, zone]) => {
      const id = within(zone, 'vSwitchId')
      return typeof id === 'string' ? [id] : []
    }),
    listeners: itemsOf(valueAt(value, ['spec', 'listeners'])).flatMap(([index, listener]): ListenerSpec[] => {
      const port = Number(within(listener, 'port'))
      const protocol = within(listener, 'protocol')
      if (protocol === 'HTTP' || protocol === 'HTTPS' || protocol === 'QUIC') {
        const idle = within(listener, 'idleTimeout')
        const request = within(listener, 'requestTimeout')
        return [
          {
            port,
            protocol,
            ...(typeof idle === 'number' && { idleTimeoutS: idle }),
            ...(typeof request === 'number' && { requestTimeoutS: request }),
          },
        ]
      }
      findings.refuse(manifest, {
        code: 'INGRESS_LISTEN_PORTS',
        message: 'a listener has protocol HTTP, HTTPS or QUIC',
        path: ['spec', 'listeners', index],
      })
      return []
    }),
  }
}
