/** Exit codes. They are an interface: scripts and pipelines branch on them. */
export const HELD = 0
export const FAILED = 1
/** The file or the arguments are wrong; nothing was simulated. */
export const INVALID = 2
/** Nothing failed, and nothing is proved either. */
export const UNDETERMINED = 3
/** A bug of ours (EX_SOFTWARE of sysexits.h). */
export const BUG = 70

export type ExitCode = typeof HELD | typeof FAILED | typeof INVALID | typeof UNDETERMINED | typeof BUG

const WORST_FIRST: readonly ExitCode[] = [BUG, INVALID, FAILED, UNDETERMINED]

/** The code of several runs is that of the worst. */
export function worst(codes: readonly ExitCode[]): ExitCode {
  return WORST_FIRST.find((code) => codes.includes(code)) ?? HELD
}
