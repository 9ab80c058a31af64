/** Ingresses for tests, in a few words. */
import { httpRequest, type RequestWords } from '../../src/balancing/http-request.ts'
import { NO_RULE, RuleList } from '../../src/balancing/rule-list.ts'
import type { FinalAction } from '../../src/cloud/forwarding-rule.ts'
import {
  type TranslatedIngresses,
  type TranslatedListener,
  translateIngresses,
} from '../../src/importing/translate-ingresses.ts'

export interface IngressText {
  readonly name: string
  readonly namespace?: string
  /** Without the prefix. */
  readonly annotations?: Readonly<Record<string, string>>
  readonly tls?: readonly string[]
  /** `HOST PATH TYPE -> SERVICE:PORT`; `-` for no host or no path. */
  readonly paths: readonly string[]
}

/** A manifest of an Ingress; JSON is YAML. */
export function ingress({ name, namespace, annotations = {}, tls, paths }: IngressText): string {
  const rules = paths.map((text) => {
    const [, host, path, pathType, service, port] = /^(\S+) (\S+) (\w+) -> ([^:]+):(\S+)$/.exec(text) ?? []
    if (service === undefined) throw new Error(`not a path: ${text}`)
    return {
      ...(host !== '-' && { host }),
      http: {
        paths: [
          {
            ...(path !== '-' && { path }),
            pathType,
            backend: {
              service: {
                name: service,
                port: /^\d+$/.test(port!) ? { number: Number(port) } : { name: port },
              },
            },
          },
        ],
      },
    }
  })
  const prefixed = Object.entries(annotations).map(([key, value]) => [
    key.includes('/') ? key : `alb.ingress.kubernetes.io/${key}`,
    value,
  ])
  return JSON.stringify(
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: {
        name,
        ...(namespace !== undefined && { namespace }),
        annotations: Object.fromEntries(prefixed),
      },
      spec: { ...(tls !== undefined && { tls: [{ hosts: tls }] }), rules },
    },
    null,
    2,
  )
}

export function together(...manifests: readonly string[]): string {
  return manifests.join('\n---\n')
}

export function translated(text: string): TranslatedIngresses {
  const read = translateIngresses(text, 'ingress.yaml')
  if (!read.ok) throw new Error(read.problems.map(({ code, message }) => `${code}: ${message}`).join('\n'))
  return read.translated
}

/** Codes of the problems of manifests that are refused. */
export function refused(text: string): string[] {
  const read = translateIngresses(text, 'ingress.yaml')
  return read.ok ? [] : read.problems.map(({ code, line }) => `${code} ${line}`)
}

export function listenerAt(text: string, port = 80): TranslatedListener {
  const listener = translated(text).balancers[0]?.listeners.find((each) => each.port === port)
  if (listener === undefined) throw new Error(`no listener at ${port}`)
  return listener
}

/** The final action for a request at a listener; 503 where no rule matches (4.1). */
export function routed(text: string, request: RequestWords, port = 80): FinalAction | 503 {
  const { rules } = listenerAt(text, port)
  const list = RuleList.of(rules)
  const index = list.firstMatch(httpRequest(request))
  return index === NO_RULE ? 503 : (list.rules[index]!.actions.at(-1) as FinalAction)
}

/** The group of a forward to one group, or what else there is. */
export function groupFor(text: string, request: RequestWords, port = 80): unknown {
  const final = routed(text, request, port)
  if (final === 503 || final.kind !== 'forward') return final
  return final.groups.length === 1 ? final.groups[0]!.group : final.groups
}
