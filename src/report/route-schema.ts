/**
 * The shape of what `simulate route --json` prints about one request: `schema/route.schema.json` is generated from it, and a
 * test holds the documents to it. Within format 1 keys may be added.
 */
import * as z from 'zod'
import { ROUTE_FORMAT } from './route-json.ts'

const count = z.int().min(0)
const text = z.string()
const place = {
  line: count.describe('From 1; 0 for what is not in the file.'),
  column: count,
}

const request = z.strictObject({
  method: text,
  protocol: z.enum(['http', 'https', 'quic']),
  host: text,
  path: text,
  query: text,
  headers: z.record(text, text),
})

const tls = z.strictObject({
  serverName: text.optional().describe('The name in the handshake (SNI); absent: the client sends none.'),
  certificate: z
    .strictObject({
      name: text,
      domains: z.array(text),
      expiresAtUs: z.int().optional().describe('From the start of the run.'),
      state: z.enum(['valid', 'ending', 'ended']),
      ...place,
    })
    .optional()
    .describe('Absent: the listener has none to show.'),
  because: z
    .enum(['noName', 'noMatch', 'onlyOne', 'algorithm', 'additional', 'validity', 'exactness', 'order'])
    .optional()
    .describe('Why this one; noName and noMatch: it is the default one.'),
  insteadOf: text.optional().describe('The best of the others that have the name.'),
  accepted: z.boolean(),
  code: z.enum(['CERT_ABSENT', 'CERT_NAME_MISMATCH', 'CERT_EXPIRED']).optional(),
})

const group = z.strictObject({
  group: text,
  weight: count,
  servers: z.array(z.strictObject({ name: text, address: text, weight: count })),
  why: z
    .enum(['empty', 'registering', 'weights', 'unhealthy', 'zone'])
    .optional()
    .describe('Why nobody may get it.'),
  failingOpen: z.literal(true).optional(),
})

const outcome = z.union([
  z.strictObject({
    kind: z.literal('answer'),
    status: count,
    cause: text,
    headers: z.record(text, text),
    body: text,
    upstreamStatus: z.literal('-'),
  }),
  z.strictObject({ kind: z.literal('forward'), request, groups: z.array(group), mirrors: z.array(text) }),
])

const document = z.union([
  z.strictObject({
    format: z.literal(ROUTE_FORMAT),
    version: text,
    exitCode: z.literal([0, 1]),
    file: text,
    atUs: count,
    listener: text.describe('`front/http`'),
    request,
    tls: tls.optional().describe('Of a listener that speaks TLS; the rest is for a client that goes on.'),
    by: z.enum(['rule', 'default', 'checks', 'redirection']),
    rule: z.strictObject({ name: text, ...place, priority: count.optional() }).optional(),
    matched: z.array(text),
    passedOver: z.array(z.strictObject({ rule: text, why: text, ...place })),
    outcome,
  }),
  z.strictObject({
    format: z.literal(ROUTE_FORMAT),
    version: text,
    exitCode: z.literal(2),
    file: text,
  }),
])

/** Equal definitions give equal schemas. */
export function routeSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(document, { target: 'draft-7', reused: 'ref' })
  return { $schema, $id: ROUTE_FORMAT, title: 'Output of `simulate route --json`', ...rest }
}
