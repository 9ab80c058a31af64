/**
 * Whether an order that is not over at the end of the run can still get on. It cannot when it is paused, or when it lacks
 * something that nobody is about to give back: nothing of the application and of its rivals is under way, and every retry
 * and pause had its time. Whatever is under way, a container that has yet to start as well, may still change things.
 */
import type { Ending } from './ending.ts'
import type { Lane } from './lanes.ts'
import { isOver, type Order } from './orders.ts'
import type { Span } from './summary.ts'

/** The span in which nothing moved, to the end of the run; undefined while the order may get on. */
export function standstillOf(order: Order, ending: Ending): Span | undefined {
  if (order.last.status === 'paused') return pauseOf(order, ending)
  if (order.last.status !== 'running' || isOver(order)) return undefined
  const { app } = order.begin
  if (!isShort(app, ending) || isUnderWay(app, ending) || isPoolInTransit(app, ending)) return undefined
  if (ending.rivalsOf(app).some((rival) => mayGiveBack(rival, ending))) return undefined
  const move = ending.lastMoveOf(app)
  const from = move !== undefined && move.seq > order.last.seq ? move : order.last
  const latestUs = Math.max(
    from.atUs,
    ...ending.rivalsOf(app).map((rival) => ending.lastMoveOf(rival)?.atUs ?? 0),
  )
  if (ending.endUs - latestUs <= patienceOf(app, ending)) return undefined
  return { fromUs: from.atUs, untilUs: ending.endUs, since: from.seq }
}

/** A paused order stood still before: since its instances moved last, if that was while it ran. */
function pauseOf({ begin, last }: Order, ending: Ending): Span {
  const move = ending.lastMoveOf(begin.app)
  const from = move !== undefined && move.seq > begin.seq && move.seq < last.seq ? move : last
  return { fromUs: from.atUs, untilUs: ending.endUs, since: from.seq }
}

function isShort(app: string, ending: Ending): boolean {
  return ending.livingOf(app).some((lane) => ending.shortageOf(lane) !== undefined)
}

function isUnderWay(app: string, ending: Ending): boolean {
  return ending.livingOf(app).some((lane) => isMoving(lane, ending))
}

/** A ready instance stays, one that is unready may stay so for ever, and one that lacks something waits. */
function isMoving(lane: Lane, ending: Ending): boolean {
  const { phase } = lane.last
  return phase !== 'ready' && phase !== 'unready' && ending.shortageOf(lane) === undefined
}

/** An EIP on its way from or to an instance. */
function isPoolInTransit(app: string, ending: Ending): boolean {
  const pool = ending.poolOf(app)
  return pool !== undefined && (ending.pool(pool)?.held ?? []).some(({ status }) => status !== 'InUse')
}

function mayGiveBack(rival: string, ending: Ending): boolean {
  const leaves = ending.livingOf(rival).some(({ last }) => last.phase === 'terminating')
  return leaves || (ending.openOrderOf(rival) !== undefined && isUnderWay(rival, ending))
}

function patienceOf(app: string, ending: Ending): number {
  const deploy = ending.setting.topology.apps.get(app)?.deploy
  return deploy === undefined ? 0 : Math.max(deploy.retryUs, deploy.instanceWaitUs)
}
