/** Which alerts were watched when: a rule that a change of configuration leaves as it is goes on. */
import type { AlertRule } from '../cloud/alert-rule.ts'
import type { Gateway } from '../cloud/gateway.ts'
import type { Setting, SettingGateways } from './setting.ts'

/** A configuration as far as alerts ask for it, from when to when. */
export interface AlertConfiguration extends SettingGateways {
  readonly fromUs: number
  readonly untilUs: number
}

/** One rule of one gateway, as long as it stays the same. */
export interface AlertWatch {
  readonly gateway: string
  readonly rule: AlertRule
  readonly fromUs: number
  readonly untilUs: number
}

/** In order of time; one that lasts no time is not among them. */
export function alertConfigurationsOf(
  { topology, timeline = [] }: Setting,
  endUs: number,
): AlertConfiguration[] {
  const changes = timeline.flatMap(({ atUs, action }) =>
    action.topology === undefined || atUs >= endUs ? [] : [{ atUs, topology: action.topology }],
  )
  const all = [{ atUs: 0, topology }, ...changes]
  return all
    .map(({ atUs, topology: { gateways, certificates } }, index) => ({
      fromUs: atUs,
      untilUs: all[index + 1]?.atUs ?? endUs,
      ...(gateways !== undefined && { gateways }),
      ...(certificates !== undefined && { certificates }),
    }))
    .filter(({ fromUs, untilUs }) => fromUs < untilUs)
}

/** The watches of each alert, `GATEWAY/ALERT`, in order of first sight. */
export function alertWatchesOf(configurations: readonly AlertConfiguration[]): Map<string, AlertWatch[]> {
  const watches = new Map<string, AlertWatch[]>()
  for (const { gateways, fromUs, untilUs } of configurations)
    for (const gateway of gateways?.values() ?? [])
      for (const rule of rulesOf(gateway)) {
        const key = `${gateway.name}/${rule.name}`
        const known = watches.get(key) ?? []
        watches.set(key, known)
        const last = known.at(-1)
        if (last?.untilUs === fromUs && asksTheSame(last.rule, rule))
          known[known.length - 1] = { ...last, untilUs }
        else known.push({ gateway: gateway.name, rule, fromUs, untilUs })
      }
  return watches
}

function rulesOf(gateway: Gateway): readonly AlertRule[] {
  return gateway.kind === 'managed' ? (gateway.alerts ?? []) : []
}

function asksTheSame(a: AlertRule, b: AlertRule): boolean {
  return (
    a.metric === b.metric &&
    a.comparison === b.comparison &&
    a.threshold === b.threshold &&
    a.forUs === b.forUs &&
    a.yesterdayPerSecond === b.yesterdayPerSecond
  )
}
