/**
 * Who waits for whom in an order that stands still, in sentences a person can follow from one to the next. A cycle ends
 * with the one that it began with.
 */
import { formatMoment } from '../cloud/duration-text.ts'
import type { Phase } from '../deployment/phase.ts'
import type { Ending, Shortage } from './ending.ts'
import { nameInstances, nameOne } from './instance-names.ts'
import type { Lane } from './lanes.ts'
import { obtain } from './obtain.ts'
import { type Order, replaces } from './orders.ts'

export interface WaitChain {
  readonly sentences: readonly string[]
  /** The reason at its root, where it is clear. */
  readonly rootCause?: string
  readonly details: Readonly<Record<string, string>>
}

export function waitChainOf(order: Order, ending: Ending): WaitChain {
  const waiters = new Map<Shortage, Lane[]>()
  for (const lane of ending.livingOf(order.begin.app)) {
    const lacks = ending.shortageOf(lane)
    if (lacks !== undefined) obtain(waiters, lacks, () => []).push(lane)
  }
  const withoutEip = waiters.get('eip')
  const withoutAddress = waiters.get('address')
  if (withoutEip !== undefined) return chainOfEips(order, withoutEip, ending)
  if (withoutAddress !== undefined) return chainOfAddresses(order, withoutAddress, ending)
  return chainOfReadiness(order, ending)
}

function chainOfEips(order: Order, waiters: readonly Lane[], ending: Ending): WaitChain {
  const { app, instances } = order.begin
  const pool = ending.poolOf(app) ?? '?'
  const held = ending.pool(pool)?.held ?? []
  const size = ending.pool(pool)?.size ?? held.length
  const holders = held.map(({ instance }) => ending.lane(instance ?? '')).filter((lane) => lane !== undefined)
  const strangers = holders.filter((lane) => lane.app !== app)
  const old = holders.filter((lane) => isOld(lane, order))
  const sentences = [
    `${subjectOf(waiters)} for a free EIP of pool ${pool}`,
    `${shareOf(held.length, size)} of pool ${pool} ${held.length === 1 ? 'is' : 'are'} held by ${nameInstances(holders)}`,
    ...cycleOf(conditionOf(order, ending), old, waiters),
    ...groupByApp(strangers).flatMap((lanes) => whyTheyStay(lanes, pool, ending)),
  ]
  if (old.length === 0 && strangers.length === 0)
    sentences.push(`${app} is to have ${countOf(instances, 'instance')}, and none of them gives its EIP back`)
  return {
    sentences,
    rootCause: 'EIP_POOL_EMPTY',
    details: {
      ...detailsOf(order, waiters),
      pool,
      size: String(size),
      needed: String(strangers.length + instances + (replaces(order) ? 1 : 0)),
    },
  }
}

function chainOfAddresses(order: Order, waiters: readonly Lane[], ending: Ending): WaitChain {
  const { app } = order.begin
  const vswitches = ending.setting.topology.apps.get(app)?.vswitches ?? []
  const where = `${vswitches.length === 1 ? 'vSwitch' : 'vSwitches'} ${vswitches.join(', ')}`
  const holders = [app, ...ending.rivalsOf(app)]
    .flatMap((each) => ending.livingOf(each))
    .filter(({ last }) => last.address !== undefined && vswitches.includes(last.vswitch ?? ''))
  const old = holders.filter((lane) => isOld(lane, order))
  return {
    sentences: [
      `${subjectOf(waiters)} for a free private address in ${where}`,
      ...(holders.length === 0 ? [] : [`the addresses there are held by ${nameInstances(holders)}`]),
      ...cycleOf(conditionOf(order, ending), old, waiters),
    ],
    rootCause: 'CREATE_NO_VSWITCH_IP',
    details: { ...detailsOf(order, waiters), vswitch: vswitches.join(', ') },
  }
}

/** Nothing is lacking: what came last is not ready, and what is to go waits for it. */
function chainOfReadiness(order: Order, ending: Ending): WaitChain {
  const { app, minReady } = order.begin
  const living = ending.livingOf(app)
  const unready = living.filter((lane) => !isOld(lane, order) && !isSettled(lane))
  const old = living.filter((lane) => isOld(lane, order) && lane.last.phase !== 'terminating')
  const code = unready
    .map((lane) => lane.last.code ?? ending.warningOf(lane)?.code)
    .find((each) => each !== undefined)
  const byPhase = new Map<Phase, Lane[]>()
  for (const lane of unready) obtain(byPhase, lane.last.phase, () => []).push(lane)
  const condition = `stops only when a new instance is ready, so that ${minReady} ${minReady === 1 ? 'is' : 'are'} left`
  return {
    sentences: [
      ...[...byPhase].map(([phase, lanes]) => whyUnready(phase, lanes)),
      ...(unready.length === 0 ? [] : cycleOf(condition, old, unready)),
    ],
    ...(code === undefined ? {} : { rootCause: code }),
    details: detailsOf(order, unready),
  }
}

function isSettled({ last }: Lane): boolean {
  return last.phase === 'ready' || last.phase === 'terminating'
}

function whyUnready(phase: Phase, lanes: readonly Lane[]): string {
  const names = nameInstances(lanes)
  const are = lanes.length === 1 ? 'is' : 'are'
  if (lanes.some(({ last }) => last.awaitsGate))
    return `${names} ${are} to be found healthy by ALB: ${lanes.length === 1 ? 'its' : 'their'} readiness gate is closed`
  const since = formatMoment(
    lanes.reduce((first, { moved }) => Math.min(first, moved.atUs), Number.POSITIVE_INFINITY),
  )
  if (phase === 'starting')
    return `${names} ${are} starting since ${since}: ${lanes.length === 1 ? 'its' : 'their'} probes do not pass`
  if (phase !== 'backoff') return `${names} ${are} ${phase} since ${since}`
  const restarts = lanes.reduce((sum, { last }) => sum + last.restarts, 0)
  return `${names} ${lanes.length === 1 ? 'dies' : 'die'} again and again, ${countOf(restarts, 'restart')} so far`
}

/** The old instance that stays, and what for: the waiting one. */
function cycleOf(condition: string, old: readonly Lane[], waiters: readonly Lane[]): string[] {
  const stays = old[0]
  if (stays === undefined) return []
  const waiter = waiters[0] === undefined ? 'the new instance' : waiters[0].instance
  return [`${nameOne(stays)} ${condition}`, `which ${waiter} waits for`]
}

function conditionOf({ begin }: Order, ending: Ending): string {
  if (ending.poolOf(begin.app) === undefined)
    return `stops only when a new instance is ready or more than ${begin.minReady} are`
  const gate = ending.setting.topology.apps.get(begin.app)?.deploy.eipGate
  return `stops only when a new instance has its EIP bound${gate === 'ready' ? ' and is ready' : ''}`
}

/** Why the instances of another application keep what this one waits for. */
function whyTheyStay(lanes: readonly Lane[], pool: string, ending: Ending): string[] {
  const app = lanes[0]!.app
  const order = ending.openOrderOf(app)
  const waiter = ending.livingOf(app).find((lane) => ending.shortageOf(lane) === 'eip')
  const old = order === undefined ? undefined : lanes.find((lane) => isOld(lane, order))
  if (order === undefined || waiter === undefined || old === undefined)
    return [`${app} goes on with its ${countOf(lanes.length, 'EIP')} and gives none back`]
  return [
    `${nameOne(old)} stops only when a new instance of ${app} has its EIP bound`,
    `which ${waiter.instance} waits for: a free EIP of pool ${pool} as well`,
  ]
}

/** It was there before an order that replaces it: of another version, or of the same one that is deployed again. */
function isOld({ app, version, birth }: Lane, order: Order): boolean {
  const { begin } = order
  if (!replaces(order) || app !== begin.app || birth.seq > begin.seq) return false
  return version !== begin.version || begin.previousVersion === begin.version
}

function subjectOf(waiters: readonly Lane[]): string {
  return `${nameInstances(waiters)} ${waiters.length === 1 ? 'waits' : 'wait'}`
}

function shareOf(held: number, size: number): string {
  if (held < size) return `${held} of ${countOf(size, 'EIP')}`
  return size === 1 ? 'the only EIP' : `all ${size} EIPs`
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function groupByApp(lanes: readonly Lane[]): Lane[][] {
  const groups = new Map<string, Lane[]>()
  for (const lane of lanes) obtain(groups, lane.app, () => []).push(lane)
  return [...groups.values()]
}

function detailsOf({ begin }: Order, waiters: readonly Lane[]): Record<string, string> {
  const waiter = waiters[0]
  return {
    app: begin.app,
    order: String(begin.order),
    version: begin.version,
    instances: String(begin.instances),
    ...(waiter === undefined ? {} : { instance: waiter.instance }),
  }
}
