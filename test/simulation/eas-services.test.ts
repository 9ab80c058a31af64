import { describe, expect, it } from 'vitest'
import type { EasUpdate } from '../../src/cloud/eas-update.ts'
import type { Action } from '../../src/simulation/plan.ts'
import type { AppDraft } from '../../src/testing/arbitraries/a-plan.ts'
import type { Trace } from '../../src/trace/trace.ts'
import { minutes, ordersOf, phasesOf, readyOf, refusalsOf, run, seconds, statusOf } from './story.ts'

const NEVER = { passesFromUs: Number.POSITIVE_INFINITY, failsFromUs: Number.POSITIVE_INFINITY }
const count = (of: number) => ({ kind: 'count' as const, count: of })
const percent = (of: number) => ({ kind: 'percent' as const, percent: of })

const update = (version: string, atUs = minutes(1)) => ({
  kind: 'deploy' as const,
  app: 'llm',
  version,
  atUs,
})

function llm(
  draft: AppDraft = {},
  timeline: readonly (Action & { readonly atUs?: number })[] = [update('v2')],
) {
  return run({ apps: [{ name: 'llm', instances: 2, eas: {}, ...draft }], pools: {}, timeline })
}

/** `['0 Running', '60 Updating', …]` */
function statesOf(trace: Trace): string[] {
  return trace.events.flatMap((event) =>
    event.kind === 'serviceState' ? [`${event.atUs / seconds(1)} ${event.state}`] : [],
  )
}

/** Old and new members of the sets, whenever they changed: `['10 0', '10 3', …]`. */
function membersOf(trace: Trace, version = 'v2'): string[] {
  const version_ = new Map<string, string>()
  const course: string[] = []
  for (const event of trace.events) {
    if (event.kind !== 'instance') continue
    if (event.phase === 'terminating' || event.phase === 'gone') version_.delete(event.instance)
    else version_.set(event.instance, event.version)
    const made = [...version_.values()].filter((each) => each === version).length
    const text = `${event.atUs / seconds(1)} ${version_.size - made} ${made}`
    const isSameTurn = course.at(-1)?.startsWith(`${event.atUs / seconds(1)} `) === true
    if (isSameTurn) course.pop()
    if (course.at(-1)?.replace(/^\S+ /, '') !== text.replace(/^\S+ /, '')) course.push(text)
  }
  return course
}

const least = (trace: Trace) =>
  Math.min(...trace.events.flatMap((event) => (event.kind === 'capacity' ? [event.ready] : [])))

const alive = (trace: Trace) => {
  let most = 0
  const members = new Set<string>()
  for (const event of trace.events) {
    if (event.kind !== 'instance') continue
    if (event.phase === 'terminating' || event.phase === 'gone') members.delete(event.instance)
    else members.add(event.instance)
    most = Math.max(most, members.size)
  }
  return most
}

describe('an update of an inference service (facts/deployment B.6)', () => {
  it('max_surge: 2 % of all, at least one: 10 instances have one on top, and none is missing in the public group', () => {
    const trace = llm({ instances: 10 })
    expect(alive(trace)).toBe(11)
    expect(least(trace)).toBe(10)
    expect(ordersOf(trace, 'llm').at(-1)).toMatch(/CoDeploy success$/)
  })

  it('max_surge: 2 % of 120 instances are 3 on top', () => {
    expect(alive(llm({ instances: 120 }))).toBe(123)
  })

  it('max_unavailable: 1 in a dedicated group, 0 with an elastic pool beside it', () => {
    expect(least(llm({ instances: 4, eas: { resourceGroup: 'dedicated' } }))).toBe(3)
    expect(least(llm({ instances: 4, eas: { resourceGroup: 'dedicated', hasElasticPool: true } }))).toBe(4)
  })

  it('max_unavailable: 2 % but at least one of a quota', () => {
    expect(least(llm({ instances: 4, eas: { resourceGroup: 'quota' } }))).toBe(3)
    expect(least(llm({ instances: 100, eas: { resourceGroup: 'quota' } }))).toBe(98)
  })

  it('a single instance with max_unavailable 1 has a short outage, with 0 it has none', () => {
    const outage = llm({ instances: 1, eas: { resourceGroup: 'dedicated' } })
    expect(readyOf(outage, 'llm')).toEqual(['0 1/1', '60 0/1', '94 1/1'])
    // In its grace period the old one still answers who is connected, but nobody new is sent there.
    const sound = llm({ instances: 1, eas: { resourceGroup: 'public' } })
    expect(least(sound)).toBe(1)
  })

  it('a new replica that fails gets no traffic, and the update pauses', () => {
    const trace = llm({ instances: 3, versions: { v2: { readiness: NEVER } } })
    expect(ordersOf(trace, 'llm')).toEqual(['60 1 CoDeploy running', '104 1 CoDeploy paused REPLICA_FAILED'])
    expect(least(trace)).toBe(3)
    expect(phasesOf(trace, 'llm-4')).toEqual(['60 pending', '64 initializing', '74 starting'])
    expect(alive(trace)).toBe(4)
    expect(statesOf(trace)).toEqual(['0 Running', '60 Updating'])
  })

  it('a new replica whose container dies before it was ready has failed, too', () => {
    const trace = llm({ versions: { v2: { exitsAfterUs: seconds(5) } } })
    expect(ordersOf(trace, 'llm')[1]).toBe('79 1 CoDeploy paused REPLICA_FAILED')
  })

  it('no timeout ends an update that is paused, nor one that takes long', () => {
    const trace = llm({ instances: 100 })
    expect(ordersOf(trace, 'llm').at(-1)).toBe('1760 1 CoDeploy success')
    const slow = llm({ lifecycle: { start: { minUs: minutes(35), maxUs: minutes(35) } } })
    expect(ordersOf(slow, 'llm')).toEqual(['60 1 CoDeploy running'])
  })

  it('a paused update goes on when its replica has come up after all (assumed)', () => {
    const trace = llm({
      versions: {
        v2: {
          start: { minUs: 0, maxUs: 0 },
          readiness: { passesFromUs: seconds(100), failsFromUs: Number.POSITIVE_INFINITY },
        },
      },
    })
    expect(ordersOf(trace, 'llm').map((text) => text.replace(/^\S+ 1 CoDeploy /, ''))).toEqual([
      'running',
      'paused REPLICA_FAILED',
      'running',
      'paused REPLICA_FAILED',
      'running',
      'success',
    ])
  })

  it('a later update first clears the failed replicas', () => {
    const trace = llm({ instances: 3, versions: { v2: { readiness: NEVER } } }, [
      update('v2'),
      update('v3', minutes(5)),
    ])
    expect(ordersOf(trace, 'llm').slice(1)).toEqual([
      '104 1 CoDeploy paused REPLICA_FAILED',
      '300 1 CoDeploy aborted REPLACED_BY_LATER_UPDATE',
      '300 2 CoDeploy running',
      expect.stringMatching(/^\d+ 2 CoDeploy success$/),
    ])
    expect(phasesOf(trace, 'llm-4').at(-1)).toBe('330 gone')
    const cleared = trace.events.find(
      (event) => event.kind === 'instance' && event.code === 'REPLICA_CLEARED',
    )
    expect(cleared).toMatchObject({ atUs: minutes(5), instance: 'llm-4' })
    expect(alive(trace)).toBe(4)
  })

  it('D.4: an update in mid-flight takes the place of the one under way, and what that has made goes like all that is old', () => {
    const trace = llm({ instances: 4, eas: { update: { maxSurge: count(2) } } }, [
      update('v2'),
      update('v3', minutes(1) + seconds(40)),
    ])
    expect(refusalsOf(trace)).toEqual([])
    expect(ordersOf(trace, 'llm').at(-1)).toMatch(/2 CoDeploy success$/)
    expect(least(trace)).toBe(4)
  })

  it('other changes than updates wait until the one under way is over', () => {
    const trace = llm({}, [update('v2'), { kind: 'scale', app: 'llm', instances: 5, atUs: minutes(1) }])
    expect(refusalsOf(trace)).toEqual(['60 EAS_SERVICE_BUSY'])
  })

  it('refuses what a service in its state cannot do', () => {
    const refused = (...timeline: Action[]) => refusalsOf(llm({}, timeline))
    const start = { kind: 'start' as const, app: 'llm' }
    expect(refused(start)).toEqual(['60 EAS_SERVICE_STATE'])
    expect(refused({ kind: 'confirm', app: 'llm' })).toEqual(['60 EAS_NO_UPDATE'])
    const early = llm({}, [update('v2', 0), { kind: 'create', app: 'llm', atUs: minutes(1) }])
    expect(refusalsOf(early)).toEqual(['0 EAS_SERVICE_NOT_FOUND'])
  })
})

describe('the trace of a Deployment for 10 instances, 25 % on top and 25 % missing (facts/deployment D.3)', () => {
  const eas = { update: { maxSurge: percent(25), maxUnavailable: percent(25) } }

  it('D.1: 25 % on top round up to 3, 25 % missing round down to 2', () => {
    const trace = llm({ instances: 10, eas })
    expect(least(trace)).toBe(8)
    expect(alive(trace)).toBe(13)
  })

  it('D.3: 10 and 0, then 8 and 5 at once, then wait until the new ones are ready', () => {
    const trace = llm({ instances: 10, eas })
    expect(membersOf(trace).slice(0, 4)).toEqual(['0 10 0', '60 8 5', '94 3 10', '128 0 10'])
  })

  it('D.3: with one on top and none missing it is strictly one in, one out', () => {
    const trace = llm({ instances: 3, eas: { update: { maxSurge: count(1), maxUnavailable: count(0) } } })
    expect(membersOf(trace)).toEqual(['0 3 0', '60 3 1', '94 2 2', '128 1 3', '162 0 3'])
  })

  it('D.1: where both come to nothing one instance may be missing', () => {
    const trace = llm({ instances: 3, eas: { update: { maxSurge: count(0), maxUnavailable: percent(25) } } })
    expect(ordersOf(trace, 'llm').at(-1)).toMatch(/success$/)
    expect(least(trace)).toBe(2)
    expect(alive(trace)).toBe(3)
  })
})

describe('the graceful exit of an instance (facts/deployment B.6)', () => {
  const phases = (draft: AppDraft) => phasesOf(llm({ instances: 1, ...draft }), 'llm-1').slice(-2)
  const withSigterm = (sendsSigterm: boolean): { eas: { update: Partial<EasUpdate> } } => ({
    eas: { update: { sendsSigterm } },
  })

  it('waits the whole grace period of 30 s, during which the process goes on, as enable_sigterm is off by default', () => {
    expect(phases({})).toEqual(['94 terminating', '124 gone'])
    expect(phases(withSigterm(false))).toEqual(['94 terminating', '124 gone'])
    const trace = llm({ instances: 1 })
    const terminating = trace.events.find(
      (event) => event.kind === 'instance' && event.phase === 'terminating',
    )
    expect(terminating).toMatchObject({ answering: true })
    expect(trace.events.some((event) => event.kind === 'warning')).toBe(false)
  })

  it('ends as soon as the process does when that is told to by enable_sigterm', () => {
    expect(phases(withSigterm(true))).toEqual(['94 terminating', '99 gone'])
  })

  it('has a grace period that can be set', () => {
    expect(phases({ lifecycle: { graceUs: minutes(2) } })).toEqual(['94 terminating', '214 gone'])
  })

  it('an update is over when the old ones have begun to leave (as of a Deployment, D.4)', () => {
    expect(ordersOf(llm({ instances: 1 }), 'llm').at(-1)).toBe('94 1 CoDeploy success')
  })
})

describe('the private addresses of a service with VPC direct connection (facts/deployment B.6, rule 6)', () => {
  const inFour = (instances: number, graceUs: number) =>
    run({
      apps: [{ name: 'llm', instances, eas: {}, vswitches: ['v-h'], lifecycle: { graceUs } }],
      pools: {},
      vswitchPrefix: 29,
      timeline: [update('v2')],
    })

  it('one vSwitch address per instance: who terminates holds his through the whole grace period', () => {
    const waits = (trace: Trace) =>
      trace.events.some((event) => event.kind === 'warning' && event.code === 'CREATE_NO_VSWITCH_IP')
    // Four addresses: three instances, one on top, and for a minute one that leaves.
    const slow = inFour(3, minutes(1))
    expect(waits(slow)).toBe(true)
    expect(ordersOf(slow, 'llm').at(-1)).toMatch(/success$/)
    expect(waits(inFour(2, minutes(1)))).toBe(false)
    expect(ordersOf(inFour(4, minutes(1)), 'llm')).toEqual(['60 1 CoDeploy running'])
  })
})

describe('the states of a service (facts/deployment B.6)', () => {
  it('Creating, Waiting until all instances are up, Running', () => {
    expect(statesOf(llm({}, [{ kind: 'create', app: 'llm' }]))).toEqual([
      '60 Creating',
      '74 Waiting',
      '94 Running',
    ])
  })

  it('Updating while an update is under way', () => {
    expect(statesOf(llm({ instances: 1 }))).toEqual(['0 Running', '60 Updating', '94 Running'])
  })

  it('Stopped, and started again by way of Creating', () => {
    const trace = llm({}, [
      { kind: 'stop', app: 'llm', atUs: minutes(1) },
      { kind: 'start', app: 'llm', atUs: minutes(3) },
    ])
    expect(statesOf(trace)).toEqual([
      '0 Running',
      '60 Updating',
      '90 Stopped',
      '180 Creating',
      '194 Waiting',
      '214 Running',
    ])
  })

  it('Failed when a replica of the first deployment does not come up', () => {
    const trace = llm({ versions: { v1: { readiness: NEVER } } }, [{ kind: 'create', app: 'llm' }])
    expect(statesOf(trace)).toEqual(['60 Creating', '74 Waiting', '104 Failed'])
    expect(statusOf(trace, 'to-llm').at(-1)).toMatch(/BLOCKED/)
  })
})
