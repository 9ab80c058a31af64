import { describe, expect, it } from 'vitest'
import type { Claim } from '../../src/checking/expectation.ts'
import { claimText } from '../../src/checking/expectation-text.ts'
import { judge } from '../../src/checking/judge.ts'
import { SECOND_US } from '../../src/cloud/duration-range.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import { summarize } from '../../src/trace/summarize.ts'
import { aHistory, aSetting, type History } from '../trace/a-trace.ts'

const twoOrMore = {
  kind: 'rotation',
  group: 'web',
  mode: 'always',
  compare: { operator: '>=', value: 2 },
} as const

function find(history: History, claim: Claim) {
  const expectation = { ...claim, text: '', origin: unwritten('expect[0]') }
  return judge(summarize(history.ends(900), aSetting()), [expectation], { reasonOf: () => undefined })[0]!
}

/** Two servers, of which one is out from 70 s to 90 s. */
const dipping = (pool = 'web') =>
  aHistory()
    .backend(pool, 'shop-1', 'healthy', 1)
    .backend(pool, 'shop-2', 'healthy', 2)
    .at(70)
    .backend(pool, 'shop-1', 'unhealthy', 1)
    .at(90)
    .backend(pool, 'shop-1', 'healthy', 2)

describe('a claim on the rotation of a server group', () => {
  it('should hold or fail, and tell the dip', () => {
    expect(find(dipping(), { ...twoOrMore, window: { fromUs: 0, untilUs: 70 * SECOND_US } }).status).toBe(
      'held',
    )
    expect(find(dipping(), twoOrMore)).toMatchObject({
      status: 'failed',
      message: 'web has 1 servers in rotation from 1m10s to 1m30s (20s), expected always >= 2',
      since: 3,
    })
  })

  it('2.1: should speak of a group of CLB wherever a listener uses it', () => {
    expect(find(dipping('edge/http/web'), twoOrMore).status).toBe('failed')
    expect(find(dipping('edge/http/other'), twoOrMore).status).toBe('notExercised')
  })

  it('should be told in words', () => {
    expect(claimText(twoOrMore)).toBe('rotation web always servers >= 2')
  })
})

describe('the summary of a pool', () => {
  it('should tell who was in rotation when', () => {
    const { backends } = summarize(dipping().ends(100), aSetting())
    const [web] = backends!
    expect(web!.inRotation.map(({ fromUs, count }) => [fromUs / SECOND_US, count])).toEqual([
      [0, 2],
      [70, 1],
      [90, 2],
    ])
    expect(web!.servers.map(({ server, spans }) => [server, ...spans.map(({ state }) => state)])).toEqual([
      ['shop-1', 'healthy', 'unhealthy', 'healthy'],
      ['shop-2', 'healthy'],
    ])
  })
})
