/**
 * Texts of redirects and rewrites with variables in them: `/v1${path}`, `${1}` (facts/load-balancing 1.7). Variables stand for
 * parts of the request as it arrived; numbers stand for what the groups of the path condition caught (1.6).
 */

export type Variable = 'host' | 'protocol' | 'port' | 'path' | 'query' | '1' | '2' | '3'

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly variable: Variable }

const VARIABLES: ReadonlySet<string> = new Set<Variable>([
  'host',
  'protocol',
  'port',
  'path',
  'query',
  '1',
  '2',
  '3',
])

/** The parts of a template in their order. `${other}` is no variable and stays text: `unknownVariables` names it. */
export function readTemplate(text: string): TemplatePart[] {
  return text
    .split(/(\$\{[^}]*\})/)
    .filter((part) => part !== '')
    .map((part) => {
      const name = variableName(part)
      return name !== undefined && isVariable(name)
        ? { kind: 'variable', variable: name }
        : { kind: 'text', text: part }
    })
}

/** Names in `${…}` that stand for nothing. */
export function unknownVariables(text: string): string[] {
  return text
    .split(/(\$\{[^}]*\})/)
    .map(variableName)
    .filter((name): name is string => name !== undefined && !isVariable(name))
}

/** The numbers of the groups that a template uses. */
export function captureNumbers(text: string): number[] {
  return readTemplate(text)
    .map((part) => (part.kind === 'variable' ? Number(part.variable) : Number.NaN))
    .filter((number) => !Number.isNaN(number))
}

function variableName(part: string): string | undefined {
  return part.startsWith('${') && part.endsWith('}') ? part.slice(2, -1) : undefined
}

function isVariable(name: string): name is Variable {
  return VARIABLES.has(name)
}
