/** What ALB asks of headers that a rule inserts or removes: facts/load-balancing 1.7. */
import type { ForwardingRule } from './forwarding-rule.ts'
import type { Path, Violation } from './violation.ts'

const KEY = /^[A-Za-z0-9_-]{1,40}$/

/** The balancer needs them itself. */
const FORBIDDEN_IN_REQUESTS: ReadonlySet<string> = new Set([
  'slb-id',
  'slb-ip',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-eip',
  'x-forwarded-port',
  'x-forwarded-client-srcport',
  'x-forwarded-host',
  'connection',
  'upgrade',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'te',
  'host',
  'cookie',
  'remoteip',
  'authority',
])
const FORBIDDEN_IN_RESPONSES: ReadonlySet<string> = new Set([
  'connection',
  'upgrade',
  'content-length',
  'transfer-encoding',
])

export function* headerViolations({ actions, direction }: ForwardingRule, path: Path): Generator<Violation> {
  const forbidden = direction === 'request' ? FORBIDDEN_IN_REQUESTS : FORBIDDEN_IN_RESPONSES
  const inserted = new Set<string>()
  for (const action of actions) {
    if (action.kind !== 'insertHeader' && action.kind !== 'removeHeader') continue
    const key = action.key.toLowerCase()
    if (!KEY.test(key))
      yield {
        code: 'ACTION_INVALID',
        message: `"${action.key}" is no header key of 1 to 40 letters, digits, _ and -`,
        path,
      }
    else if (forbidden.has(key))
      yield {
        code: 'HEADER_KEY_FORBIDDEN',
        message: `rules cannot touch the header ${key} of a ${direction}`,
        path,
      }
    if (action.kind === 'removeHeader') continue
    if (inserted.has(key))
      yield {
        code: 'ACTION_DUPLICATE',
        message: `the rule inserts the header ${key} twice`,
        hint: 'the second value would replace the first',
        path,
      }
    inserted.add(key)
  }
}
