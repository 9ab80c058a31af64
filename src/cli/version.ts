/** Our own version: written into the bundle when it is built, read from package.json when we run from source. */
import { readFileSync } from 'node:fs'

declare const VPCSIM_VERSION: string | undefined

export const VERSION: string =
  typeof VPCSIM_VERSION === 'string'
    ? VPCSIM_VERSION
    : versionOf(new URL('../../package.json', import.meta.url))

function versionOf(packageFile: URL): string {
  return (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }).version
}
