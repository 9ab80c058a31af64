/** `simulate schema`: the JSON Schema of scenario files, part of the bundle, read from `schema/` when we run from source. */
import { readFileSync } from 'node:fs'
import { type ExitCode, HELD } from './exit-code.ts'
import type { Terminal } from './terminal.ts'

declare const VPCSIM_SCHEMA: string | undefined

export function printSchema({ out }: Terminal): ExitCode {
  const schema =
    typeof VPCSIM_SCHEMA === 'string'
      ? VPCSIM_SCHEMA
      : readFileSync(new URL('../../schema/scenario.schema.json', import.meta.url), 'utf8')
  out.write(schema.endsWith('\n') ? schema : `${schema}\n`)
  return HELD
}
