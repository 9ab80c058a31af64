/**
 * Requests once more, from facts/load-balancing 1.10, 1.11, 2.3, 2.5 and 4.5, facts/deployment B.4: plain objects, one list of what is to come that is sorted
 * anew each time, and the servers as the events of the run tell of them. It shares no code with the simulation but the draws.
 */
import type { Event } from '../../src/trace/event.ts'
import { type NaivePick, naiveLvsWrr, naiveSmooth } from './naive-picks.ts'

export interface NaiveSetting {
  readonly product: 'alb' | 'clbHttp' | 'clbStream'
  /** Told of the pool and the instances; nothing of the requests is in them. */
  readonly events: readonly Event[]
  readonly endUs: number
  readonly arrivalsUs: readonly number[]
  readonly serviceTimeUs: () => number
  readonly timeoutUs: number
  readonly requestTimeoutUs: number
  readonly retries: number
  readonly concurrency: number
  readonly backlog: number
  readonly weights: number
  readonly sendUs: number
  readonly isCutShort: boolean
  /** The servers are instances of a service of EAS behind one of its gateways (facts/deployment B.4). */
  readonly keepaliveUs?: number
}

export interface NaiveTry {
  readonly server?: string
  readonly status: number
  readonly code: string
  readonly atUs: number
}

export interface NaiveRequest {
  readonly arrivedUs: number
  /** What went wrong before, and the end; nothing of what was under way when the run ended. */
  readonly tries: NaiveTry[]
  isOver: boolean
  /** Every server that was picked for it. */
  readonly picked: string[]
}

interface Attempt {
  readonly request: NaiveRequest
  readonly triedUs: number
  server?: string
  passedOver: number
  end?: { atUs: number; order: number; status: number; code: string }
  /** When whoever waits gives up. */
  limit?: { atUs: number; status: number }
  /** Its server works on it; who came first has the lower number. */
  working?: number
}

interface Server {
  phase: string
  answering: boolean
  /** Ends of the work of now and later, one for each of those who work. */
  workers: number[]
  starts: number[]
}

const STATUS = { alb: true, clbHttp: true, clbStream: false } as const

export function naiveRequests(setting: NaiveSetting): NaiveRequest[] {
  const { product, events, endUs, arrivalsUs, timeoutUs, requestTimeoutUs, keepaliveUs } = setting
  // B.4: 499 is in the log of a gateway alone.
  const left = keepaliveUs === undefined ? 499 : 0
  const hasStatus = STATUS[product]
  const requests: NaiveRequest[] = []
  const attempts = new Set<Attempt>()
  const servers = new Map<string, Server>()
  const pool = new Map<string, string>()
  const scheduler: NaivePick = product === 'clbStream' ? naiveLvsWrr() : naiveSmooth()
  let order = 0
  let nowUs = 0

  const end = (attempt: Attempt, atUs: number, status: number, code: string) => {
    attempt.end = { atUs, order: order++, status, code }
  }
  const candidates = () => {
    const known = [...pool].filter(([, state]) => state !== 'adding' && state !== 'draining')
    const sound = known.filter(([, state]) => state === 'healthy' || state === 'unavailable')
    if (sound.length > 0) return sound.map(([key]) => key)
    const rest = product === 'alb' ? known : known.filter(([, state]) => state === 'initial')
    return rest.map(([key]) => key)
  }
  const pick = () => {
    const may = candidates()
    const list = [...pool.entries()]
      .filter(([, state]) => state !== 'adding' && state !== 'draining')
      .map(([key]) => ({ key, name: key, weight: setting.weights, may: may.includes(key), active: 0 }))
    return may.length === 0 ? undefined : scheduler(list, 0)
  }
  const over = (attempt: Attempt, status: number, code: string) => {
    attempts.delete(attempt)
    const { request, server } = attempt
    request.tries.push({ status, code, atUs: nowUs, ...(server !== undefined && { server }) })
    const isRefused = status >= 400 && status < 499
    if (code === '' || isRefused || request.tries.length > setting.retries) request.isOver = true
    else begin(request)
  }
  const giveUp = (attempt: Attempt, code: string) => end(attempt, attempt.triedUs + timeoutUs, 0, code)
  const unconnected = (attempt: Attempt, isSilent: boolean, code: string): void => {
    if (!hasStatus) return isSilent ? giveUp(attempt, code) : over(attempt, 0, code)
    const failedUs = isSilent ? nowUs + 5_000_000 : nowUs
    if (failedUs > attempt.triedUs + timeoutUs) return end(attempt, attempt.triedUs + timeoutUs, left, code)
    attempt.passedOver++
    if (product === 'clbHttp' && attempt.passedOver < candidates().length) {
      if (isSilent) end(attempt, failedUs, -1, code)
      else choose(attempt)
    } else if (isSilent) end(attempt, failedUs, 504, code)
    else over(attempt, 502, code)
  }
  const choose = (attempt: Attempt): void => {
    const key = pick()
    if (key === undefined) {
      const available = [...pool.values()].filter((state) => state !== 'adding' && state !== 'draining')
      const isEmpty = available.length === 0
      const isComing = [...pool.values()].includes('adding')
      const code = !isEmpty ? 'BACKENDS_ALL_UNHEALTHY' : isComing ? 'BACKEND_REGISTERING' : 'BACKENDS_NONE'
      if (!hasStatus) return giveUp(attempt, code)
      return over(attempt, product === 'clbHttp' && !isEmpty ? 502 : 503, code)
    }
    attempt.server = key
    attempt.request.picked.push(key)
    const server = servers.get(key)
    if (server === undefined) return unconnected(attempt, true, 'BACKEND_STALE')
    if (!server.answering)
      return unconnected(
        attempt,
        false,
        server.phase === 'ready' ? 'INSTANCE_NOT_ANSWERING' : 'BACKEND_STALE',
      )
    work(attempt, server)
  }
  const work = (attempt: Attempt, server: Server): void => {
    const takesUs = setting.serviceTimeUs() + (hasStatus ? 0 : setting.sendUs)
    server.workers = server.workers.filter((until) => until > nowUs)
    const waiting = server.starts.filter((start) => start > nowUs).length
    const isBusy = server.workers.length >= setting.concurrency
    if (isBusy && waiting >= setting.backlog)
      return keepaliveUs === undefined
        ? unconnected(attempt, false, 'BACKLOG_FULL')
        : over(attempt, 450, 'EAS_QUEUE_FULL')
    let startUs = nowUs
    if (isBusy) {
      // Those who come later wait for those before: one of the last `concurrency` ends is the first that is free.
      const ends = server.workers.toSorted((a, b) => a - b)
      startUs = ends[ends.length - setting.concurrency]!
    }
    server.starts.push(startUs)
    server.workers.push(startUs + takesUs)
    attempt.working = order++
    const balancerUs = hasStatus ? nowUs + requestTimeoutUs : Number.POSITIVE_INFINITY
    const clientUs = attempt.triedUs + timeoutUs
    attempt.limit =
      balancerUs <= clientUs
        ? { atUs: balancerUs, status: 504 }
        : { atUs: clientUs, status: hasStatus ? left : 0 }
    const lateUs = keepaliveUs === undefined ? Number.POSITIVE_INFINITY : nowUs + keepaliveUs
    if (startUs + takesUs > lateUs && lateUs <= attempt.limit.atUs)
      end(attempt, lateUs, 408, 'EAS_KEEPALIVE_EXCEEDED')
    else if (startUs + takesUs <= attempt.limit.atUs) end(attempt, startUs + takesUs, 200, '')
    else
      end(
        attempt,
        attempt.limit.atUs,
        attempt.limit.status,
        balancerUs <= clientUs ? 'REQUEST_TIMEOUT' : 'CLIENT_TIMEOUT',
      )
  }
  const begin = (request: NaiveRequest): void => {
    const attempt: Attempt = { request, triedUs: nowUs, passedOver: 0 }
    attempts.add(attempt)
    receive(attempt)
  }
  /** 1.3 step 4, 1.11: a balancer of layer 7 reads all of it first, for so long as it and the client wait. */
  const receive = (attempt: Attempt): void => {
    const { sendUs, isCutShort } = setting
    if (!hasStatus || (sendUs === 0 && !isCutShort)) return choose(attempt)
    const { triedUs } = attempt
    if (sendUs > requestTimeoutUs && requestTimeoutUs <= timeoutUs)
      end(attempt, triedUs + requestTimeoutUs, 408, 'REQUEST_UNSENT')
    else if (sendUs > timeoutUs) end(attempt, triedUs + timeoutUs, left, 'CLIENT_TIMEOUT')
    else if (isCutShort) end(attempt, triedUs + sendUs, 400, 'BODY_CUT_SHORT')
    else end(attempt, triedUs + sendUs, -1, '')
  }
  const workingAt = (key: string) =>
    [...attempts]
      .filter(({ server, working }) => server === key && working !== undefined)
      .toSorted((a, b) => a.working! - b.working!)
  const cut = (key: string, code: string) => {
    for (const attempt of workingAt(key)) end(attempt, nowUs, hasStatus ? 502 : 0, code)
  }
  const hear = (event: Event): void => {
    if (event.kind === 'backend') {
      if (event.state === 'gone') pool.delete(event.server)
      else pool.set(event.server, event.state)
      if (event.cuts) cut(event.server, 'DRAIN_CUT')
    }
    if (event.kind !== 'instance') return
    const { instance, phase, answering } = event
    const server = servers.get(instance)
    const hasEnded = phase === 'backoff' || (phase === 'starting' && server?.phase !== 'starting')
    if (phase === 'gone' && server?.phase !== 'terminating')
      for (const attempt of workingAt(instance))
        end(attempt, attempt.limit!.atUs, attempt.limit!.status, 'SERVER_LOST')
    else if (phase === 'gone' || hasEnded) cut(instance, 'SERVER_ENDED')
    if (phase === 'gone') servers.delete(instance)
    else {
      const isNew = server === undefined || hasEnded
      servers.set(instance, {
        phase,
        answering,
        workers: isNew ? [] : server.workers,
        starts: isNew ? [] : server.starts,
      })
    }
  }

  const told = [...events]
  const arrivals = arrivalsUs.filter((atUs) => atUs < endUs)
  let arrivalOrder = order++
  for (;;) {
    const nextUs = arrivals[0] ?? Number.POSITIVE_INFINITY
    const due = [...attempts]
      .filter(({ end }) => end !== undefined)
      .toSorted((a, b) => a.end!.atUs - b.end!.atUs || a.end!.order - b.end!.order)[0]
    const dueUs = due?.end?.atUs ?? Number.POSITIVE_INFINITY
    const trafficUs = Math.min(nextUs, dueUs)
    const [event] = told
    if (event !== undefined && event.atUs <= trafficUs && event.atUs <= endUs) {
      nowUs = event.atUs
      hear(told.shift()!)
      continue
    }
    if (trafficUs > endUs) return requests
    nowUs = trafficUs
    if (nextUs < dueUs || (nextUs === dueUs && arrivalOrder < due!.end!.order)) {
      arrivals.shift()
      const request: NaiveRequest = { arrivedUs: nowUs, tries: [], isOver: false, picked: [] }
      requests.push(request)
      begin(request)
      arrivalOrder = order++
    } else {
      const { status, code } = due!.end!
      if (status === -1) choose(due!)
      else over(due!, status, code)
    }
  }
}
