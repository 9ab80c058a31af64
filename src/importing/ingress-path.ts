/** Paths of an Ingress as ALB compares them: facts/load-balancing 4.3. Nothing is sorted by length. */
import { type Pattern, readPattern } from '../cloud/pattern.ts'
import type { Findings } from './findings.ts'
import type { Ingress, IngressPath } from './ingress.ts'

/** Patterns of which one must match; none where the path is any. Empty, and told, where the controller refuses it. */
export function patternsOf(entry: IngressPath, ingress: Ingress, findings: Findings): Pattern[] {
  const { path, pathType } = entry
  if (path === undefined) return []
  switch (pathType) {
    case 'ImplementationSpecific':
      return [readPattern(path, false)]
    case 'Exact':
      if (refusesWildcard(entry, ingress, findings)) return []
      return [literal(path)]
    case 'Prefix': {
      if (path === '/') return [readPattern('/*', false)]
      if (isRegex(path, ingress)) return [readPattern(`~*${path}`, false)]
      if (refusesWildcard(entry, ingress, findings)) return []
      const beginning = path.endsWith('/') ? path.slice(0, -1) : path
      return [literal(beginning), readPattern(`${beginning}/*`, false)]
    }
  }
}

/**
 * Either annotation makes a regular expression of a prefix, whatever the value of `use-regex`; but not where the value is
 * the path itself (LBC, 4.3).
 */
function isRegex(path: string, { annotations }: Ingress): boolean {
  return ['rewrite-target', 'use-regex'].some((suffix) => {
    const value = annotations.get(suffix)
    return value !== undefined && value !== path
  })
}

function literal(text: string): Pattern {
  return { kind: 'exact', text, ignoresCase: false }
}

function refusesWildcard({ path, pathType, at }: IngressPath, ingress: Ingress, findings: Findings): boolean {
  if (!/[*?]/.test(path!)) return false
  findings.refuse(ingress.manifest, {
    code: 'INGRESS_PATH_WILDCARD',
    message: `${JSON.stringify(path)} has a wildcard, which pathType ${pathType} does not take`,
    hint: 'use pathType ImplementationSpecific, or the annotation use-regex with Prefix',
    path: [...at, 'path'],
  })
  return true
}
