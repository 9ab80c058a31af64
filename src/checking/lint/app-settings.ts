/** Settings of an application that do not fit each other: facts/deployment A.7 to A.9. */
import type { App } from '../../cloud/app.ts'
import { formatDuration } from '../../cloud/duration-text.ts'
import { updateOf } from '../../cloud/eas-update.ts'
import type { Topology } from '../../cloud/topology.ts'
import type { Found, LintContext, TopologyRule } from './found.ts'
import { count } from './words.ts'

export const appSettings: TopologyRule = {
  reads: ({ apps, vswitches }) => [apps, vswitches],
  *find(topology, context): Generator<Found> {
    for (const app of topology.apps.values()) {
      yield* findShortGrace(app, context)
      yield* findEarlyLiveness(app)
      yield* findSingleZone(app, topology, context)
    }
  },
}

function* findShortGrace(app: App, { locate }: LintContext): Generator<Found> {
  // Who is not told to end works on until its grace is over, on purpose (B.6).
  if (app.eas !== undefined && !updateOf(app.eas).sendsSigterm) return
  const { preStop, stop, graceUs } = app.lifecycle
  const cases = [
    { who: app.name, stop, origin: locate(['apps', app.name, 'lifecycle']) ?? app.origin },
    ...[...app.versions].flatMap(([version, behaviour]) =>
      behaviour.stop === undefined
        ? []
        : [{ who: `${version} of ${app.name}`, stop: behaviour.stop, origin: behaviour.origin }],
    ),
  ]
  for (const { who, stop: ends, origin } of cases) {
    const needed = preStop.maxUs + ends.maxUs
    if (needed <= graceUs) continue
    const parts =
      preStop.maxUs === 0
        ? `up to ${formatDuration(ends.maxUs)} to stop`
        : `up to ${formatDuration(preStop.maxUs)} for preStop and ${formatDuration(ends.maxUs)} to stop`
    yield {
      code: 'GRACE_TOO_SHORT',
      origin,
      message: `${who} needs ${parts}, but is killed after ${formatDuration(graceUs)}`,
      details: { app: app.name, needed: formatDuration(needed) },
    }
  }
}

/** The reader tells of the application itself; a version may start more slowly. */
function* findEarlyLiveness({ name, probes, lifecycle, versions }: App): Generator<Found> {
  const { liveness, startup } = probes
  if (liveness === undefined || startup !== undefined) return
  for (const [version, { start, origin }] of versions) {
    const startUs = start?.maxUs ?? 0
    if (startUs <= lifecycle.start.maxUs || liveness.initialDelayUs >= startUs) continue
    yield {
      code: 'LIVENESS_BEFORE_START',
      origin,
      message: `the liveness probe begins after ${formatDuration(liveness.initialDelayUs)}, but ${version} of ${name} may need ${formatDuration(startUs)} to start: it can be restarted for ever`,
    }
  }
}

function* findSingleZone(app: App, { vswitches }: Topology, { locate }: LintContext): Generator<Found> {
  if (app.eas?.isInVpc === false) return
  const zones = new Set(app.vswitches.map((name) => vswitches.get(name)?.zone))
  if (zones.size > 1) return
  const [zone] = zones
  const where =
    app.vswitches.length === 1 ? `its one vSwitch ${app.vswitches[0]} is` : `all its vSwitches are`
  yield {
    code: 'SINGLE_ZONE',
    origin: locate(['apps', app.name, 'vswitches']) ?? app.origin,
    also: app.vswitches.flatMap((name) => vswitches.get(name)?.origin ?? []),
    message: `${count(app.instances, 'instance')} of ${app.name} would be lost together: ${where} in zone ${zone}`,
    details: { app: app.name },
  }
}
