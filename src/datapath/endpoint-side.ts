import { NONE } from './live.ts'

/** One side of an endpoint: the packet as it is there, and who has got it. */
export interface Side {
  slot: number
  source: number
  destination: number
  destinationPort: number
  sourceKnown: boolean
  crossedIn: boolean
}

export function newSide(): Side {
  return { slot: NONE, source: 0, destination: 0, destinationPort: 0, sourceKnown: true, crossedIn: false }
}
