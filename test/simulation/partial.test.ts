import { describe, expect, it } from 'vitest'
import { unwritten } from '../../src/cloud/origin.ts'
import type { Answer } from '../../src/datapath/answer.ts'
import type { Flow } from '../../src/datapath/flow.ts'
import { TCP } from '../../src/net/protocol.ts'
import { FlowWatch } from '../../src/simulation/flow-watch.ts'
import { getsThrough } from '../../src/trace/flows.ts'

const good: Answer = { reachable: true, sources: [], details: {} }
const bad: Answer = { reachable: false, code: 'SG_NO_ALLOW_IN', sources: [], details: {} }
const half: Answer = { ...bad, share: { through: 1, of: 2 } }

function watch(from: Flow['from'], to: Flow['to']): FlowWatch {
  return new FlowWatch({ name: 'buy', from, to, protocol: TCP, port: 80, origin: unwritten('flows.buy') })
}
const client = { kind: 'internet', name: 'client' } as const
const shop = { kind: 'app', name: 'shop' } as const
const front = { kind: 'loadBalancer', name: 'front' } as const

describe('A flow through a load balancer', () => {
  it('should be partial while some of its requests fail, and then it does not get through', () => {
    const inward = watch(client, front)
    inward.answered('front', half)
    const state = inward.news(1)!
    expect(state).toMatchObject({ status: 'PARTIAL', code: 'SG_NO_ALLOW_IN', share: { through: 1, of: 2 } })
    expect(getsThrough(state)).toBe(false)
    expect(inward.answered('front', good)).toBe('changed')
    expect(inward.news(1)).toMatchObject({ status: 'REACHABLE' })
    expect(inward.answered('front', bad)).toBe('worse')
    expect(inward.news(1)).toMatchObject({ status: 'BLOCKED' })
  })

  it('should be blocked where one instance gets nothing through at all', () => {
    const outward = watch(shop, front)
    outward.answered('shop-1', good)
    outward.answered('shop-2', half)
    expect(outward.news(2)).toMatchObject({ status: 'PARTIAL', instance: 'shop-2' })
    outward.answered('shop-3', bad)
    expect(outward.news(3)).toMatchObject({ status: 'BLOCKED' })
  })

  it('should get worse with every way that is lost', () => {
    const inward = watch(client, front)
    inward.answered('front', { ...bad, share: { through: 2, of: 3 } })
    expect(inward.answered('front', { ...bad, share: { through: 1, of: 3 } })).toBe('worse')
    expect(inward.answered('front', { ...bad, share: { through: 3, of: 4 } })).toBe('changed')
  })
})
