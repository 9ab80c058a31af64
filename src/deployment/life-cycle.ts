/**
 * The life of an instance, step by step (facts/deployment A.5, A.6, A.8, A.9): schedule and private address, image, EIP,
 * container, probes, ready; preStop, TERM, KILL, gone. Each function answers one kind of finished work. Nothing here
 * knows what time it is: how long a work takes and what a probe sees is told from outside.
 */
import type { Probe } from '../cloud/app.ts'
import { fixed, SECOND_US } from '../cloud/duration-range.ts'
import type { Fleet } from './fleet.ts'
import type { Instance } from './instance.ts'
import { NO_RESULTS, observe, verdict } from './streak.ts'
import { isProbe, type ProbeKind, type Work } from './work.ts'

/** A probe as the API fills it in (A.8): for a version that misbehaves in an application that declares no probe. */
export const DEFAULT_PROBE: Probe = {
  initialDelayUs: 10 * SECOND_US,
  periodUs: 30 * SECOND_US,
  timeoutUs: SECOND_US,
  failureThreshold: 3,
  successThreshold: 1,
}

/** The same of EAS (B.6). */
export const EAS_PROBE: Probe = { ...DEFAULT_PROBE, periodUs: 10 * SECOND_US }

/** Crash back-off: 10 s, doubled by each further restart, 300 s at most (D.7). */
export function backoffUs(restarts: number): number {
  return Math.min(10 * 2 ** Math.min(restarts, 10), 300) * SECOND_US
}

/** A work of an instance is done; `passed` is the result of a probe, or of an association. */
export function advance(fleet: Fleet, instance: Instance, work: Work, passed: boolean): void {
  const index = instance.works.indexOf(work)
  if (index < 0) throw new Error(`${work.kind} of ${instance.name} was done but not under way`)
  instance.works.splice(index, 1)
  if (isProbe(work.kind)) return probed(fleet, instance, work.kind, passed)
  switch (work.kind) {
    case 'schedule':
    case 'retryAddress':
      return takeAddress(fleet, instance)
    case 'pull':
    case 'retryEip':
      return takeEip(fleet, instance)
    case 'eipBind':
      return passed ? eipBound(fleet, instance) : eipNotBound(fleet, instance)
    case 'start':
      return answers(fleet, instance)
    case 'exit':
      return containerDied(fleet, instance, 'CONTAINER_EXITED')
    case 'backoff':
      return restartContainer(fleet, instance)
    case 'restart':
      return startContainer(fleet, instance)
    case 'preStop':
      return terminate(fleet, instance)
    case 'stop':
      return fleet.gone(instance)
    case 'grace':
      // Who was never told to end has not failed to.
      if (fleet.sendsTerm)
        fleet.warn(
          instance,
          'KILLED_AT_GRACE',
          'the grace period ended before the process did: SIGKILL, exit code 137',
        )
      return fleet.gone(instance)
    default:
      throw new Error(`${work.kind} is not a work of an instance`)
  }
}

function takeAddress(fleet: Fleet, instance: Instance): void {
  const { app, surroundings } = fleet
  const place = surroundings.subnets.allocate(app.vswitches)
  if (place === undefined) {
    const isZone = app.vswitches.every((vswitch) => !surroundings.subnets.isUp(vswitch))
    const code = isZone ? 'ZONE_UNAVAILABLE' : 'CREATE_NO_VSWITCH_IP'
    return wait(fleet, instance, 'retryAddress', code, `no private address in ${app.vswitches.join(', ')}`)
  }
  instance.address = place.address
  instance.vswitch = place.vswitch
  fleet.begin(instance, 'pull', app.lifecycle.pull)
  instance.phase = 'initializing'
  fleet.changed(instance)
}

function takeEip(fleet: Fleet, instance: Instance): void {
  const { ledger, app } = fleet
  if (ledger === undefined) return startContainer(fleet, instance)
  const eip = ledger.take(instance.name)
  if (eip === undefined) {
    if (app.deploy.eipShortage === 'fail') fleet.onFailedStart(instance, 'CREATE_NO_EIP')
    // The order may have answered by taking the instance away.
    if (instance.phase === 'gone') return
    if (instance.phase !== 'awaitingEip') {
      instance.phase = 'awaitingEip'
      fleet.changed(instance, 'CREATE_NO_EIP')
    }
    return wait(
      fleet,
      instance,
      'retryEip',
      'CREATE_NO_EIP',
      `all ${ledger.size} EIPs of pool ${ledger.pool} are taken`,
    )
  }
  instance.eip = eip
  fleet.begin(instance, 'eipBind', app.lifecycle.eipBind)
  fleet.tellEip(eip, 'Associating', instance)
  instance.phase = 'associating'
  fleet.changed(instance)
}

/** A creation that lacks something is tried again and again; only the first try is told (A.6: a Warning event). */
function wait(
  fleet: Fleet,
  instance: Instance,
  kind: 'retryAddress' | 'retryEip',
  code: string,
  message: string,
): void {
  fleet.begin(instance, kind, fixed(fleet.app.deploy.retryUs))
  if (instance.waitsFor === code) return
  instance.waitsFor = code
  fleet.warn(instance, code, message)
}

function eipBound(fleet: Fleet, instance: Instance): void {
  const eip = instance.eip!
  fleet.ledger!.bound(eip)
  fleet.tellEip(eip, 'InUse', instance)
  if (instance.phase === 'terminating') return fleet.gone(instance)
  startContainer(fleet, instance)
}

/** The association ended without success (assumed: as if it had not been asked for); the instance looks for an EIP again. */
function eipNotBound(fleet: Fleet, instance: Instance): void {
  const eip = instance.eip!
  fleet.ledger!.notBound(eip)
  instance.eip = undefined
  fleet.tellEip(eip, 'Available', instance)
  if (instance.phase === 'terminating') return fleet.gone(instance)
  fleet.warn(instance, 'EIP_BIND_FAILED', 'the association of an EIP ended without success')
  instance.phase = 'awaitingEip'
  fleet.begin(instance, 'retryEip', fixed(fleet.app.deploy.retryUs))
  fleet.changed(instance, 'EIP_BIND_FAILED')
}

function startContainer(fleet: Fleet, instance: Instance): void {
  const { probes, lifecycle } = fleet.app
  const { behaviour } = instance
  instance.streaks.startupProbe = NO_RESULTS
  instance.streaks.readinessProbe = NO_RESULTS
  instance.streaks.livenessProbe = NO_RESULTS
  fleet.begin(instance, 'start', behaviour?.start ?? lifecycle.start)
  if (behaviour?.exitsAfterUs !== undefined) fleet.begin(instance, 'exit', fixed(behaviour.exitsAfterUs))
  instance.phase = 'starting'
  instance.eipInUse = instance.eip !== undefined
  instance.startupPassed = probes.startup === undefined
  fleet.changed(instance)
  if (probes.startup === undefined) startupDone(fleet, instance)
  else fleet.begin(instance, 'startupProbe', fixed(probes.startup.initialDelayUs))
}

/** The two other probes begin when the startup probe has passed, each by its own delay (A.8). */
function startupDone(fleet: Fleet, instance: Instance): void {
  for (const kind of ['readinessProbe', 'livenessProbe'] as const) {
    const probe = probeOf(fleet, instance, kind)
    if (probe !== undefined) fleet.begin(instance, kind, fixed(probe.initialDelayUs))
  }
  if (isReadyUnprobed(fleet, instance)) becomeReady(fleet, instance)
}

function answers(fleet: Fleet, instance: Instance): void {
  instance.answering = true
  fleet.changed(instance)
  if (instance.phase === 'starting' && isReadyUnprobed(fleet, instance)) becomeReady(fleet, instance)
}

/** Ready without a probe: a sound readiness waits for the answer, an absent one for nothing. */
function isReadyUnprobed(fleet: Fleet, instance: Instance): boolean {
  if (!instance.startupPassed || probeOf(fleet, instance, 'readinessProbe') !== undefined) return false
  return fleet.app.probes.readiness === 'none' || instance.answering
}

/** The probe in force; undefined when there is none to run. */
export function probeOf(fleet: Fleet, instance: Instance, kind: ProbeKind): Probe | undefined {
  const { probes } = fleet.app
  if (kind === 'startupProbe') return probes.startup
  const usual = fleet.app.eas === undefined ? DEFAULT_PROBE : EAS_PROBE
  if (kind === 'livenessProbe') return probes.liveness ?? (instance.behaviour?.liveness && usual)
  if (probes.readiness === 'none') return undefined
  if (probes.readiness === 'sound') return instance.behaviour?.readiness && usual
  return probes.readiness
}

function probed(fleet: Fleet, instance: Instance, kind: ProbeKind, passed: boolean): void {
  const probe = probeOf(fleet, instance, kind)!
  instance.streaks[kind] = observe(instance.streaks[kind], passed)
  const result = verdict(instance.streaks[kind], probe)
  if (!isSettled(instance, kind, result)) fleet.begin(instance, kind, fixed(probe.periodUs))
  if (result === 'undecided') return
  switch (kind) {
    case 'startupProbe':
      if (result === 'failed') return containerDied(fleet, instance, 'STARTUP_PROBE_FAILED')
      instance.startupPassed = true
      return startupDone(fleet, instance)
    case 'livenessProbe':
      if (result === 'failed') containerDied(fleet, instance, 'LIVENESS_PROBE_FAILED')
      return
    case 'readinessProbe':
      return readinessDecided(fleet, instance, result)
  }
}

/** A probe that has passed and cannot fail any more is not run for ever: its result is known. */
function isSettled(instance: Instance, kind: ProbeKind, result: 'passed' | 'failed' | 'undecided'): boolean {
  if (kind === 'startupProbe') return result !== 'undecided'
  const window = kind === 'readinessProbe' ? instance.behaviour?.readiness : instance.behaviour?.liveness
  return result === 'passed' && (window === undefined || window.failsFromUs === Number.POSITIVE_INFINITY)
}

const FAILED_AT_START = [
  'READINESS_FAILED_AT_START',
  'EDAS-10022: the readiness probe failed from the start on',
] as const
const REPLICA_NOT_READY = ['REPLICA_NOT_READY', 'the readiness probe failed from the start on'] as const

function readinessDecided(fleet: Fleet, instance: Instance, result: 'passed' | 'failed'): void {
  if (result === 'passed') {
    if (!instance.isReady) becomeReady(fleet, instance)
    return
  }
  if (instance.isReady) {
    instance.phase = 'unready'
    return fleet.changed(instance, 'READINESS_PROBE_FAILED')
  }
  if (instance.awaitsGate) {
    instance.awaitsGate = false
    return fleet.changed(instance, 'READINESS_PROBE_FAILED')
  }
  const { failureThreshold } = probeOf(fleet, instance, 'readinessProbe')!
  if (instance.wasReady || instance.streaks.readinessProbe.length !== failureThreshold) return
  const [code, message] = fleet.app.eas === undefined ? FAILED_AT_START : REPLICA_NOT_READY
  fleet.warn(instance, code, message)
  fleet.onFailedStart(instance, code)
}

function becomeReady(fleet: Fleet, instance: Instance): void {
  instance.wasReady = true
  instance.hasFailed = false
  if (fleet.app.deploy.readinessGate && !instance.isGateOpen) {
    if (instance.awaitsGate) return
    instance.awaitsGate = true
    return fleet.changed(instance)
  }
  instance.phase = 'ready'
  instance.readyTurn = fleet.surroundings.turn
  fleet.changed(instance)
}

/** Its balancers have found it healthy (facts/load-balancing 4.5): all that its being ready was waiting for, or it waits on. */
export function openGate(fleet: Fleet, instance: Instance): void {
  instance.isGateOpen = true
  if (!instance.awaitsGate) return
  instance.awaitsGate = false
  becomeReady(fleet, instance)
}

/** The process is dead; the instance keeps its addresses and starts it again after a back-off (A.8, D.7). */
export function containerDied(fleet: Fleet, instance: Instance, code: string): void {
  fleet.cancelWorks(instance)
  fleet.warn(instance, code, `the container of ${instance.name} is started again in place`)
  // A replica of an inference service that dies before it was ready has failed (B.6); SAE waits for its batch.
  const hasFailed = fleet.app.eas !== undefined && !instance.wasReady
  fleet.begin(instance, 'backoff', fixed(backoffUs(instance.restarts)))
  instance.phase = 'backoff'
  instance.answering = false
  instance.awaitsGate = false
  fleet.changed(instance, code)
  if (hasFailed) fleet.onFailedStart(instance, code)
}

function restartContainer(fleet: Fleet, instance: Instance): void {
  instance.restarts++
  startContainer(fleet, instance)
}

/** An instance that runs since before the run goes on being probed, as far as its version can still misbehave. */
export function resume(fleet: Fleet, instance: Instance): void {
  const { behaviour } = instance
  if (behaviour?.exitsAfterUs !== undefined) fleet.begin(instance, 'exit', fixed(behaviour.exitsAfterUs))
  for (const kind of ['readinessProbe', 'livenessProbe'] as const) {
    const probe = probeOf(fleet, instance, kind)
    if (probe !== undefined && !isSettled(instance, kind, 'passed'))
      fleet.begin(instance, kind, fixed(probe.initialDelayUs))
  }
}

/** Stops the container to start it again in place: addresses stay (A.7). */
export function restartInPlace(fleet: Fleet, instance: Instance): void {
  fleet.cancelWorks(instance)
  fleet.begin(instance, 'restart', fleet.stopRange(instance))
  instance.phase = 'unready'
  instance.answering = false
  instance.awaitsGate = false
  instance.wasReady = false
  fleet.changed(instance, 'RESTARTED_BY_ORDER')
}

/** The preStop hook is over: TERM. New connections are refused from here on. */
function terminate(fleet: Fleet, instance: Instance): void {
  fleet.begin(instance, 'stop', fleet.stopRange(instance))
  instance.answering = false
  fleet.tell(instance)
}
