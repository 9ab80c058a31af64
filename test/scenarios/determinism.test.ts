/** Same file, seed and version: the same bytes, in another process, another time zone and another language. */
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'

function bytes(args: readonly string[], env: Record<string, string>): string {
  try {
    return execFileSync(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], {
      env: { ...process.env, ...env },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    // Two of the files fail on purpose: exit code 1, the output is what counts.
    const { status, stdout } = error as { status: number; stdout: string }
    expect(status).toBe(1)
    return stdout
  }
}

describe('all scenarios, run in two processes', () => {
  it.each([
    ['as JSON', ['scenarios', '--json']],
    ['as text', ['scenarios']],
    ['as JSON with another seed', ['scenarios', '--json', '--seed', '7']],
  ])('should give the same bytes %s', (_, args) => {
    const here = bytes(args, { TZ: 'UTC', LANG: 'C' })
    const there = bytes(args, { TZ: 'Asia/Tokyo', LANG: 'ja_JP.UTF-8', LC_ALL: 'ja_JP.UTF-8' })
    expect(here.length).toBeGreaterThan(10_000)
    expect(there).toBe(here)
  })
})
