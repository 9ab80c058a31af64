/** Canary releases by annotation: facts/load-balancing 4.4. */
import type { Condition, WeightedGroup } from '../cloud/forwarding-rule.ts'
import type { Findings } from './findings.ts'
import type { Ingress, IngressPath, IngressRule } from './ingress.ts'

const ALL = 100

/** Which rule a canary belongs to: the one with the very same host and path. */
export function placeOf({ host }: IngressRule, { path }: IngressPath): string {
  return `${host ?? ''}-${path ?? ''}`
}

export interface Canaries {
  /** Places that an Ingress without canary has: a canary makes rules and takes shares there alone. */
  readonly stable: ReadonlySet<string>
  /** Shares of canaries by weight. */
  readonly byWeight: ReadonlyMap<string, readonly CanaryShare[]>
}

interface CanaryShare {
  readonly ingress: Ingress
  readonly path: IngressPath
  readonly weight: number
}

export function isCanary({ annotations }: Ingress): boolean {
  return annotations.isOn('canary')
}

export function findCanaries(ingresses: readonly Ingress[], findings: Findings): Canaries {
  const stable = new Set<string>()
  const byWeight = new Map<string, CanaryShare[]>()
  for (const ingress of ingresses) {
    if (isCanary(ingress)) checkCanary(ingress, findings)
    const weight = isCanary(ingress) ? weightOf(ingress) : undefined
    for (const rule of ingress.rules)
      for (const path of rule.paths) {
        const place = placeOf(rule, path)
        if (!isCanary(ingress)) stable.add(place)
        else if (weight !== undefined && weight > 0)
          byWeight.set(place, [...(byWeight.get(place) ?? []), { ingress, path, weight }])
      }
  }
  return { stable, byWeight }
}

/** A canary by weight gives a share to the stable rule, and has no rule itself; one by header or cookie has its own. */
export function hasRule(ingress: Ingress): boolean {
  return !isCanary(ingress) || ingress.annotations.get('canary-weight') === undefined
}

/** Conditions that a canary by header or cookie adds. */
export function canaryConditions({ annotations }: Ingress): Condition[] {
  if (!annotations.isOn('canary')) return []
  const header = annotations.get('canary-by-header')
  const cookie = annotations.get('canary-by-cookie')
  return [
    ...(header === undefined || header === ''
      ? []
      : [
          {
            kind: 'header' as const,
            key: header.toLowerCase(),
            patterns: [
              {
                kind: 'exact' as const,
                text: annotations.get('canary-by-header-value') ?? '',
                ignoresCase: false,
              },
            ],
          },
        ]),
    ...(cookie === undefined || cookie === ''
      ? []
      : [
          {
            kind: 'cookie' as const,
            pairs: [
              {
                key: cookie.toLowerCase(),
                value: { kind: 'exact' as const, text: 'always', ignoresCase: true },
              },
            ],
          },
        ]),
  ]
}

/**
 * The groups of a stable rule with its canaries: the stable one keeps what they leave of 100; where they take all of it, it
 * is not among them any more.
 */
export function sharesOf(
  stable: { readonly ingress: Ingress; readonly path: IngressPath },
  shares: readonly CanaryShare[],
  groupOf: (ingress: Ingress, path: IngressPath) => string,
  findings: Findings,
): WeightedGroup[] {
  const own = groupOf(stable.ingress, stable.path)
  const sum = shares.reduce((total, { weight }) => total + weight, 0)
  if (sum > ALL) {
    const { ingress } = shares.at(-1)!
    findings.refuse(ingress.manifest, {
      code: 'INGRESS_CANARY_WEIGHT',
      message: `the weights of the canaries of one rule come to ${sum}; together they have at most ${ALL}`,
      path: ingress.annotations.pathOf('canary-weight'),
    })
  }
  const canaries = shares.map(({ ingress, path, weight }) => ({ group: groupOf(ingress, path), weight }))
  return sum === ALL ? canaries : [{ group: own, weight: Math.max(0, ALL - sum) }, ...canaries]
}

/** The weight of a canary by weight alone; undefined for one by header or cookie. */
function weightOf({ annotations }: Ingress): number | undefined {
  const others = ['canary-by-header', 'canary-by-header-value', 'canary-by-cookie']
  if (others.some((suffix) => annotations.get(suffix))) return undefined
  const text = annotations.get('canary-weight')
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : 0
}

function checkCanary(ingress: Ingress, findings: Findings): void {
  const { annotations, manifest } = ingress
  const weight = annotations.get('canary-weight')
  const byRequest = ['canary-by-header', 'canary-by-cookie'].find((suffix) => annotations.get(suffix))
  if (weight !== undefined && !(/^\d+$/.test(weight) && Number(weight) <= ALL))
    findings.refuse(manifest, {
      code: 'INGRESS_CANARY_WEIGHT',
      message: `${JSON.stringify(weight)} is no weight; write a whole number from 0 to ${ALL}, in quotes`,
      path: annotations.pathOf('canary-weight'),
    })
  if (weight !== undefined && byRequest !== undefined)
    findings.tell(manifest, {
      code: 'INGRESS_CANARY_MIXED',
      message: `${ingress.key} has both canary-weight and ${byRequest}: the open-source controller makes nothing of it`,
      hint: 'write two Ingresses, the one by header or cookie with the smaller order',
      path: annotations.pathOf(byRequest),
    })
  if (weight === undefined && byRequest === undefined)
    findings.tell(manifest, {
      code: 'INGRESS_CANARY_MIXED',
      message: `${ingress.key} is a canary without weight, header or cookie: its rules catch every request of their path`,
      hint: 'add canary-weight, canary-by-header or canary-by-cookie',
      path: annotations.pathOf('canary'),
    })
  if (annotations.get('canary-by-header') !== undefined && !annotations.get('canary-by-header-value'))
    findings.refuse(manifest, {
      code: 'INGRESS_CANARY_HEADER',
      message: 'canary-by-header needs canary-by-header-value: ALB compares both',
      path: annotations.pathOf('canary-by-header'),
    })
  for (const suffix of annotations.suffixes())
    if (suffix.startsWith('conditions.'))
      findings.refuse(manifest, {
        code: 'INGRESS_CANARY_CONDITIONS',
        message: 'a canary cannot have conditions of its own',
        hint: 'take the conditions away, or write them without canary',
        path: annotations.pathOf(suffix),
      })
}
