/** What a listener makes of a request as one JSON document, for programs (vpcsim.route/1). */
import type { RouteStory } from '../checking/route-question.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { certificateJson } from './certificate-words.ts'
import type { AnsweredRoute } from './route-text.ts'

export const ROUTE_FORMAT = 'vpcsim.route/1'

export function renderRouteJson(route: AnsweredRoute, exitCode: number): string {
  const { story, tls, groups, file, version, atUs, balancer, listener } = route
  const { routed, passedOver, matched, request } = story
  const { outcome, rule } = routed
  return `${JSON.stringify(
    {
      format: ROUTE_FORMAT,
      version,
      exitCode,
      file,
      atUs,
      listener: `${balancer}/${listener}`,
      request: requestOf(request),
      ...(tls !== undefined && { tls: certificateJson(tls) }),
      by: routed.by,
      ...(rule !== undefined && {
        rule: { name: rule.name, ...placeOf(rule), ...('priority' in rule && { priority: rule.priority }) },
      }),
      matched,
      passedOver: passedOver.map(({ rule, why }) => ({ rule: rule.name, why, ...placeOf(rule) })),
      outcome:
        outcome.kind === 'answer'
          ? {
              kind: 'answer',
              status: outcome.status,
              cause: outcome.cause,
              headers: Object.fromEntries(outcome.headers),
              body: outcome.body,
              upstreamStatus: '-',
            }
          : {
              kind: 'forward',
              request: requestOf(outcome.request),
              groups: groups.map(({ group, weight, servers, why, isFailingOpen }) => ({
                group,
                weight,
                servers: servers.map(({ key, address, port, weight: share }) => ({
                  name: key,
                  address: `${formatIpv4(address)}:${port}`,
                  weight: share,
                })),
                ...(why !== undefined && { why }),
                ...(isFailingOpen && { failingOpen: true }),
              })),
              mirrors: routed.mirrors,
            },
    },
    null,
    2,
  )}\n`
}

function requestOf({ method, protocol, host, path, query, headers }: RouteStory['request']) {
  return { method, protocol, host, path, query, headers: Object.fromEntries(headers) }
}

function placeOf({ origin }: NonNullable<RouteStory['routed']['rule']>) {
  return { line: origin.line, column: origin.column }
}
