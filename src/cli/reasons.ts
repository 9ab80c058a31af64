/** The reasons of this room: why a file or a command line was not taken. */
import type { Reason } from '../cloud/reason.ts'

const table = {
  ARGUMENTS: { sentence: 'The command line is wrong.', fix: 'See simulate --help.' },
  FILE_UNREADABLE: {
    sentence: 'The file or directory cannot be read.',
    fix: 'Check its name and permissions.',
  },
  FILE_TOO_LARGE: {
    sentence: 'The file is too large to be a scenario.',
    fix: 'Check that it is the file you mean.',
  },
  FILE_NOT_TEXT: { sentence: 'The file is binary or not UTF-8.', fix: 'Save it as UTF-8 text.' },
} as const satisfies Record<string, Pick<Reason, 'sentence' | 'fix'>>

export const COMMAND_REASONS: readonly Reason[] = Object.entries(table).map(([code, row]) => ({
  code,
  severity: 'error',
  source: 'docs/scenario-file.md',
  ...row,
}))
