/** Forwarding rules and groups in the words of the scenario file: the way back from what `scenario/` reads. */
import { formatDuration } from '../cloud/duration-text.ts'
import type { Action, Condition, ForwardingRule, HeaderValue } from '../cloud/forwarding-rule.ts'
import type { HealthCheck } from '../cloud/health-check.ts'
import { formatPattern } from '../cloud/pattern.ts'
import type { AlbScheduler, StickySession } from '../cloud/server-group.ts'

/** What the `yaml` package writes; keys in the order in which they are to stand. */
export type Words = string | number | boolean | readonly Words[] | { readonly [key: string]: Words }

const SECOND_US = 1_000_000

export function ruleWords({ priority, direction, conditions, actions }: ForwardingRule): Words {
  return {
    priority,
    ...(direction === 'response' && { direction }),
    when: oneOrList(conditions.map(conditionWords)),
    do: oneOrList(actions.map(actionWords)),
  }
}

function conditionWords(condition: Condition): Words {
  switch (condition.kind) {
    case 'host':
    case 'path':
      return { [condition.kind]: oneOrList(condition.patterns.map(formatPattern)) }
    case 'header':
    case 'responseHeader':
      return { [condition.kind]: { [condition.key]: oneOrList(condition.patterns.map(formatPattern)) } }
    case 'query':
    case 'cookie': {
      const values = new Map<string, string[]>()
      for (const { key, value } of condition.pairs)
        values.set(key, [...(values.get(key) ?? []), formatPattern(value)])
      return {
        [condition.kind]: Object.fromEntries([...values].map(([key, each]) => [key, oneOrList(each)])),
      }
    }
    case 'method':
      return { method: oneOrList(condition.methods) }
    case 'sourceIp':
      return { source: oneOrList(condition.texts) }
    case 'responseStatus':
      return {
        status: oneOrList(
          condition.ranges.map(({ first, last }) => (first === last ? first : `${first}-${last}`)),
        ),
      }
  }
}

function actionWords(action: Action): Words {
  switch (action.kind) {
    case 'forward': {
      const [only] = action.groups
      const sticky = action.stickySeconds
      return {
        forward:
          action.groups.length === 1
            ? only!.group
            : Object.fromEntries(action.groups.map(({ group, weight }) => [group, weight])),
        ...(sticky !== undefined && { sticky: formatDuration(sticky * SECOND_US) }),
      }
    }
    case 'redirect': {
      const { kind: _, ...parts } = action
      return { redirect: parts }
    }
    case 'fixedResponse':
      return { fixedResponse: { status: action.status, content: action.content, type: action.type } }
    case 'rewrite': {
      const { kind: _, ...parts } = action
      return { rewrite: parts }
    }
    case 'insertHeader':
      return { insertHeader: { [action.key]: headerWords(action.value) } }
    case 'removeHeader':
      return { removeHeader: action.key }
    case 'trafficLimit':
      return {
        trafficLimit: {
          ...(action.qps !== undefined && { qps: action.qps }),
          ...(action.perIpQps !== undefined && { perIpQps: action.perIpQps }),
          ...(action.excess !== undefined && { excess: actionWords(action.excess) }),
        },
      }
    case 'trafficMirror':
      return { trafficMirror: action.group }
    case 'allowMethods':
    case 'authorize':
      throw new RangeError(`${action.kind} is of gateways of EAS, which no manifest has`)
    case 'cors': {
      const { origins, methods, headers, exposeHeaders, credentials, maxAgeS } = action.cors
      return {
        cors: {
          origins,
          methods,
          ...(headers.length > 0 && { headers }),
          ...(exposeHeaders.length > 0 && { exposeHeaders }),
          credentials,
          maxAge: `${maxAgeS}s`,
        },
      }
    }
  }
}

function headerWords(value: HeaderValue): Words {
  switch (value.kind) {
    case 'userDefined':
      return value.text
    case 'referenceHeader':
      return { header: value.header }
    case 'systemDefined':
      return { system: value.variable }
  }
}

export function schedulerWords(scheduler: AlbScheduler): Words {
  return scheduler.kind === 'uch' ? { uch: scheduler.parameter } : scheduler.kind
}

export function stickyWords(sticky: StickySession): Words {
  return sticky.kind === 'insert' ? { insert: formatDuration(sticky.timeoutUs) } : { server: sticky.cookie }
}

export function healthCheckWords(check: HealthCheck | undefined): Words {
  if (check === undefined) return 'none'
  return {
    protocol: check.protocol,
    method: check.method,
    path: check.path,
    ...(check.host !== undefined && { host: check.host }),
    ...(check.port !== undefined && { port: check.port }),
    codes: check.codes.map(({ first, last }) => `${first}-${last}`),
    interval: formatDuration(check.intervalUs),
    timeout: formatDuration(check.timeoutUs),
    healthy: check.healthyThreshold,
    unhealthy: check.unhealthyThreshold,
  }
}

function oneOrList(values: readonly Words[]): Words {
  return values.length === 1 ? values[0]! : values
}
