/** Claims on what a listener makes of a request: they are asked of every configuration that their window has. */
import { formatMoment } from '../cloud/duration-text.ts'
import type { Summary } from '../trace/summary.ts'
import type { ClaimOf } from './claim-of.ts'
import { configurationsOf, isIn } from './configurations.ts'
import { httpListener, type RouteStory, routeOf } from './route-question.ts'
import { type Context, failed, held, notExercised, type Ruling } from './ruling.ts'

type RouteClaim = ClaimOf<'route'>

export function judgeRoute(claim: RouteClaim, { endUs }: Summary, context: Context): Ruling {
  const { question, window = { fromUs: 0, untilUs: endUs } } = claim
  const name = `${question.balancer}/${question.listener}`
  let seen = ''
  for (const configuration of context.plan === undefined ? [] : configurationsOf(context.plan)) {
    const { fromUs, untilUs, topology } = configuration
    if (!isIn(configuration, window)) continue
    if (httpListener(topology, question.balancer, question.listener) === undefined) continue
    const story = routeOf(topology, question)
    seen = outcomeText(story)
    const wrong = mismatchesOf(claim, story)
    if (wrong.length === 0) continue
    const { rule } = story.routed
    const at = Math.max(fromUs, window.fromUs)
    return {
      ...failed(`${name} answers at ${formatMoment(at)} with ${seen}: ${wrong.join(', ')}`),
      fromUs: at,
      untilUs: Math.min(untilUs, window.untilUs),
      ...(rule !== undefined && {
        decidedBy: {
          component: name,
          rule: rule.name,
          line: rule.origin.line,
          column: rule.origin.column,
        },
      }),
    }
  }
  if (seen === '') return notExercised(`nobody could ask listener ${name}`, context, { flow: name })
  return held(`${name} answers with ${seen}`)
}

/** What was expected and is not so, in words. */
function mismatchesOf({ expected }: RouteClaim, { routed }: RouteStory): string[] {
  const { outcome } = routed
  const isAnswer = outcome.kind === 'answer'
  const actual = {
    rule: routed.rule?.name ?? routed.by,
    groups: isAnswer ? 'none' : outcome.groups.map(({ group }) => group).join(', '),
    status: isAnswer ? String(outcome.status) : 'that of a server',
    location: isAnswer ? (outcome.headers.get('location') ?? 'none') : 'none',
    upstreamHost: isAnswer ? 'none' : outcome.request.host,
    upstreamPath: isAnswer ? 'none' : targetOf(outcome.request),
  }
  const wanted = { ...expected, ...(expected.groups !== undefined && { groups: expected.groups.join(', ') }) }
  return (Object.keys(LABELS) as (keyof typeof LABELS)[]).flatMap((key) => {
    const want = wanted[key]
    return want === undefined || String(want) === actual[key]
      ? []
      : [`${LABELS[key]} is ${actual[key]}, not ${want}`]
  })
}

const LABELS = {
  rule: 'the rule',
  groups: 'the group',
  status: 'the status',
  location: 'the location',
  upstreamHost: 'the host for the server',
  upstreamPath: 'the path for the server',
} as const

/** `rule api to group api`, `the default rule to group web`, `rule old with 301 to https://…`. */
export function outcomeText({ routed }: RouteStory): string {
  const { outcome, rule, by } = routed
  const who = rule === undefined ? (by === 'default' ? 'the default rule' : by) : `rule ${rule.name}`
  if (outcome.kind === 'forward')
    return `${who} to ${outcome.groups.length === 1 ? 'group' : 'groups'} ${outcome.groups
      .map(({ group, weight }) => (outcome.groups.length === 1 ? group : `${group} (${weight})`))
      .join(', ')}`
  const location = outcome.headers.get('location')
  return `${who} with ${outcome.status}${location === undefined ? '' : ` to ${location}`}`
}

function targetOf({ path, query }: { readonly path: string; readonly query: string }): string {
  return query === '' ? path : `${path}?${query}`
}
