/**
 * What a fold needs to know besides the events: things that are there although nothing happens to them, and the pauses
 * an application may make. A `Plan` is a setting.
 */
import type { DeployPolicy } from '../cloud/app.ts'

export interface Setting {
  readonly topology: {
    readonly apps: ReadonlyMap<string, SettingApp>
    readonly eipPools: ReadonlyMap<string, { readonly addresses: readonly unknown[] }>
  }
  readonly flows: readonly { readonly name: string }[]
}

export interface SettingApp {
  readonly vswitches: readonly string[]
  readonly eipPool?: string
  readonly deploy: Pick<DeployPolicy, 'eipGate' | 'instanceWaitUs' | 'retryUs'>
}
