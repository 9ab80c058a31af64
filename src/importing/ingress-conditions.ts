/** The conditions of one rule: `conditions.SERVICE`, then host and path, then those of a canary (LBC). */
import type { Condition, StatusRange } from '../cloud/forwarding-rule.ts'
import { type Pattern, readPattern } from '../cloud/pattern.ts'
import { parseCidr } from '../net/cidr.ts'
import { CidrSet } from '../net/cidr-set.ts'
import type { Findings } from './findings.ts'
import type { Ingress, IngressPath, IngressRule } from './ingress.ts'
import { canaryConditions } from './ingress-canary.ts'
import { parseJson } from './ingress-listeners.ts'
import { patternsOf } from './ingress-path.ts'
import { Json } from './json.ts'

const EVERYTHING: Pattern = readPattern('/*', false)

export function conditionsOf(
  rule: IngressRule,
  path: IngressPath,
  ingress: Ingress,
  findings: Findings,
): Condition[] {
  const own = ownConditions(path, ingress, findings)
  const hosts = [...own.hosts, ...(rule.host === undefined ? [] : [readPattern(rule.host, true)])]
  const paths = [...own.paths, ...patternsOf(path, ingress, findings)]
  const conditions: Condition[] = [
    ...own.others,
    ...(hosts.length > 0 ? [{ kind: 'host' as const, patterns: hosts }] : []),
    ...(paths.length > 0 ? [{ kind: 'path' as const, patterns: paths }] : []),
    ...(own.methods.length > 0 ? [{ kind: 'method' as const, methods: own.methods }] : []),
    ...(own.sources.length > 0 ? [sourceCondition(own.sources, path, ingress, findings)] : []),
    ...(own.statuses.length > 0 ? [{ kind: 'responseStatus' as const, ranges: own.statuses }] : []),
    ...canaryConditions(ingress),
  ]
  return conditions.length > 0 ? conditions : [{ kind: 'path', patterns: [EVERYTHING] }]
}

interface Own {
  /** Values of hosts and paths are alternatives to those of the Ingress. */
  readonly hosts: Pattern[]
  readonly paths: Pattern[]
  /** Several entries of one of these make one condition, whose values are alternatives (LBC). */
  readonly methods: string[]
  readonly sources: string[]
  readonly statuses: StatusRange[]
  readonly others: Condition[]
}

function ownConditions({ service }: IngressPath, ingress: Ingress, findings: Findings): Own {
  const own: Own = { hosts: [], paths: [], methods: [], sources: [], statuses: [], others: [] }
  const suffix = `conditions.${service.name}`
  const text = ingress.annotations.get(suffix)
  if (text === undefined || text === '') return own
  const read = parseJson(text)
  const refuse = (message: string) =>
    findings.refuse(ingress.manifest, {
      code: 'INGRESS_CONDITIONS',
      message,
      path: ingress.annotations.pathOf(suffix),
    })
  if (!Array.isArray(read)) {
    refuse(`${suffix} is no list in JSON: [{ "type": "Header", "headerConfig": { … } }]`)
    return own
  }
  for (const entry of (read as unknown[]).map((each) => new Json(each))) {
    const type = entry.text('type') ?? ''
    switch (type.toLowerCase()) {
      case 'host':
        own.hosts.push(
          ...entry
            .in('hostConfig')
            .texts('values')
            .map((value) => readPattern(value, true)),
        )
        break
      case 'path':
        own.paths.push(
          ...entry
            .in('pathConfig')
            .texts('values')
            .map((value) => readPattern(value, false)),
        )
        break
      case 'method':
        own.methods.push(...entry.in('methodConfig').texts('values'))
        break
      case 'sourceip':
        own.sources.push(...entry.in('sourceIpConfig').texts('values'))
        break
      case 'header':
      case 'responseheader': {
        const kind = type.toLowerCase() === 'header' ? 'header' : 'responseHeader'
        const config = entry.in(`${kind}Config`)
        const patterns = config.texts('values').map((value) => readPattern(value, false))
        own.others.push({ kind, key: (config.text('key') ?? '').toLowerCase(), patterns })
        break
      }
      case 'querystring':
      case 'cookie': {
        const kind = type.toLowerCase() === 'cookie' ? 'cookie' : 'query'
        const pairs = entry
          .in(kind === 'cookie' ? 'cookieConfig' : 'queryStringConfig')
          .items('values')
          .map((pair) => ({
            key: (pair.text('key') ?? '').toLowerCase(),
            value: readPattern(pair.text('value') ?? '', true),
          }))
        own.others.push({ kind, pairs })
        break
      }
      case 'responsestatuscode': {
        const ranges = entry
          .in('responseStatusCodeConfig')
          .texts('values')
          .flatMap((value) => value.split(','))
          .map((value) => value.split('-').map(Number))
          .map(([first = 0, last = first]) => ({ first, last }))
        own.statuses.push(...ranges)
        break
      }
      default:
        refuse(`${suffix}: ${JSON.stringify(type)} is no type of condition`)
    }
  }
  return own
}

function sourceCondition(
  texts: readonly string[],
  { service }: IngressPath,
  { annotations, manifest }: Ingress,
  findings: Findings,
): Condition {
  const suffix = `conditions.${service.name}`
  const blocks = texts.map((each) => parseCidr(each, { hostBits: 'accept', bareAddress: 'accept' }))
  if (blocks.some(({ ok }) => !ok))
    findings.refuse(manifest, {
      code: 'INGRESS_CONDITIONS',
      message: `${suffix}: ${texts.join(', ')} are not all addresses or blocks`,
      path: annotations.pathOf(suffix),
    })
  return {
    kind: 'sourceIp',
    set: CidrSet.of(blocks.flatMap((each) => (each.ok ? [each.value] : []))),
    texts,
  }
}
