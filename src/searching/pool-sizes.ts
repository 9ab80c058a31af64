/** The file with a pool in other sizes, each read once. */
import type { EipPool } from '../cloud/eip-pool.ts'
import { interfacesOf } from '../cloud/server.ts'
import type { Rewriting } from '../scenario/rewritten.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { addressesOf, rangesOf } from './spare-addresses.ts'
import { type Study, withValues } from './study.ts'

export class PoolSizes {
  readonly pool: EipPool
  readonly #study: Study
  readonly #read = new Map<number, ReturnType<typeof withValues>>()

  constructor(study: Study, pool: EipPool) {
    this.#study = study
    this.pool = pool
  }

  scenarioOf(size: number): Scenario {
    const read = this.#of(size)
    if (!read.ok) throw new Error(`pool ${this.pool.name} with ${size} addresses: ${read.why}`)
    return read.scenario
  }

  whyRefused(size: number): string | undefined {
    const read = this.#of(size)
    return read.ok ? undefined : read.why
  }

  /** So many EIPs the account has then, if its quota is less. */
  quotaFor(size: number): number | undefined {
    const { quotas } = this.#study.scenario
    const eips = this.#eips + size - this.pool.addresses.length
    return quotas !== undefined && eips > quotas.eip ? eips : undefined
  }

  get #eips(): number {
    const { eipPools, natGateways, servers, haVips } = this.#study.scenario.topology
    return [
      ...[...eipPools.values()].flatMap(({ addresses }) => addresses),
      ...[...natGateways.values()].flatMap(({ eips }) => eips),
      ...[...servers.values()].flatMap((server) => interfacesOf(server).flatMap(({ eip }) => eip ?? [])),
      ...[...haVips.values()].flatMap(({ eip }) => eip ?? []),
    ].length
  }

  #of(size: number) {
    let read = this.#read.get(size)
    if (read === undefined) {
      const { source, scenario } = this.#study
      const addresses = addressesOf(this.pool, size, source, scenario.topology)
      const changes: Rewriting[] = [
        { path: ['eipPools', this.pool.name, 'addresses'], value: rangesOf(addresses) },
      ]
      const quota = this.quotaFor(size)
      if (quota !== undefined) changes.push({ path: ['quotas', 'eip'], value: quota })
      read = withValues(this.#study, changes)
      this.#read.set(size, read)
    }
    return read
  }
}
