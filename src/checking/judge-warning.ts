/** Claims on the cloud's warnings. */
import { formatMoment } from '../cloud/duration-text.ts'
import type { Summary, WarningSummary } from '../trace/summary.ts'
import type { ClaimOf } from './claim-of.ts'
import { type Context, failed, groundOf, held, notExercised, type Ruling } from './ruling.ts'

export function judgeWarning(claim: ClaimOf<'warning'>, { apps }: Summary, context: Context): Ruling {
  const { app: name, mode, code } = claim
  const app = apps.find((each) => each.app === name)
  const warning = app?.warnings.find((each) => each.code === code)
  if (warning !== undefined) {
    const { firstUs, since, instance, details: told } = warning
    const witness = { fromUs: firstUs, untilUs: firstUs + 1, since }
    if (mode === 'sometimes') return held(seenText(warning), witness)
    const details = { ...told, app: name, ...(instance === undefined ? {} : { instance }) }
    return failed(`${seenText(warning)}, expected never`, witness, groundOf(code, details, context))
  }
  const unseen = `no warning ${code} about ${name}`
  if (mode === 'sometimes')
    return failed(unseen, undefined, groundOf('EXPECTATION_NEVER_EXERCISED', { app: name }, context))
  if (app === undefined || app.instances.length === 0)
    return notExercised(`${name} never had an instance to warn about`, context, { app: name })
  return held(unseen)
}

function seenText({ code, message, instance, count, firstUs }: WarningSummary): string {
  const whom = instance === undefined ? '' : ` about ${instance}`
  const times = count === 1 ? '' : `, ${count} times in all`
  return `warning ${code}${whom} at ${formatMoment(firstUs)}${times}: ${message}`
}
