/** What happens to a fleet without anybody's order: containers that die, instances and zones that are lost. */
import type { Fleet } from './fleet.ts'
import { containerDied } from './life-cycle.ts'

/** Loses containers or whole instances, the oldest serving ones first. */
export function crash(fleet: Fleet, mode: 'container' | 'instance', count: number): void {
  const running = fleet.sets.flatMap((set) => set.members()).filter(({ isRunning }) => isRunning)
  running.sort((a, b) => Number(b.isServing) - Number(a.isServing) || a.number - b.number)
  for (const instance of running.slice(0, count)) {
    if (mode === 'container') containerDied(fleet, instance, 'CONTAINER_CRASHED')
    else fleet.lose(instance, 'INSTANCE_LOST')
  }
}

/** Everything in these vSwitches is lost. */
export function loseZone(fleet: Fleet, vswitches: ReadonlySet<string>): void {
  for (const set of fleet.sets)
    for (const member of set.members())
      if (member.vswitch !== undefined && vswitches.has(member.vswitch))
        fleet.lose(member, 'ZONE_UNAVAILABLE')
}
