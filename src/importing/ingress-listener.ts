/** A listener that the ALB Ingress controller makes of manifests, ready for `route`: facts/load-balancing section 4. */
import { type CompiledAlb, compileAlb } from '../balancing/alb-listener.ts'
import { assumptionsWith, type ChosenReadings } from '../cloud/assumptions.ts'
import type { ImportReadings } from '../cloud/balancing-assumptions.ts'
import type { AlbListener } from '../cloud/listener.ts'
import { unwritten } from '../cloud/origin.ts'
import {
  type TranslatedBalancer,
  type TranslatedListener,
  translateIngresses,
} from './translate-ingresses.ts'

export interface IngressListenerWords extends ImportReadings {
  /** 80 by default. */
  readonly port?: number
  /** The AlbConfig; the only one by default. */
  readonly albConfig?: string
  /** Open points of the documents that concern routing (`docs/assumptions.md`). */
  readonly assumptions?: ChosenReadings
}

/**
 * One listener of manifests, as YAML or JSON. Server groups are `SERVICE-PORT`; what no rule matches gets 503 (4.1).
 *
 * ```ts
 * const { outcome } = route(ingressListener(manifests), { host: 'shop.example.com', path: '/cart' })
 * ```
 *
 * Throws a RangeError that has all problems, where the controller refuses the manifests, or where they make no such listener.
 */
export function ingressListener(manifests: string, words: IngressListenerWords = {}): CompiledAlb {
  const { port = 80, albConfig, assumptions, ...readings } = words
  const read = translateIngresses(manifests, 'manifests', readings)
  if (!read.ok)
    throw new RangeError(
      read.problems.map(({ line, code, message }) => `line ${line}: ${code}: ${message}`).join('\n'),
    )
  const { balancers } = read.translated
  const chosen = balancers.filter(({ name }) => albConfig === undefined || name === albConfig)
  const found = chosen.flatMap((balancer) =>
    balancer.listeners
      .filter((each) => each.port === port)
      .map((each) => compile(balancer, each, assumptions)),
  )
  const [only] = found
  if (found.length === 1 && only !== undefined) return only
  const names = balancers.flatMap(({ name, listeners }) => listeners.map((each) => `${name}:${each.port}`))
  throw new RangeError(`${found.length} listeners at port ${port}; there is ${names.join(', ') || 'none'}`)
}

function compile(
  { name: balancer, config }: TranslatedBalancer,
  { port, protocol, rules }: TranslatedListener,
  assumptions: ChosenReadings | undefined,
): CompiledAlb {
  const spec = config?.listeners.find((each) => each.port === port)
  const name = `${protocol.toLowerCase()}-${port}`
  const listener: AlbListener = {
    kind: 'alb',
    name,
    protocol: PROTOCOLS[protocol],
    port,
    rules,
    idleTimeoutUs: (spec?.idleTimeoutS ?? 15) * SECOND_US,
    requestTimeoutUs: (spec?.requestTimeoutS ?? 60) * SECOND_US,
    certificates: [],
    forwardedFor: 'append',
    addedHeaders: [],
    origin: unwritten(`loadBalancers.${balancer}.listeners.${name}`),
  }
  return compileAlb(listener, balancer, assumptionsWith(assumptions))
}

const SECOND_US = 1_000_000
const PROTOCOLS = { HTTP: 'http', HTTPS: 'https', QUIC: 'quic' } as const
