/** `simulate diagnose`: the steps of the product's FAQ for ECS servers and for databases, and where they end. */
import { describe, expect, it } from 'vitest'
import { engine } from '../../src/cli/engine.ts'
import { simulate } from './a-terminal.ts'

const FAQ = 'test/cli/paths/database.yaml'
const diagnose = (args: string) => simulate(['diagnose', ...args.split(' ')], { engine })

describe('a diagnosis', () => {
  it.each([
    ['database-whitelist', 3, `${FAQ} --from app/shop --to db/orders`],
    ['database-public', 3, `${FAQ} --from app/shop --to db/cache --via public`],
    ['database-other-vpc', 2, `${FAQ} --from app/robinson --to db/orders`],
    ['database-good', undefined, `${FAQ} --from app/shop --to cache`],
    ['server-group', 4, `${FAQ} --from app/shop --to server/legacy --port 9000`],
    ['server-stopped', 6, `${FAQ} --from app/shop --to server/asleep`],
    ['server-without-eip', 2, `${FAQ} --from partner --to server/legacy --port 22`],
    ['instance-address', 1, `${FAQ} --from app/shop --to app/robinson`],
    ['partner', 3, 'scenarios/whitelist-lacks-spare.yaml --flow partner --at 2m'],
  ])('should end where it must: %s', async (name, endsAt, args) => {
    const ran = await diagnose(args)
    const document = JSON.parse((await diagnose(`${args} --json`)).out)
    expect(document.endsAt).toBe(endsAt)
    expect(ran).toMatchObject({ code: document.verdict === 'BLOCKED' ? 1 : 0, err: '' })
    expect(document).toMatchObject({ format: 'vpcsim.diagnose/1', exitCode: ran.code })
    expect(document.steps).toHaveLength(7)
    expect(ran.out.split('\n').filter((line) => [...line].length > 80)).toEqual([])
    await expect(ran.out).toMatchFileSnapshot(`paths/recorded/diagnose-${name}.txt`)
  })

  it('should be 3 where nobody is there, and 2 for a wrong question', async () => {
    const nobody = await diagnose('test/cli/paths/nat.yaml --from app/later --to open')
    expect(nobody).toMatchObject({ code: 3, err: '', out: expect.stringContaining('nobody is there to ask') })
    expect(await diagnose(`${FAQ} --from app/shop --to db/ordres`)).toMatchObject({
      code: 2,
      out: '',
      err: 'error: --to: there is no db/ordres\nhint: did you mean "orders"?\n',
    })
    const { code, out } = await diagnose(`${FAQ} --from db/orders --to app/shop --json`)
    expect(code).toBe(2)
    expect(JSON.parse(out)).toMatchObject({ format: 'vpcsim.diagnose/1', exitCode: 2 })
  })
})
