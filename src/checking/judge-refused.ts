/** Claims on refused entries of the timeline. */
import { formatMoment } from '../cloud/duration-text.ts'
import type { Summary } from '../trace/summary.ts'
import type { ClaimOf } from './claim-of.ts'
import { type Context, failed, groundOf, held, type Ruling } from './ruling.ts'

export function judgeRefused(
  { app, code }: ClaimOf<'refused'>,
  { actions }: Summary,
  context: Context,
): Ruling {
  const refusals = actions.flatMap(({ atUs, text, since, refused }) =>
    refused?.app === app ? [{ ...refused, text, fromUs: atUs, untilUs: atUs + 1, since }] : [],
  )
  const match = refusals.find((refusal) => refusal.code === code)
  if (match !== undefined)
    return held(
      `${match.text} is refused at ${formatMoment(match.fromUs)} with ${code}: ${match.message}`,
      match,
    )
  const other = refusals[0]
  if (other !== undefined)
    return failed(
      `no change of ${app} is refused with ${code}; ${other.text} is refused at ${formatMoment(other.fromUs)} with ${other.code}`,
      other,
      groundOf('EXPECTATION_NEVER_EXERCISED', { app }, context),
    )
  const ground = groundOf('EXPECTATION_NEVER_EXERCISED', { app }, context)
  return failed(`no change of ${app} is refused`, undefined, ground)
}
