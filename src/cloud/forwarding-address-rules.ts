/** What ALB asks of the texts of redirects and rewrites: facts/load-balancing 1.6 and 1.7. */
import { captureNumbers, readTemplate, unknownVariables } from './address-template.ts'
import type { Action, ForwardingRule } from './forwarding-rule.ts'
import type { AlbListener } from './listener.ts'
import { countGroups, whyNotRegex } from './regular-expression.ts'
import type { Path, Violation } from './violation.ts'

const PARTS = ['protocol', 'host', 'port', 'path', 'query'] as const
type Part = (typeof PARTS)[number]

type Redirect = Extract<Action, { readonly kind: 'redirect' }>
type Texts = Partial<Readonly<Record<Part, string>>>

export function* addressViolations(
  rule: ForwardingRule,
  protocol: AlbListener['protocol'],
  path: Path,
): Generator<Violation> {
  for (const action of rule.actions) {
    const excess = action.kind === 'trafficLimit' ? action.excess : undefined
    for (const one of [action, ...(excess === undefined ? [] : [excess])]) {
      if (one.kind === 'redirect') yield* checkRedirect(one, protocol, path)
      if (one.kind === 'redirect' || one.kind === 'rewrite') yield* checkTexts(one, path)
    }
  }
  yield* checkCaptures(rule, path)
}

function* checkRedirect(
  redirect: Redirect,
  protocol: AlbListener['protocol'],
  path: Path,
): Generator<Violation> {
  const isSame = PARTS.every((part) => {
    const text = redirect[part]
    return text === undefined || text === `\${${part}}`
  })
  if (isSame)
    yield {
      code: 'REDIRECT_UNCHANGED',
      message: 'the redirect changes nothing, so it would go on for ever',
      hint: 'write protocol, host, port, path or query',
      path,
    }
  const to = redirect.protocol?.toLowerCase()
  // QUIC is HTTPS as well, but the documents name HTTPS listeners only.
  if (protocol === 'https' && to === 'http')
    yield {
      code: 'REDIRECT_TO_HTTP',
      message: 'an HTTPS listener redirects to HTTPS only',
      hint: 'leave protocol out',
      path,
    }
  if (to !== undefined && to !== 'http' && to !== 'https' && to !== `\${protocol}`)
    yield { code: 'ACTION_INVALID', message: `${redirect.protocol} is neither HTTP nor HTTPS`, path }
  const { port } = redirect
  if (
    port !== undefined && /^\d+$/.test(port)
      ? !isPort(Number(port))
      : port !== undefined && !port.includes('${')
  )
    yield { code: 'ACTION_INVALID', message: `${port} is no port from 1 to 65535`, path }
}

function isPort(number: number): boolean {
  return number >= 1 && number <= 65_535
}

function* checkTexts(texts: Texts, path: Path): Generator<Violation> {
  for (const part of PARTS) {
    const text = texts[part]
    if (text === undefined) continue
    for (const name of unknownVariables(text))
      yield {
        code: 'VARIABLE_UNKNOWN',
        message: `\${${name}} stands for nothing`,
        hint: `variables are host, protocol, port, path, query, 1, 2 and 3, written as in \${path}`,
        path,
      }
    const pieces = readTemplate(text)
    const isMixed = pieces.length > 1 && pieces.some(({ kind }) => kind === 'variable')
    if (isMixed && (part === 'host' || part === 'port' || part === 'protocol'))
      yield {
        code: 'VARIABLE_MIXED',
        message: `the ${part} ${text} mixes a variable with text`,
        hint: `write \${${part}} or a text, not both`,
        path,
      }
    if (captureNumbers(text).length > 0 && part !== 'path')
      yield {
        code: 'CAPTURE_COUNT',
        message: `${text} uses what a group caught outside of the path`,
        hint: 'groups are for the path',
        path,
      }
  }
}

/**
 * As many groups as variables (1.6): of every regular expression of the path condition, since any of them may match. `${2}` alone
 * counts as two, as in the example of the controller's documents, `/something(/|$)(.*)` to `/path/${2}`.
 */
function* checkCaptures({ conditions, actions }: ForwardingRule, path: Path): Generator<Violation> {
  for (const action of actions) {
    const { path: text } = action.kind === 'redirect' || action.kind === 'rewrite' ? action : {}
    const used = text === undefined ? 0 : Math.max(0, ...captureNumbers(text))
    if (used === 0) continue
    const counts = conditions
      .flatMap((condition) => (condition.kind === 'path' ? condition.patterns : []))
      .filter((pattern) => pattern.kind !== 'regex' || whyNotRegex(pattern.text) === undefined)
      .map((pattern) => (pattern.kind === 'regex' ? countGroups(pattern.text) : 0))
    const wrong = counts.length === 0 ? 0 : counts.find((count) => count !== used)
    if (wrong !== undefined)
      yield {
        code: 'CAPTURE_COUNT',
        message: `${text} uses groups up to ${used}, but a pattern of the path has ${wrong}`,
        hint: 'each regular expression of the path needs as many groups as are used',
        path,
      }
  }
}
