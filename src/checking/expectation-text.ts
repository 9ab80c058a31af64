/** The words of an expectation for people. */
import { formatDuration } from '../cloud/duration-text.ts'
import { comparisonText } from './comparison.ts'
import type { Claim, Expectation, Timing, Window } from './expectation.ts'
import { exactShareText } from './judge-metric.ts'
import { milestoneText } from './milestone.ts'
import { windowText } from './span-text.ts'

/** As the file says it, or in our own words where it says nothing. */
export function textOf(expectation: Expectation): string {
  return expectation.text === '' ? claimText(expectation) : expectation.text
}

/** `flow inbound always reachable`, `rollout shop completed within 10m`. */
export function claimText(claim: Claim): string {
  switch (claim.kind) {
    case 'flow': {
      const code = claim.code === undefined ? '' : ` with ${claim.code}`
      return `flow ${claim.flow} ${claim.mode} ${claim.state}${code}${whenText(claim)}`
    }
    case 'source':
      return `flow ${claim.flow} source within ${claim.textOfSet}${whenText(claim)}`
    case 'rollout': {
      const change = claim.change === undefined ? '' : ` change ${claim.change}`
      const outcome = claim.outcome ?? (claim.verdict === undefined ? 'completed' : undefined)
      const words = [outcome, claim.verdict].filter((each) => each !== undefined).join(' ')
      const within = claim.withinUs === undefined ? '' : ` within ${formatDuration(claim.withinUs)}`
      return `rollout ${claim.app}${change} ${words}${within}`
    }
    case 'capacity':
      return `app ${claim.app} ${claim.mode} ${claim.measure} ${comparisonText(claim.compare)}${whenText(claim)}`
    case 'pool':
      return `pool ${claim.pool} ${claim.mode} in use ${comparisonText(claim.compare)}${whenText(claim)}`
    case 'rotation':
      return `rotation ${claim.group} ${claim.mode} servers ${comparisonText(claim.compare)}${whenText(claim)}`
    case 'alert':
      return `alert ${claim.gateway}/${claim.alert} ${claim.fires ? 'fires' : 'silent'}${whenText(claim)}`
    case 'metric':
      return `${claim.metric} of ${claim.flow} at least ${exactShareText(claim.min)}`
    case 'connections':
      return `${claim.metric} of ${claim.flow} at most ${claim.max}`
    case 'requests': {
      const { flow } = claim
      if (claim.metric === 'successRate')
        return `successRate of ${flow} at least ${exactShareText(claim.min)}`
      const most = claim.metric === 'p99' ? formatDuration(claim.max) : claim.max
      return `${claim.metric} of ${flow} at most ${most}`
    }
    case 'snatPorts':
      return `snatPorts of ${claim.gateway} at most ${exactShareText(claim.max)}`
    case 'refused':
      return `a change of ${claim.app} refused with ${claim.code}`
    case 'route': {
      const { balancer, listener, request } = claim.question
      return `route ${balancer}/${listener} ${request.method ?? 'GET'} ${request.host ?? ''}${request.path ?? '/'}`
    }
    case 'warning':
      return `app ${claim.app} ${claim.mode} warning ${claim.code}`
  }
}

function whenText({ window, timing = {} }: { readonly window?: Window; readonly timing?: Timing }): string {
  const { after, until, withinUs, stableUs } = timing
  return [
    windowText(window),
    after === undefined ? '' : ` after ${milestoneText(after)}`,
    until === undefined ? '' : ` until ${milestoneText(until)}`,
    withinUs === undefined ? '' : ` within ${formatDuration(withinUs)}`,
    stableUs === undefined ? '' : ` stable ${formatDuration(stableUs)}`,
  ].join('')
}
