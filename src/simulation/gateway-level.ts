/** Above which threshold of its nodes a gateway was in a minute: facts/deployment B.5. Rates are means of the minute. */
import { CPU_LEVELS, type GatewayCapacity, type Levels, MEMORY_LEVELS } from '../cloud/gateway-capacity.ts'
import type { LoadLevel } from '../trace/gateway-record.ts'

export interface GatewayFigures {
  /** Connections. */
  readonly refused: number
  readonly cpuPercent: number
  readonly memoryPercent: number
  /** At a time. */
  readonly connections: number
  readonly newHttpsPerSecond: number
  readonly bitsPerSecond: number
}

/** The highest that something of it was above. */
export function levelOf(capacity: GatewayCapacity, figures: GatewayFigures): LoadLevel {
  if (figures.refused > 0) return 'overload'
  const { bitsPerSecond } = capacity
  const levels = [
    // To a tenth of a percent, so that a sum of many small parts does not show how it was added up.
    compared(Math.round(figures.cpuPercent * 10) / 10, CPU_LEVELS),
    compared(figures.memoryPercent, MEMORY_LEVELS),
    compared(figures.connections, capacity.connections),
    compared(figures.newHttpsPerSecond, capacity.newHttps),
    compared(figures.bitsPerSecond, { safe: bitsPerSecond, warning: bitsPerSecond }),
  ]
  return (
    levels.find((level) => level === 'aboveWarning') ?? levels.find((level) => level !== 'safe') ?? 'safe'
  )
}

function compared(value: number, { safe, warning }: Omit<Levels, 'overload'>): LoadLevel {
  return value > warning ? 'aboveWarning' : value > safe ? 'aboveSafe' : 'safe'
}
