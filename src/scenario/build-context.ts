/** What the builders of resources share: where a thing stands, and whom to tell. */
import type { Assumptions } from '../cloud/assumptions.ts'
import type { Origin } from '../cloud/origin.ts'
import type { Path } from '../cloud/violation.ts'
import type { Report } from './problem.ts'

export interface BuildContext {
  readonly assumptions: Assumptions
  origin(path: Path): Origin
  report(report: Report): void
}
