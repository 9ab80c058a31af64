/** The connections of a flow, as they were read. */
import type * as z from 'zod'
import type { ConnectionPlan } from '../datapath/connection-plan.ts'
import type { connections } from './schema/connections.ts'

export function connectionPlanOf(
  read: z.output<typeof connections> | undefined,
): { connections: ConnectionPlan } | undefined {
  if (read === undefined) return undefined
  const { perInstance, open, every, packetEvery, closeAfter } = read
  return {
    connections: {
      perInstance,
      openUs: open,
      packetEveryUs: packetEvery,
      ...(every === undefined ? {} : { everyUs: every }),
      ...(closeAfter === undefined ? {} : { closeAfterUs: closeAfter }),
    },
  }
}
