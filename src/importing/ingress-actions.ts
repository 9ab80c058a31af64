/**
 * The actions of one rule (facts/load-balancing 1.7 last rows, 4): limits first, then what changes the request, in the order in
 * which it is written, then the final one. On port 80 of an Ingress with `ssl-redirect` the final one is the redirect.
 */
import type {
  Action,
  FinalAction,
  HeaderValue,
  NonFinalAction,
  RedirectStatus,
} from '../cloud/forwarding-rule.ts'
import type { Findings } from './findings.ts'
import type { Ingress, IngressPath, ServicePort } from './ingress.ts'
import { type ListenerPort, parseJson } from './ingress-listeners.ts'
import { Json } from './json.ts'

/** What survives a redirect to HTTPS (LBC). */
const BESIDE_REDIRECT: ReadonlySet<Action['kind']> = new Set([
  'insertHeader',
  'removeHeader',
  'trafficLimit',
  'cors',
])
/** What ends a rule. */
const FINAL: ReadonlySet<Action['kind']> = new Set(['forward', 'redirect', 'fixedResponse'])

export interface ActionContext {
  readonly ingress: Ingress
  readonly listener: ListenerPort
  readonly findings: Findings
  /** The server group of a service of this Ingress. */
  readonly groupOf: (service: ServicePort) => string
  /** Where the path itself leads, with its canaries. */
  readonly forward: () => FinalAction
}

export function actionsOf(path: IngressPath, context: ActionContext): Action[] {
  const { ingress, listener, findings } = context
  const { annotations, manifest } = ingress
  const written: Action[] = [...limitOf(context), ...corsOf(ingress), ...ownActions(path, context)]
  if (written.filter(({ kind }) => kind === 'trafficLimit').length > 1)
    findings.refuse(manifest, {
      code: 'INGRESS_LIMIT',
      message: `${ingress.key} has a limit both in traffic-limit-qps and in actions.${path.service.name}`,
      hint: 'leave one of them',
      path: annotations.pathOf(`actions.${path.service.name}`),
    })
  const target = annotations.get('rewrite-target')
  if (target !== undefined) written.push({ kind: 'rewrite', path: target })
  if (annotations.isOn('ssl-redirect') && listener.port !== 443) {
    const beside = written.filter(({ kind }) => BESIDE_REDIRECT.has(kind))
    return [...inOrder(beside), { kind: 'redirect', status: 308, protocol: 'HTTPS', port: '443' }]
  }
  if (path.service.port !== 'use-annotation') written.push(context.forward())
  const finals = written.filter(({ kind }) => FINAL.has(kind))
  if (finals.length !== 1)
    findings.refuse(manifest, {
      code: 'INGRESS_ACTIONS',
      message:
        finals.length === 0
          ? `port use-annotation of ${path.service.name} needs a final action in actions.${path.service.name}`
          : `a rule of ${path.service.name} has ${finals.length} final actions: ${finals.map(({ kind }) => kind).join(', ')}`,
      hint: 'a rule ends in one of forward, redirect and fixed response; with port use-annotation actions.SERVICE decides',
      path: annotations.pathOf(`actions.${path.service.name}`),
    })
  return inOrder(written)
}

/** Limits, then what was written as it was written, then what ends the rule. */
function inOrder(actions: readonly Action[]): Action[] {
  const rank = ({ kind }: Action) => (kind === 'trafficLimit' ? 0 : FINAL.has(kind) ? 2 : 1)
  return actions.toSorted((a, b) => rank(a) - rank(b))
}

function limitOf({ ingress, findings }: ActionContext): NonFinalAction[] {
  const { annotations } = ingress
  const qps = annotations.get('traffic-limit-qps')
  const perIp = annotations.get('traffic-limit-ip-qps')
  if (qps === undefined && perIp === undefined) return []
  return limit(qps, perIp, (message) =>
    findings.refuse(ingress.manifest, {
      code: 'INGRESS_LIMIT',
      message,
      path: annotations.pathOf(qps === undefined ? 'traffic-limit-ip-qps' : 'traffic-limit-qps'),
    }),
  )
}

function limit(
  qps: string | undefined,
  perIp: string | undefined,
  refuse: (message: string) => void,
): NonFinalAction[] {
  const isCount = (text: string | undefined) =>
    text === undefined || (/^\d+$/.test(text) && Number(text) >= 1)
  if (!isCount(qps) || !isCount(perIp)) {
    refuse(`${JSON.stringify(isCount(qps) ? perIp : qps)} is no number of requests a second`)
    return []
  }
  if (qps !== undefined && perIp !== undefined && Number(perIp) >= Number(qps))
    refuse(`the limit of one client, ${perIp}, must be smaller than that of all, ${qps}`)
  return [
    {
      kind: 'trafficLimit',
      ...(qps !== undefined && { qps: Number(qps) }),
      ...(perIp !== undefined && { perIpQps: Number(perIp) }),
    },
  ]
}

const CORS_METHODS = 'GET, PUT, POST, DELETE, PATCH, OPTIONS'
const CORS_HEADERS =
  'DNT,X-CustomHeader,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Authorization'
const CORS_MAX_AGE_S = 172_800

/** Defaults of the controller's dictionary of annotations. */
function corsOf({ annotations }: Ingress): NonFinalAction[] {
  if (!annotations.isOn('enable-cors')) return []
  const listOf = (suffix: string, fallback: string) =>
    (annotations.get(suffix) ?? fallback)
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '')
  return [
    {
      kind: 'cors',
      cors: {
        origins: listOf('cors-allow-origin', '*'),
        methods: listOf('cors-allow-methods', CORS_METHODS),
        headers: listOf('cors-allow-headers', CORS_HEADERS),
        exposeHeaders: listOf('cors-expose-headers', ''),
        credentials: annotations.get('cors-allow-credentials') !== 'false',
        maxAgeS: Number(annotations.get('cors-max-age') ?? CORS_MAX_AGE_S),
      },
    },
  ]
}

/** `actions.SERVICE`, a list in JSON. */
function ownActions({ service }: IngressPath, context: ActionContext): Action[] {
  const { ingress, findings } = context
  const suffix = `actions.${service.name}`
  const text = ingress.annotations.get(suffix)
  if (text === undefined) return []
  const refuse = (message: string) =>
    findings.refuse(ingress.manifest, {
      code: 'INGRESS_ACTIONS',
      message: `${suffix}: ${message}`,
      path: ingress.annotations.pathOf(suffix),
    })
  const read = parseJson(text)
  if (!Array.isArray(read)) {
    refuse('this is no list in JSON: [{ "type": "FixedResponse", "fixedResponseConfig": { … } }]')
    return []
  }
  return (read as unknown[]).flatMap((each) => readAction(new Json(each), context, refuse))
}

function readAction(entry: Json, { groupOf }: ActionContext, refuse: (message: string) => void): Action[] {
  const type = entry.text('type') ?? ''
  switch (type.toLowerCase()) {
    case 'fixedresponse': {
      const config = entry.in('fixedResponseConfig')
      return [
        {
          kind: 'fixedResponse',
          status: config.number('httpCode') ?? 0,
          content: config.text('content') ?? '',
          type: config.text('contentType') ?? 'text/plain',
        },
      ]
    }
    case 'redirect': {
      const config = entry.in('redirectConfig')
      const part = (key: 'protocol' | 'host' | 'port' | 'path' | 'query') => {
        const value = config.text(key)
        return value === undefined || value === `\${${key}}` ? {} : { [key]: value }
      }
      const status = (config.number('httpCode') ?? 301) as RedirectStatus
      const parts = {
        ...part('protocol'),
        ...part('host'),
        ...part('port'),
        ...part('path'),
        ...part('query'),
      }
      return [{ kind: 'redirect', status, ...parts }]
    }
    case 'forwardgroup':
    case 'forward': {
      const groups = entry
        .in('forwardConfig')
        .items('serverGroups')
        .map((tuple) => ({
          group:
            tuple.text('serverGroupID') ??
            groupOf({ name: tuple.text('serviceName') ?? '', port: tuple.number('servicePort') ?? 0 }),
          weight: tuple.number('weight') ?? 100,
        }))
      return [{ kind: 'forward', groups }]
    }
    case 'rewrite': {
      const config = entry.in('rewriteConfig')
      const part = (key: 'host' | 'path' | 'query') => {
        const value = config.text(key)
        return value === undefined || value === '' || value === `\${${key}}` ? {} : { [key]: value }
      }
      return [{ kind: 'rewrite', ...part('host'), ...part('path'), ...part('query') }]
    }
    case 'insertheader': {
      const config = entry.in('insertHeaderConfig')
      return [{ kind: 'insertHeader', key: config.text('key') ?? '', value: headerValue(config) }]
    }
    case 'removeheader':
      return [{ kind: 'removeHeader', key: entry.in('removeHeaderConfig').text('key') ?? '' }]
    case 'trafficlimit': {
      const config = entry.in('trafficLimitConfig')
      return limit(config.text('QPS'), config.text('QPSPerIp'), refuse)
    }
    case 'trafficmirror': {
      const [tuple] = entry.in('trafficMirrorConfig').in('mirrorGroupConfig').items('serverGroupTuples')
      if (tuple === undefined) {
        refuse('a mirror names one server group')
        return []
      }
      const service = { name: tuple.text('serviceName') ?? '', port: tuple.number('servicePort') ?? 0 }
      return [{ kind: 'trafficMirror', group: tuple.text('serverGroupID') ?? groupOf(service) }]
    }
    default:
      refuse(`${JSON.stringify(type)} is no type of action`)
      return []
  }
}

function headerValue(config: Json): HeaderValue {
  const text = config.text('value') ?? ''
  switch (config.text('valueType')) {
    case 'ReferenceHeader':
      return { kind: 'referenceHeader', header: text.toLowerCase() }
    case 'SystemDefined':
      return {
        kind: 'systemDefined',
        variable: text as Extract<HeaderValue, { kind: 'systemDefined' }>['variable'],
      }
    default:
      return { kind: 'userDefined', text }
  }
}
