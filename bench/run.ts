/**
 * npm run bench [name] [-- --json] [-- --quick]: all benches, or those whose name has `name` in it.
 * Ends with 1 if competitors disagree on their answers, or if no bench has that name.
 */
import { readdirSync } from 'node:fs'
import { cpus } from 'node:os'
import { type Bench, type BenchTable, ChecksumMismatchError, renderTable } from './harness.ts'

const args = process.argv.slice(2)
const json = args.includes('--json')
const size = args.includes('--quick') ? 'tiny' : 'full'
const wanted = args.find((arg) => !arg.startsWith('--')) ?? ''

const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length }
if (!json) console.log(`Node ${machine.node}, ${machine.cpu}, ${machine.cores} cores, size ${size}`)

const results: { name: string; regime: string; tables: BenchTable[] }[] = []
for (const file of readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.bench.ts'))
  .sort()) {
  const { default: bench } = (await import(`./${file}`)) as { default: Bench }
  if (!bench.name.includes(wanted)) continue
  if (!json) console.log(`\n${bench.name}: ${bench.regime}`)
  try {
    const tables: BenchTable[] = []
    results.push({ name: bench.name, regime: bench.regime, tables })
    for await (const table of bench.run(size)) {
      tables.push(table)
      if (!json) console.log(`\n${renderTable(table)}`)
    }
  } catch (error) {
    if (!(error instanceof ChecksumMismatchError)) throw error
    console.error(`${bench.name} fails: ${error.message}`)
    process.exitCode = 1
  }
}
if (results.length === 0 && process.exitCode === undefined) {
  console.error(`no bench is named "${wanted}"`)
  process.exitCode = 1
}
if (json) console.log(JSON.stringify({ machine, size, results }, null, 2))
