/**
 * What a fold needs to know besides the events: things that are there although nothing happens to them, and the pauses
 * an application may make. A `Plan` is a setting.
 */
import type { DeployPolicy } from '../cloud/app.ts'
import type { Certificate } from '../cloud/certificate.ts'
import type { Gateway } from '../cloud/gateway.ts'

export interface Setting {
  readonly topology: SettingGateways & {
    readonly apps: ReadonlyMap<string, SettingApp>
    readonly eipPools: ReadonlyMap<string, { readonly addresses: readonly unknown[] }>
  }
  readonly flows: readonly { readonly name: string }[]
  /** Changes of configuration change alerts and what they watch. */
  readonly timeline?: readonly {
    readonly atUs: number
    readonly action: { readonly kind: string; readonly topology?: SettingGateways }
  }[]
}

/** What alerts are about; absent where there are none. */
export interface SettingGateways {
  readonly gateways?: ReadonlyMap<string, Gateway>
  readonly certificates?: ReadonlyMap<string, Certificate>
}

export interface SettingApp {
  readonly vswitches: readonly string[]
  readonly eipPool?: string
  readonly deploy: Pick<DeployPolicy, 'eipGate' | 'instanceWaitUs' | 'retryUs'>
}
