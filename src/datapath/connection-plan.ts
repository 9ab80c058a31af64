/** How the connections of a flow live, for each instance that takes part in it. */
export interface ConnectionPlan {
  /** Opened at a time. */
  readonly perInstance: number
  /** Not before this instant; then as soon as the instance gets through. */
  readonly openUs: number
  /** So many more after each such pause; absent: once. */
  readonly everyUs?: number
  /** A packet passes on each of them, the first when it is opened. */
  readonly packetEveryUs: number
  /** Absent: they are not closed as long as their instance is there. */
  readonly closeAfterUs?: number
}
