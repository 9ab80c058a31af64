/** What ALB asks of the actions of a rule: facts/load-balancing 1.7. */
import { addressViolations } from './forwarding-address-rules.ts'
import type { Action, ForwardingRule } from './forwarding-rule.ts'
import type { RuleSetting } from './forwarding-rule-rules.ts'
import { headerViolations } from './header-edit-rules.ts'
import type { Path, Violation } from './violation.ts'

/** "Basic lacks most action types" (1.1): which it has is assumed. */
const BASIC_ACTIONS: ReadonlySet<string> = new Set<Action['kind']>([
  'forward',
  'redirect',
  'fixedResponse',
  'insertHeader',
])

const CONTENT_TYPES = ['text/plain', 'text/css', 'text/html', 'application/javascript', 'application/json']

export function* actionViolations(
  rule: ForwardingRule,
  setting: RuleSetting,
  path: Path,
): Generator<Violation> {
  const { actions, direction } = rule
  if (setting.edition === 'basic')
    for (const { kind } of actions)
      if (!BASIC_ACTIONS.has(kind))
        yield {
          code: 'ALB_EDITION_LACKS',
          message: `a Basic ALB has no action ${kind}`,
          hint: 'write edition: standard',
          path,
        }
  if (direction === 'request') yield* checkFinal(actions, path)
  yield* headerViolations(rule, path)
  yield* addressViolations(rule, setting.protocol, path)
  for (const action of actions) {
    for (const [message, hint] of wrongIn(action))
      yield { code: 'ACTION_INVALID', message, ...(hint !== undefined && { hint }), path }
    yield* checkSticky(action, setting, path)
  }
}

/** Exactly one, with the highest order, and what needs a forward has one. */
function* checkFinal(actions: readonly Action[], path: Path): Generator<Violation> {
  const finals = actions.filter(isFinal)
  const hint = 'end the rule with one of forward, redirect and fixedResponse'
  const code = 'IllegalParam.Order'
  if (finals.length !== 1)
    yield { code, message: `${finals.length} final actions, but a rule has one`, hint, path }
  else if (!isFinal(actions.at(-1)!))
    yield { code, message: `${finals[0]!.kind} is final, but not the last action`, hint, path }
  for (const kind of ['rewrite', 'trafficLimit', 'trafficMirror', 'cors'] as const)
    if (actions.filter((action) => action.kind === kind).length > 1)
      yield { code: 'ACTION_DUPLICATE', message: `the rule has ${kind} twice`, hint: 'one is allowed', path }
  const forwards = finals.some(({ kind }) => kind === 'forward')
  for (const action of actions) {
    const needsForward =
      action.kind === 'rewrite' || (action.kind === 'trafficLimit' && action.excess === undefined)
    if (needsForward && !forwards && finals.length > 0)
      yield {
        code: 'ACTION_NEEDS_FORWARD',
        message: `${action.kind} needs a forward in the same rule`,
        hint: 'what is not forwarded is neither rewritten nor limited',
        path,
      }
  }
}

type Wrong = readonly [message: string, hint?: string]

function* wrongIn(action: Action): Generator<Wrong> {
  switch (action.kind) {
    case 'forward':
      return yield* wrongForward(action)
    case 'fixedResponse':
      return yield* wrongFixedResponse(action)
    case 'trafficLimit':
      return yield* wrongLimit(action)
    case 'cors': {
      const { maxAgeS, origins } = action.cors
      if (!isWithin(maxAgeS, -1, 172_800)) yield [`maxAge ${maxAgeS} s is not -1 to 172800`]
      if (origins.length === 0) yield ['CORS without origins allows nobody', "write origins: ['*']"]
    }
  }
}

function* wrongForward({ groups, stickySeconds }: Extract<Action, { kind: 'forward' }>): Generator<Wrong> {
  if (groups.length === 0) yield ['forward names no server group']
  for (const { group, weight } of groups)
    if (!isWithin(weight, 0, 100)) yield [`the weight ${weight} of group ${group} is not 0 to 100`]
  if (stickySeconds !== undefined && !isWithin(stickySeconds, 1, 86_400))
    yield [`clients stick to a group for 1 to 86400 seconds, not ${stickySeconds}`]
}

function* wrongFixedResponse({
  status,
  content,
  type,
}: Extract<Action, { kind: 'fixedResponse' }>): Generator<Wrong> {
  if (![2, 4, 5].includes(Math.floor(status / 100)) || !Number.isInteger(status))
    yield [`a fixed response has a status 2xx, 4xx or 5xx, not ${status}`]
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII has them
  if (content.length > 1024 || !/^[\x00-\x7f]*$/.test(content))
    yield ['the content of a fixed response is at most 1 KB of ASCII']
  if (!CONTENT_TYPES.includes(type))
    yield [`${type} is no content type of fixed responses`, CONTENT_TYPES.join(', ')]
}

/** Up to 1,000,000: section 9, row 12. */
function* wrongLimit({ qps, perIpQps, excess }: Extract<Action, { kind: 'trafficLimit' }>): Generator<Wrong> {
  if (qps === undefined && perIpQps === undefined) yield ['a traffic limit names no number']
  for (const limit of [qps, perIpQps])
    if (limit !== undefined && !isWithin(limit, 1, 1_000_000))
      yield [`${limit} is not 1 to 1000000 requests a second`]
  if (qps !== undefined && perIpQps !== undefined && perIpQps >= qps)
    yield [`${perIpQps} requests a second of one client are not less than ${qps} of the rule`]
  if (excess?.kind === 'fixedResponse') yield* wrongFixedResponse(excess)
}

/** Every group must be sticky itself. */
function* checkSticky(action: Action, { serverGroups }: RuleSetting, path: Path): Generator<Violation> {
  if (action.kind !== 'forward' || action.stickySeconds === undefined) return
  for (const { group } of action.groups) {
    const known = serverGroups.get(group)
    if (known === undefined || known.sticky !== undefined) continue
    yield {
      code: 'GROUP_NOT_STICKY',
      message: `clients are to stick to one of the groups, but group ${group} is not sticky itself`,
      hint: `write sticky under serverGroups.${group}`,
      path,
    }
  }
}

function isFinal({ kind }: Action): boolean {
  return kind === 'forward' || kind === 'redirect' || kind === 'fixedResponse'
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}
