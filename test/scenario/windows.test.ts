/** What a file says of the windows of its expectations. */
import { describe, expect, it } from 'vitest'
import { SECOND_US } from '../../src/cloud/duration-range.ts'
import { read, shop } from './read.ts'

const MINUTE = 60 * SECOND_US

/** The first expectation of a file of 15 minutes whose timeline is not in the order of time. */
function expectationOf(entry: string) {
  const text = shop(
    '',
    `internet: { shoppers: { address: 198.51.100.7 } }
flows: { inbound: { from: shoppers, to: app/shop } }
timeline:
  - { at: 5m, restart: shop }
  - { at: 1m, deploy: shop, version: v2 }
  - { at: 9m, restart: shop }
expect: [ ${entry} ]
`,
  )
  return read(text).expectations[0]!
}

const flow = (words: string) => expectationOf(`{ flow: inbound, ${words} }`)

describe('the window of an expectation', () => {
  it('should count entries of the timeline in the order of the file, and know them in the order of time', () =>
    expect(flow('always: reachable, after: { timeline: 1 }, until: { timeline: 3 }')).toMatchObject({
      timing: {
        after: { kind: 'entry', entries: [1], text: 'restart shop' },
        until: { kind: 'entry', entries: [2], text: 'restart shop' },
      },
    }))

  it('should take all entries of these words', () =>
    expect(flow('sometimes: blocked, after: { timeline: restart shop }')).toMatchObject({
      timing: { after: { kind: 'entry', entries: [1, 2] } },
    }))

  it('should stay as it is in the file where nothing else is said of it', () =>
    expect(flow('always: reachable, from: 1m, until: 2m')).not.toHaveProperty('timing'))

  it('should be open at its end where only the run can say that', () => {
    const open = { fromUs: MINUTE, untilUs: Number.POSITIVE_INFINITY }
    expect(flow('eventually: reachable, from: 1m')).toMatchObject({ mode: 'eventually', window: open })
    expect(flow('always: reachable, from: 1m, within: 2m')).toMatchObject({
      window: open,
      timing: { withinUs: 2 * MINUTE },
    })
    expect(flow('eventually: reachable, from: 1m, until: 2m')).toMatchObject({
      window: { fromUs: MINUTE, untilUs: 2 * MINUTE },
    })
  })

  it('should be told in the words of the file', () =>
    expect(
      expectationOf("{ app: shop, ready: '>= 2', once: , after: { event: CREATE_NO_EIP }, stable: 2m }").text,
    ).toBe('app shop ready >= 2 once after { event: CREATE_NO_EIP } stable 2m'))

  it.each([
    ["{ app: shop, ready: '>= 2' }", { kind: 'capacity', app: 'shop', measure: 'ready' }],
    ["{ app: shop, serving: '= 0' }", { kind: 'capacity', app: 'shop', measure: 'serving' }],
    ['{ flow: inbound, is: blocked, code: NO_ROUTE }', { kind: 'flow', state: 'blocked', code: 'NO_ROUTE' }],
  ] as const)('should begin with a state such as %s', (after, condition) =>
    expect(flow(`never: idle, after: ${after}`)).toMatchObject({
      timing: { after: { kind: 'state', condition } },
    }),
  )
})
