/** What a flow asks of an HTTP listener: facts/load-balancing 1.5. */
import * as z from 'zod'
import { key, textLeaf } from './leaf.ts'
import { flag } from './words.ts'

export const METHODS = ['HEAD', 'GET', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE'] as const

const text = (kind: string, expected: string, pattern: RegExp) =>
  textLeaf<string>({ kind, code: 'SCENARIO_SCHEMA', expected, pattern: pattern.source }, (given) =>
    pattern.test(given)
      ? { ok: true, value: given }
      : { ok: false, message: `expected ${expected}, got ${JSON.stringify(given.slice(0, 60))}` },
  )

/** Keys of a flow; any of them makes it a request. */
export const requestKeys = {
  host: key(
    text('host', 'a host such as shop.example', /^[A-Za-z0-9*._-]{1,253}(:\d{1,5})?$/).optional(),
    'Host of the request; default is the name that is called, or the address.',
    'facts/load-balancing 1.5',
  ),
  path: key(
    text('path', 'a path such as /api/x?k=v, beginning with a slash', /^\/[\x21-\x7e]*$/).optional(),
    'Path of the request, perhaps with a query; default is `/`.',
    'facts/load-balancing 1.5',
  ),
  method: key(
    z.enum(METHODS).optional(),
    'Method of the request; default is `GET`.',
    'facts/load-balancing 1.5',
  ),
  headers: key(
    z
      .record(
        text('header name', 'the name of a header', /^[A-Za-z0-9_-]{1,100}$/),
        text('header value', 'the value of a header', /^[\x20-\x7e]*$/),
      )
      .optional(),
    'Headers of the request by name.',
    'facts/load-balancing 1.5',
  ),
  scheme: key(
    z.enum(['http', 'https']).optional(),
    'What the client speaks; default is what the listener does. Plain HTTP at an HTTPS port is answered with 400.',
    'facts/load-balancing 1.11',
  ),
  verify: key(
    flag.optional(),
    'Whether the client looks at the certificate, its names and its end; default is true.',
    'facts/load-balancing 1.2',
  ),
} as const
