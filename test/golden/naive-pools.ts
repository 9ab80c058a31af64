/**
 * Pools once more, read from facts/load-balancing 1.8 to 1.10, 2.2, 2.5, 2a.3, 2a.4 and section 5 alone: a server is its history, and every
 * question goes through that history again. Shares no code with src/balancing.
 */
import type { BackendPool } from '../../src/cloud/backend-pool.ts'

export interface NaiveServer {
  key: string
  /** `10.0.0.1:8080`. */
  name: string
  weight: number
  zone?: string
}

interface Stay extends NaiveServer {
  addedUs: number
  isSound: boolean
  hadSoundNeighbour: boolean
  removedUs?: number
  /** Since it is checked: what each probe found. */
  probes: { passed: boolean; atUs: number }[]
  terminating?: 'serving' | 'silent'
  /** It turned unhealthy then, before its weight was 0 for a while. */
  turnedUs?: number
}

export class NaivePool {
  pool: BackendPool
  stays: Stay[] = []

  constructor(pool: BackendPool) {
    this.pool = pool
  }

  add(server: NaiveServer, nowUs: number, isSound: boolean): void {
    // Who stood before anybody looked does not ramp.
    const hadSoundNeighbour =
      !isSound &&
      this.stays.some(
        (other) =>
          other.removedUs === undefined && this.isSound(other) && this.rampStart(other, nowUs) === undefined,
      )
    const stay: Stay = { ...server, addedUs: nowUs, isSound, hadSoundNeighbour, probes: [] }
    const at = this.stays.findIndex(({ key }) => key === server.key)
    if (at >= 0 && this.state(server.key, nowUs) !== 'gone') this.stays[at] = stay
    else {
      this.stays = this.stays.filter(({ key }) => key !== server.key)
      this.stays.push(stay)
    }
  }

  remove(key: string, nowUs: number): void {
    this.of(key).removedUs = nowUs
  }

  setWeight(key: string, weight: number, nowUs: number): void {
    const stay = this.of(key)
    // "0 = no health checks": what probes found before counts no more, and a ramp that was over is over.
    if (weight === 0 && stay.weight > 0 && this.pool.product !== 'serviceName' && this.pool.healthCheck) {
      if (this.rampIsOver(stay, nowUs)) stay.hadSoundNeighbour = false
      const turnedUs = this.turned(stay)
      if (turnedUs !== undefined) stay.turnedUs = turnedUs
      stay.probes = []
      stay.isSound = false
    }
    if (stay.weight === 0 && weight > 0 && this.pool.healthCheck) stay.isSound = false
    stay.weight = weight
  }

  probe(key: string, passed: boolean, atUs: number): void {
    if (this.pool.product === 'serviceName') {
      this.of(key).probes = [{ passed, atUs }]
      return
    }
    const stay = this.stays.find((one) => one.key === key)
    if (stay?.removedUs === undefined && stay !== undefined && stay.weight > 0)
      stay.probes.push({ passed, atUs })
  }

  state(key: string, nowUs: number): string {
    const stay = this.stays.find((one) => one.key === key)
    if (stay === undefined) return 'gone'
    if (stay.removedUs !== undefined) return nowUs < this.drainEnd(stay) ? 'draining' : 'gone'
    if (stay.terminating !== undefined) return 'draining'
    if (this.pool.product !== 'serviceName') {
      if (stay.weight === 0) return 'unused'
      if (this.pool.healthCheck === undefined) return 'unavailable'
    }
    return this.verdicts(stay).at(-1)!.verdict
  }

  /** Table 1.10 row by row; master/slave of 2.2; endpoints of section 5. */
  eligible(zone: string | undefined): Stay[] {
    const members = this.stays.filter(({ removedUs }) => removedUs === undefined)
    const here =
      this.pool.crossZone || zone === undefined ? members : members.filter((s) => (s.zone ?? zone) === zone)
    const verdict = (stay: Stay) => this.verdicts(stay).at(-1)!.verdict
    if (this.pool.product === 'serviceName') {
      if (this.pool.service?.publishesNotReady) return here
      const ready = here.filter((s) => s.terminating === undefined && verdict(s) === 'healthy')
      return ready.length > 0 ? ready : here.filter((s) => s.terminating === 'serving')
    }
    const weighted = here.filter(({ weight }) => weight > 0)
    let answer = weighted
    if (this.pool.healthCheck !== undefined) {
      // Section 9 row 16, and row 8 below.
      const good = this.pool.servesUnjudged ? ['healthy', 'initial'] : ['healthy']
      const healthy = weighted.filter((s) => good.includes(verdict(s)))
      const isOpen =
        (this.pool.onAllUnhealthy ?? (['alb', 'nlb'].includes(this.pool.product) ? 'open' : 'closed')) ===
        'open'
      const isNobodyHealthy = healthy.length === 0
      if (!isNobodyHealthy) answer = healthy
      else if (!isOpen) answer = weighted.filter((s) => verdict(s) === 'initial')
    }
    return this.pool.isMasterSlave ? answer.slice(0, 1) : answer
  }

  /** `max(1, w · t / T)`, or Envoy's: section 9 row 10. */
  weightAt(stay: Stay, nowUs: number): number {
    const startUs = this.rampStart(stay, nowUs)
    if (startUs === undefined || stay.weight === 0) return stay.weight
    const least = this.pool.slowStartCurve === 'envoy' ? stay.weight / 10 : 1
    return Math.max(least, (stay.weight * (nowUs - startUs)) / this.pool.slowStartUs!)
  }

  of(key: string): Stay {
    return this.stays.find((stay) => stay.key === key && stay.removedUs === undefined)!
  }

  private isSound(stay: Stay): boolean {
    if (stay.weight === 0) return false
    return this.pool.healthCheck === undefined || this.verdicts(stay).at(-1)!.verdict === 'healthy'
  }

  /** All verdicts that a server ever had, oldest first: the probes are read again from the first one. */
  private verdicts(stay: Stay): { verdict: string; sinceUs: number }[] {
    if (this.pool.product === 'serviceName') {
      const last = stay.probes.at(-1)
      return [{ verdict: (last?.passed ?? true) ? 'healthy' : 'unhealthy', sinceUs: 0 }]
    }
    const verdicts = [{ verdict: stay.isSound ? 'healthy' : 'initial', sinceUs: stay.addedUs }]
    const check = this.pool.healthCheck
    if (check === undefined) return verdicts
    let from = 0
    for (let end = 1; end <= stay.probes.length; end++) {
      const row = stay.probes.slice(from, end)
      const { passed, atUs } = row.at(-1)!
      const need = passed ? check.healthyThreshold : check.unhealthyThreshold
      const verdict = passed ? 'healthy' : 'unhealthy'
      const isRow = row.length >= need && row.slice(-need).every((probe) => probe.passed === passed)
      if (verdicts.at(-1)!.verdict === verdict || !isRow) continue
      verdicts.push({ verdict, sinceUs: atUs })
      from = end
    }
    return verdicts
  }

  private rampStart(stay: Stay, nowUs: number): number | undefined {
    const { slowStartUs, product, scheduler, healthCheck } = this.pool
    if (slowStartUs === undefined || product !== 'alb' || scheduler.kind !== 'wrr') return undefined
    if (!stay.hadSoundNeighbour || stay.removedUs !== undefined) return undefined
    if (this.rampIsOver(stay, nowUs)) return undefined
    if (healthCheck === undefined) return stay.addedUs
    if (stay.weight === 0) return undefined
    const last = this.verdicts(stay).at(-1)!
    return last.verdict === 'healthy' ? last.sinceUs : undefined
  }

  /** Some stretch of health lasted for the whole ramp. */
  private rampIsOver(stay: Stay, nowUs: number): boolean {
    const { slowStartUs = 0, healthCheck } = this.pool
    if (healthCheck === undefined) return nowUs - stay.addedUs >= slowStartUs
    const verdicts = this.verdicts(stay)
    return verdicts.some(
      ({ verdict, sinceUs }, at) =>
        verdict === 'healthy' && (verdicts[at + 1]?.sinceUs ?? nowUs) - sinceUs >= slowStartUs,
    )
  }

  /** On removal, or since it turned unhealthy if that came first. */
  private drainEnd(stay: Stay): number {
    const { drainUs } = this.pool
    if (drainUs === undefined || drainUs === 0) return stay.removedUs!
    const turnedUs = this.turned(stay)
    const isDraining = turnedUs !== undefined && stay.removedUs! < turnedUs + drainUs
    return (isDraining ? turnedUs! : stay.removedUs!) + drainUs
  }

  /** Since when it is unhealthy after having been healthy. */
  private turned(stay: Stay): number | undefined {
    const verdicts = this.verdicts(stay)
    const at = verdicts.length - 1
    if (verdicts[at]!.verdict === 'healthy') return undefined
    return verdicts[at - 1]?.verdict === 'healthy' ? verdicts[at]!.sinceUs : stay.turnedUs
  }
}
