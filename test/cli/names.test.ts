/** `simulate trace` and `simulate diagnose` of names and endpoints, over the example scenarios. */
import { describe, expect, it } from 'vitest'
import { engine } from '../../src/cli/engine.ts'
import { simulate } from './a-terminal.ts'

const NAMES = 'scenarios/private-names.yaml'
const LINKED = 'scenarios/privatelink-overlap.yaml'
const run = (args: string) => simulate(args.split(' '), { engine })
const json = async (args: string) => JSON.parse((await run(`${args} --json`)).out)

describe('a question about a name', () => {
  it('R8.7: should be answered with what the caller still has of it', async () => {
    const before = await json(`trace ${NAMES} --flow orders --at 5m30s`)
    expect(before.stories[0].packet.destination).toBe('172.16.1.200')
    const old = await json(`trace ${NAMES} --flow orders --at 6m30s`)
    expect(old.stories[0]).toMatchObject({ reachable: false, code: 'NAME_CACHED_OLD' })
    expect(old.stories[0].hops[0]).toMatchObject({ stage: 'resolve-name', verdict: 'dropped' })
    // The instance that has started since asks afresh.
    expect(old.stories[1]).toMatchObject({ reachable: true, instances: [{ instance: 'shop-3' }] })
    const late = await json(`trace ${NAMES} --flow orders --at 7m`)
    expect(late.stories[0].packet.destination).toBe('172.16.2.200')
  })

  it('should take any name for an end of the path, and know what the caller has of it', async () => {
    const typed = await json(
      `trace ${NAMES} --from app/shop --to orders.shop.internal --port 3306 --at 6m30s`,
    )
    expect(typed).toMatchObject({ to: 'name/orders.shop.internal', verdict: 'BLOCKED' })
    expect(typed.stories[0].code).toBe('NAME_CACHED_OLD')
    const unknown = await json(`trace ${NAMES} --from app/shop --to name/ordres.shop.internal --port 3306`)
    expect(unknown.stories[0].code).toBe('NAME_UNKNOWN')
    const { err } = await run(`trace ${NAMES} --from orders.shop.internal --to app/shop`)
    expect(err).toContain('is a name, which can only be called')
  })

  it.each([
    ['orders', '6m30s', 1],
    ['mistyped', '1m', 1],
    ['outside', '1m', 1],
    ['carts', '6m', undefined],
  ])('should be diagnosed by the name: %s at %s', async (flow, at, endsAt) => {
    const diagnosis = await json(`diagnose ${NAMES} --flow ${flow} --at ${at}`)
    expect(diagnosis.endsAt).toBe(endsAt)
    const { out } = await run(`diagnose ${NAMES} --flow ${flow} --at ${at}`)
    expect(out).toContain(flow === 'outside' ? 'orders-new-public.db.example' : '.shop.internal')
  })

  it('R8.9: should be answered for an endpoint, and refused from the Internet', async () => {
    const linked = await json(`trace ${LINKED} --from app/shop --to endpoint/pay --at 3m`)
    expect(linked.verdict).toBe('REACHABLE')
    const closed = await json(`trace ${LINKED} --flow pay --at 1m`)
    expect(closed.stories[0].fix).toMatchObject({ proven: true })
    const { code, err } = await run(`trace ${LINKED} --from 198.51.100.7 --to endpoint/pay`)
    expect(code).toBe(2)
    expect(err).toContain('endpoint pay is called from inside a VPC alone')
  })
})
