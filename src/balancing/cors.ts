/** Requests of other origins: facts/load-balancing 1.7. ALB answers pre-flight requests itself, without a body (9 row 11). */
import type { Cors } from '../cloud/forwarding-rule.ts'
import { type Answer, answered } from './answer.ts'
import type { HttpRequest } from './http-request.ts'
import { matchesWildcard } from './wildcard.ts'

/** Does a browser ask before it sends the real request? */
export function isPreflight({ method, headers }: HttpRequest): boolean {
  return method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method')
}

/** An origin that is not allowed gets an answer without a permission, which makes the browser stop (assumed). */
export function answerPreflight(cors: Cors, request: HttpRequest, status: number): Answer {
  const origin = allowedOrigin(cors, request)
  if (origin === undefined) return answered(status, 'preflight')
  const headers: [string, string][] = [
    ...origin,
    ['access-control-allow-methods', cors.methods.join(',')],
    ['access-control-allow-headers', cors.headers.join(',')],
    ['access-control-max-age', String(cors.maxAgeS)],
  ]
  return answered(
    status,
    'preflight',
    headers.filter(([, value]) => value !== ''),
  )
}

/** What the answer to the real request says to the browser; nothing where its origin is not allowed. */
export function corsHeaders(cors: Cors, request: HttpRequest): [name: string, value: string][] {
  const origin = allowedOrigin(cors, request)
  if (origin === undefined) return []
  const exposed = cors.exposeHeaders.join(',')
  return exposed === '' ? origin : [...origin, ['access-control-expose-headers', exposed]]
}

/** With credentials a browser takes no `*`, so the origin itself is named. */
function allowedOrigin(cors: Cors, { headers }: HttpRequest): [string, string][] | undefined {
  const origin = headers.get('origin')
  if (origin === undefined) return undefined
  const isForAll = cors.origins.includes('*')
  if (!(isForAll || cors.origins.some((each) => isOrigin(each, origin)))) return undefined
  const allowed = isForAll && !cors.credentials ? '*' : origin
  return cors.credentials
    ? [
        ['access-control-allow-origin', allowed],
        ['access-control-allow-credentials', 'true'],
      ]
    : [['access-control-allow-origin', allowed]]
}

/** A `*` in front of a domain covers what a host with one covers: several labels, and at least one (1.6). */
function isOrigin(allowed: string, origin: string): boolean {
  return allowed === origin || (allowed.includes('://*.') && matchesWildcard(allowed, origin))
}
