import { describe, expect, it } from 'vitest'
import { compileAlb } from '../../src/balancing/alb-listener.ts'
import { type HttpRequest, httpRequest } from '../../src/balancing/http-request.ts'
import { routeAlb } from '../../src/balancing/route-alb.ts'
import { TrafficLimits } from '../../src/balancing/traffic-limits.ts'
import type { Action } from '../../src/cloud/forwarding-rule.ts'
import type { AlbListener } from '../../src/cloud/listener.ts'
import { unwritten } from '../../src/cloud/origin.ts'

/** The limit stands first, as nobody would write it: the order of the checks is fixed. */
const ACTIONS: readonly Action[] = [
  { kind: 'trafficLimit', qps: 1, status: 429 },
  { kind: 'authorize', token: 'secret-1' },
  { kind: 'allowMethods', methods: ['POST'] },
  { kind: 'forward', groups: [{ group: 'llm', weight: 100 }] },
]
const listener: AlbListener = {
  kind: 'alb',
  name: 'http',
  port: 80,
  protocol: 'http',
  rules: [
    {
      name: 'llm',
      priority: 1,
      direction: 'request',
      conditions: [],
      actions: ACTIONS,
      origin: unwritten('apps.llm'),
    },
  ],
  idleTimeoutUs: 15_000_000,
  requestTimeoutUs: 60_000_000,
  certificates: [],
  forwardedFor: 'append',
  addedHeaders: [],
  origin: unwritten('gateways.front'),
}
const alb = compileAlb(listener, 'gateway/front/internet')
const good = httpRequest({ method: 'POST', headers: { Authorization: 'secret-1' } })

function seen(requests: readonly HttpRequest[]): string[] {
  const limits = new TrafficLimits()
  return requests.map((request) => {
    const { outcome } = routeAlb(alb, request, { limits, nowUs: 0 })
    return outcome.kind === 'answer' ? `${outcome.status} ${outcome.cause}` : 'forward'
  })
}

describe('The checks before a service of EAS', () => {
  it('B.4: ask for the method, then for the token, then for the limit, wherever they stand', () => {
    const get = httpRequest({ headers: { Authorization: 'secret-2' } })
    const other = httpRequest({ method: 'POST', headers: { Authorization: 'secret-2' } })
    expect(seen([good, get, other, good])).toEqual([
      'forward',
      '405 methodRefused',
      '401 unauthorized',
      '429 rateLimited',
    ])
  })

  it('B.4: count nothing against the limit that was refused before', () => {
    const none = httpRequest({ method: 'POST' })
    expect(seen([none, none, good, good])).toEqual([
      '401 unauthorized',
      '401 unauthorized',
      'forward',
      '429 rateLimited',
    ])
  })

  it('B.4: take the raw token and no scheme before it', () => {
    const bearer = httpRequest({ method: 'POST', headers: { Authorization: 'Bearer secret-1' } })
    expect(seen([bearer])).toEqual(['401 unauthorized'])
  })

  it('B.4: answer 429 without the header of ALB', () => {
    const limits = new TrafficLimits()
    routeAlb(alb, good, { limits, nowUs: 0 })
    const { outcome } = routeAlb(alb, good, { limits, nowUs: 0 })
    expect(outcome.kind === 'answer' && [...outcome.headers.keys()]).toEqual([])
  })
})
