/** The requests of a flow as traffic: who sends how many, how long they take, and how long somebody waits for them. */
import * as z from 'zod'
import { quote, type Value } from '../value.ts'
import { asLeaf, key, type ReadLeaf, textLeaf } from './leaf.ts'
import { size } from './size-words.ts'
import { block, duration, durationRange, flag, positiveDuration } from './words.ts'

/** Above it a run of a minute is tens of millions of requests. */
const MOST_PER_SECOND = 1_000_000
const MOST_RETRIES = 10
/** More instants are better written as a rate. */
const MOST_RECORDED = 100_000

const RATE = /^(\d{1,9}(?:\.\d{1,6})?)\/(s|m|h)$/
const SECONDS = { s: 1, m: 60, h: 3_600 } as const

export const rate = textLeaf<number>(
  {
    kind: 'rate',
    pattern: RATE.source,
    code: 'RATE_INVALID',
    expected: 'a rate with its unit, such as 200/s',
    hint: (value: Value | undefined) =>
      typeof value === 'number' ? `add a unit: ${value}/s` : 'write a rate such as 200/s, 90/m or 1000/h',
  },
  (text): ReadLeaf<number> => {
    const [, amount = '', unit = 's'] = RATE.exec(text) ?? []
    if (amount === '')
      return {
        ok: false,
        message: `${quote(text)} is not a rate`,
        hint: /^\d+(\.\d+)?$/.test(text)
          ? `add a unit: ${text}/s`
          : 'write a rate such as 200/s, 90/m or 1000/h',
      }
    const perSecond = Number(amount) / SECONDS[unit as keyof typeof SECONDS]
    if (perSecond > 0 && perSecond <= MOST_PER_SECOND) return { ok: true, value: perSecond }
    return {
      ok: false,
      code: 'VALUE_OUT_OF_RANGE',
      message: `${quote(text)} is not above 0 and at most ${MOST_PER_SECOND}/s`,
    }
  },
)

const retries = asLeaf(z.int().min(0).max(MOST_RETRIES), {
  kind: 'count',
  code: 'SCENARIO_SCHEMA',
  expected: `a whole number from 0 to ${MOST_RETRIES}`,
})

export const requests = z
  .strictObject({
    rate: key(rate.optional(), 'How many arrive, of all callers of the flow together: `200/s`, `90/m`.'),
    arrivals: key(
      asLeaf(z.enum(['poisson', 'constant']), {
        kind: 'poisson or constant',
        code: 'SCENARIO_SCHEMA',
        expected: 'poisson or constant',
      }).optional(),
      'Gaps between them: `poisson` draws them, which is the default; `constant` makes them equal.',
    ),
    from: key(
      duration.optional(),
      'The first arrives at or after this instant; default is the start of the run.',
    ),
    until: key(duration.optional(), 'None arrives at or after this instant; default is the end of the run.'),
    at: key(
      asLeaf(z.array(duration).min(1).max(MOST_RECORDED), {
        kind: 'list of instants',
        code: 'SCENARIO_SCHEMA',
        expected: `a list of 1 to ${MOST_RECORDED} instants`,
      }).optional(),
      'Instead of a rate: the instants at which they arrive.',
    ),
    serviceTime: key(
      durationRange.prefault('50ms'),
      'How long a server works on one; a range is drawn for each request.',
    ),
    timeout: key(positiveDuration.prefault('60s'), 'How long the client waits for one try.'),
    sendTime: key(
      duration.prefault('0s'),
      'How long the client takes to send one. Longer than the request timeout of an HTTP listener: 408.',
      'facts/load-balancing 1.11, 2.8',
    ),
    body: key(
      asLeaf(z.enum(['whole', 'short']), {
        kind: 'whole or short',
        code: 'SCENARIO_SCHEMA',
        expected: 'whole or short',
      }).prefault('whole'),
      '`short`: the body ends before the length that was told. An HTTP listener answers with 400.',
      'facts/load-balancing 1.11',
    ),
    retries: key(retries.prefault(0), 'How often the client tries again, at once, what failed.'),
    keepAlive: key(
      flag.prefault(false),
      'Each client address keeps its connection. It counts where connections are balanced – layer 4 of CLB, and service names – and at a fully managed gateway, which carries so many.',
      'facts/load-balancing section 7',
    ),
    sources: key(
      block.optional(),
      'From the Internet: the client addresses, at most a /16, one of them drawn for each request; default is the address of the host.',
      'facts/load-balancing 1.7, 1.8',
    ),
    cookies: key(
      flag.prefault(false),
      'Each client address keeps the cookies that it is given, such as those of sticky sessions.',
      'facts/load-balancing 1.8',
    ),
    requestSize: key(
      size.optional(),
      'How much one request is, all headers included: `2KB`. For `simulate cost` alone, which counts no traffic without it.',
      'facts/deployment C',
    ),
    responseSize: key(
      size.optional(),
      'How much its answer is: `20KB`. It counts for the network of a fully managed gateway, too, which takes 1 KB where nobody says.',
      'facts/deployment B.5, C',
    ),
  })
  .meta({
    title: 'Requests',
    description:
      'The flow carries traffic: each request is routed, gets a server, waits and is worked on, and ends with a status. Nothing else of the run depends on it.',
  })
