/** The generated schemas of traces and diagnoses are current, and what both commands print keeps to them. */
import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import { describe, expect, it } from 'vitest'
import { engine } from '../../src/cli/engine.ts'
import { diagnoseSchema, traceSchema } from '../../src/report/path-schema.ts'
import { simulate } from '../cli/a-terminal.ts'

const DATABASE = 'test/cli/paths/database.yaml'
const NAT = 'test/cli/paths/nat.yaml'

const PATHS = [
  `${DATABASE} --from app/shop --to db/orders`,
  `${DATABASE} --from app/shop --to db/cache --via public`,
  `${DATABASE} --from app/robinson --to db/orders`,
  `${DATABASE} --from app/shop --to cache`,
  `${DATABASE} --from app/shop --to server/asleep`,
  `${DATABASE} --from partner --to server/legacy --port 22`,
  `${DATABASE} --from app/shop --to app/robinson`,
  `${DATABASE} --from app/shop --to db/ordres`,
  `${NAT} --from app/later --to open`,
  `${NAT} --from app/vault --to partner`,
  `${NAT} --from app/robinson --to 8.8.8.8 --port 53 --proto udp`,
  `${NAT} --from client --to 203.0.113.100 --proto icmp`,
  'scenarios/whitelist-lacks-spare.yaml --flow partner --at 2m',
  'scenarios/acl-return-denied.yaml --flow inbound',
]

describe.each([
  ['trace', traceSchema()],
  ['diagnose', diagnoseSchema()],
])('the schema of %s', (command, schema) => {
  const validate: ValidateFunction = new Ajv().compile(schema)

  it('should be the current one', () =>
    expect(readFileSync(`schema/${command}.schema.json`, 'utf8')).toBe(
      `${JSON.stringify(schema, null, 2)}\n`,
    ))

  it.each(PATHS)('should accept what is printed for %s', async (args) => {
    const { out } = await simulate([command, ...args.split(' '), '--json'], { engine })
    validate(JSON.parse(out))
    expect(validate.errors ?? []).toEqual([])
  })

  it('should refuse what it does not name', async () => {
    const { out } = await simulate([command, ...PATHS[0]!.split(' '), '--json'], { engine })
    expect(validate({ ...JSON.parse(out), verdict: 'MAYBE' })).toBe(false)
    expect(validate({ ...JSON.parse(out), extra: 1 })).toBe(false)
  })
})
