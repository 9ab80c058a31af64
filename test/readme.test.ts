/** A README shows real output: what it prints between the fences is in the records of the scenarios, line by line. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { engine } from '../src/cli/engine.ts'
import { simulate } from './cli/a-terminal.ts'

const README = readFileSync('README.md', 'utf8')

const RECORDED = [...README.matchAll(/<!-- recorded: (\S+) -->/g)].map(([, name]) => name!)

/** The fenced text under `<!-- recorded: NAME -->`. */
function shown(name: string): string[] {
  const match = new RegExp(`<!-- recorded: ${name} -->\\n\`\`\`\\w*\\n([\\s\\S]*?)\`\`\``).exec(README)
  if (match === null) throw new Error(`README.md shows nothing of ${name}`)
  return match[1]!.trimEnd().split('\n')
}

describe('README.md', () => {
  it('should show recorded output of several scenarios', () => {
    expect(RECORDED.length).toBeGreaterThan(4)
  })

  it.each(RECORDED)('should show %s as it is recorded', (name) => {
    const recorded = readFileSync(`scenarios/recorded/${name}.txt`, 'utf8').split('\n')
    let from = 0
    for (const line of shown(name)) {
      // An ellipsis stands for lines left out.
      if (line === '…') continue
      const at = recorded.indexOf(line, from)
      expect(at, `line not recorded: ${line}`).toBeGreaterThanOrEqual(from)
      from = at + 1
    }
  })

  it('should show what its commands print', async () => {
    for (const [, args, text] of README.matchAll(/<!-- command: (.+?) -->\n```\n([\s\S]*?)```/g)) {
      const { out } = await simulate(args!.split(' '), { engine })
      expect(out.trimEnd()).toBe(text!.trimEnd())
    }
  })

  it('should name only scenarios that exist', () => {
    for (const [file] of README.matchAll(/scenarios\/[\w-]+\.yaml/g))
      expect(() => readFileSync(file)).not.toThrow()
  })
})
