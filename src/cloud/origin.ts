/** Where the user wrote a thing. `path` reads like the file: `securityGroups.web.ingress[0]`; line and column count from 1. */
export interface Origin {
  readonly path: string
  readonly line: number
  readonly column: number
}

/** The origin of things that a program made, not a file: line 0 does not exist. */
export function unwritten(path: string): Origin {
  return { path, line: 0, column: 0 }
}
