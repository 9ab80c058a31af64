/** A problem in the documents that commands print, and the document of a command that could not begin (exit code 2). */
import * as z from 'zod'

export const problem = z.strictObject({
  file: z.string(),
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  line: z.int().min(0).describe('From 1; 0 where there is no line.'),
  column: z.int().min(0),
})

export function refusedDocument<Format extends string>(format: Format) {
  return z.strictObject({
    format: z.literal(format),
    version: z.string(),
    exitCode: z.literal(2),
    problems: z.array(problem).min(1),
  })
}
