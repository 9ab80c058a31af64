/** Writes the history down: each happening gets its sequence number, its instant and its cause. */
import type { Event, Happening } from './event.ts'

export class Recorder {
  readonly events: Event[] = []

  /** The sequence number of the recorded event, to be named as the cause of others. */
  record(atUs: number, happening: Happening, cause?: number): number {
    const seq = this.events.length
    this.events.push(cause === undefined ? { seq, atUs, ...happening } : { seq, atUs, cause, ...happening })
    return seq
  }
}
