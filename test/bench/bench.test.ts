import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Bench, race, renderTable } from '../../bench/harness.ts'

const folder = join(import.meta.dirname, '../../bench')

describe('every bench', () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith('.bench.ts')))(
    'should still run: %s',
    async (file) => {
      const { default: bench } = (await import(join(folder, file))) as { default: Bench }
      expect(bench.regime).not.toBe('')
      for await (const table of bench.run('tiny')) {
        expect(table.rows.some(({ name }) => name === table.baseline)).toBe(true)
        expect(renderTable(table)).toContain(table.title)
      }
    },
  )
})

describe('race', () => {
  const competitor = (name: string, nanoseconds: number, checksum: string) => ({
    name,
    run: () => ({ nanoseconds, operations: 10, checksum }),
  })
  const setting = { title: 'a race', unit: 'hold', baseline: 'b', repetitions: 2 }

  it('should tell the ratio to the baseline, and who is absent', async () => {
    const absent = { name: 'c', run: () => ({ absent: 'not installed: apt-get install c' }) }
    const competitors = [competitor('a', 50, 'x'), competitor('b', 100, 'x'), absent]
    const table = await race({ ...setting, competitors })
    expect(table.rows.map(({ name, medianNs, ratio }) => [name, medianNs, ratio])).toEqual([
      ['a', 5, 0.5],
      ['b', 10, 1],
    ])
    expect(renderTable(table)).toContain('c: not installed: apt-get install c')
  })

  it('should fail if competitors disagree', async () => {
    const competitors = [competitor('a', 50, 'x'), competitor('b', 100, 'y')]
    await expect(race({ ...setting, competitors })).rejects.toThrow('a race: b answers y, a x')
  })
})
