/** What there is to say about manifests: problems, with which nothing is made of them, and remarks about what is. */
import type { Path } from '../cloud/violation.ts'
import { type Problem, problemAt, sorted } from '../scenario/problem.ts'
import type { ProblemCode } from '../scenario/problem-codes.ts'
import type { Manifest } from './manifest.ts'

interface Saying {
  readonly code: ProblemCode
  readonly message: string
  readonly hint?: string
  readonly path: Path
}

export class Findings {
  readonly #problems: Problem[] = []
  readonly #remarks: Problem[] = []

  /** The controller refuses this, or we cannot know what it does. */
  refuse(manifest: Manifest, saying: Saying): void {
    this.#problems.push(place(manifest, saying))
  }

  /** The controller takes this, but does something else than it seems. */
  tell(manifest: Manifest, saying: Saying): void {
    this.#remarks.push(place(manifest, saying))
  }

  get problems(): readonly Problem[] {
    return sorted(this.#problems)
  }

  get remarks(): readonly Problem[] {
    return sorted(this.#remarks)
  }
}

function place({ places, source }: Manifest, { path, ...report }: Saying): Problem {
  return problemAt(source, places.value(path), report)
}
