/** `simulate route` and `simulate import`, in this process. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { engine } from '../../src/cli/engine.ts'
import { simulate } from './a-terminal.ts'

const FILE = 'scenarios/clb-url-rules.yaml'
const text = readFileSync(FILE, 'utf8')

const route = (...args: string[]) => simulate(['route', FILE, ...args], { engine })
const ask = async (...args: string[]) => {
  const { out, code } = await route(...args, '--json')
  return { ...JSON.parse(out), code }
}

describe('simulate route', () => {
  it('8.1: takes the rule of the smallest priority of an ALB, whatever is longer', async () => {
    const asked = ['--listener', 'front/http', '--path', '/api/x']
    expect(await ask(...asked)).toMatchObject({
      rule: { name: 'all' },
      outcome: { groups: [{ group: 'web' }] },
    })
    expect(await ask(...asked, '--at', '1m')).toMatchObject({
      rule: { name: 'api' },
      passedOver: [],
      outcome: {
        groups: [{ group: 'api', servers: [{ name: 'server/api-1', address: '172.16.2.1:8080' }] }],
      },
    })
  })

  it('8.2: takes the longest URL of a CLB', async () => {
    const answer = await ask('--listener', 'classic/http', '--host', 'eu.example.com', '--path', '/api/x')
    expect(answer).toMatchObject({ by: 'rule', rule: { name: 'api' }, code: 0 })
    expect(answer.passedOver.map(({ rule }: { rule: string }) => rule)).toEqual(['all', 'one'])
  })

  it('should say why the rules before did not match, with their places', async () => {
    const { out } = await route('--listener', 'front/http', '--path', '/b')
    expect(out).toContain('rule all (priority 1): it asks for path /a*, and the path is /b')
    expect(out).toContain(`${FILE}:53:11`)
    expect(out).toContain('✓ front/http: default rule → group web')
  })

  it('1.11: tells an answer of the balancer itself, which is a failure from 400 on', async () => {
    const ran = await route('--listener', 'front/http', '--method', 'TRACE')
    expect(ran).toMatchObject({ code: 1, err: '' })
    expect(ran.out).toContain('gets 405 from the balancer itself (TRACE is refused)')
  })

  it('should be one line with --quiet', async () => {
    const { out } = await simulate(['--quiet', 'route', FILE, '--listener', 'front/http'], { engine })
    expect(out).toBe('✓ front/http: default rule → group web\n')
  })

  it.each([
    [['--listener', 'front/htp'], 'no listener that routes requests has this name'],
    [[], 'which listener? give --listener'],
    [['--listener', 'front/http', '--header', 'nonsense'], '--header nonsense: a header is NAME: VALUE'],
    [['--listener', 'front/http', '--source', '1.2.3'], '--source: '],
    [['--listener', 'front/http', '--at', '3m'], '--at 3m: the run ends at 2m'],
  ])('should refuse %j', async (args, message) => {
    const ran = await route(...args)
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toContain(message)
  })
})

describe('simulate route --coverage', () => {
  it('should tell which rules requests of the file take, and fail where too few are', async () => {
    const ran = await route('--coverage', '--fail-under', '60')
    expect(ran).toMatchObject({ code: 0, err: '' })
    expect(ran.out).toContain('classic/http · 1 of 3 rules')
    expect(ran.out).toContain(`✗ one: no request takes it (${FILE}:`)
    expect(ran.out).toContain('3 of 5 rules taken (60%)')
    expect(await route('--coverage', '--fail-under', '61')).toMatchObject({ code: 1 })
  })

  it('should count the requests of flows, too', async () => {
    const withFlow = text.replace(
      'timeline:',
      'internet: { shoppers: { address: 198.51.100.7 } }\nflows:\n  buy: { from: server/web-1, to: loadBalancer/classic, port: 80, host: shop.example.com, path: /shop/1 }\n\ntimeline:',
    )
    const { out } = await simulate(['route', '-', '--coverage', '--json'], { engine, stdin: withFlow })
    const { listeners } = JSON.parse(out)
    expect(listeners[0].rules.find(({ name }: { name: string }) => name === 'one').takenBy).toEqual([
      'flow buy',
    ])
  })
})

describe('route expectations', () => {
  const judged = async (entry: string) => {
    const stdin = text.replace(/expect:[\s\S]*$/, `expect:\n  - ${entry}\n`)
    return simulate(['-'], { engine, stdin })
  }

  it.each([
    ['{ route: front/http, path: /api/x, rule: api, group: api }', 'the rule is all, not api'],
    ['{ route: front/http, path: /b, status: 404 }', 'the status is that of a server, not 404'],
    ['{ route: front/http, path: /b, upstreamPath: /c }', 'the path for the server is /b, not /c'],
    ['{ route: front/http, path: /b, group: [ web, api ] }', 'the group is web, not web, api'],
  ])('should fail: %s', async (entry, message) => {
    const ran = await judged(entry)
    expect(ran.code).toBe(1)
    expect(ran.out.replaceAll(/\s+/g, ' ')).toContain(message)
  })

  it.each([
    ['{ route: front/htp, rule: api }', 'no listener that routes requests'],
    ['{ route: front, rule: api }', 'expected a load balancer and its listener'],
    ['{ route: front/http, path: /a }', 'at least one of rule, group, status'],
    ['{ route: front/http, rule: a, at: 1m, from: 1m }', 'at without from and until'],
  ])('should be refused: %s', async (entry, message) => {
    const ran = await judged(entry)
    expect(ran.code).toBe(2)
    expect(ran.err.replaceAll(/\s+/g, ' ')).toContain(message)
  })
})

describe('the host of simulate route', () => {
  it('should be that of the header Host, where no other is given', async () => {
    const ask = async (...args: string[]) =>
      (
        await simulate(
          [
            'route',
            'scenarios/clb-url-rules.yaml',
            '--listener',
            'classic/http',
            '--path',
            '/shop',
            '--quiet',
            ...args,
          ],
          { engine },
        )
      ).out
    expect(await ask('--header', 'host: shop.example.com')).toContain('rule one')
    expect(await ask('--header', 'host: shop.example.com', '--host', 'a.b')).not.toContain('rule one')
  })
})

describe('simulate import', () => {
  const MANIFEST = 'scenarios/manifests/shop-ingress.yaml'

  it('should print what can stand in a scenario, which then is one', async () => {
    const ran = await simulate(['import', MANIFEST], { engine })
    expect(ran).toMatchObject({ code: 0, err: '' })
    const network = text.slice(0, text.indexOf('serverGroups:')).replace(/servers:[\s\S]*$/, '')
    const app = (name: string) =>
      `  ${name}: { vswitches: [ shop-h ], securityGroup: web, instances: 1, port: 8080 }\n`
    const scenario = `${network}apps:\n${['shop', 'shop-next', 'api'].map(app).join('')}${ran.out.replace(
      'network: internet',
      'network: intranet',
    )}expect:
  - { route: shop/http-80, host: shop.example.com, path: /api/cart, group: api-8080, upstreamPath: /v1/cart }
  - { route: shop/http-80, host: shop.example.com, path: /cart, group: [ shop-80, shop-next-80 ] }
  - { route: shop/http-80, host: other.example.com, status: 503 }
`
    const judged = await simulate(['-', '--quiet'], { engine, stdin: scenario })
    expect(judged.err).toBe('')
    expect(judged.out).toContain('3 of 3 expectations held')
  })

  it('9 row 19: should take a reading of an open point, and no other', async () => {
    const ingress = (name: string) => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, namespace: shop, annotations: { alb.ingress.kubernetes.io/order: "5" } }
spec: { rules: [ { http: { paths: [ { path: /${name}, pathType: Exact, backend: { service: { name: ${name}, port: { number: 80 } } } } ] } } ] }
`
    const twice = `${ingress('a')}---\n${ingress('b')}`
    const read = (...args: string[]) => simulate(['import', '-', ...args], { engine, stdin: twice })
    const allowed = await read('--assume', 'equalIngressOrders=allow')
    expect(allowed).toMatchObject({ code: 0 })
    expect(allowed.err).toContain('INGRESS_ORDER_EQUAL')
    const refused = await read('--assume', 'equalIngressOrders=refuse')
    expect(refused).toMatchObject({ code: 2, out: '' })
    expect(refused.err).toContain('the open-source controller refuses both')
    const unknown = await read('--assume', 'equalIngressOrders=maybe')
    expect(unknown).toMatchObject({ code: 2, out: '' })
    expect(unknown.err).toContain('Possible: equalIngressOrders=allow|refuse.')
  })

  it('should print with --whole what can be asked at once', async () => {
    const whole = await simulate(['import', MANIFEST, '--whole'], { engine })
    expect(whole).toMatchObject({ code: 0, err: '' })
    const asked = await simulate(
      ['route', '-', '--host', 'shop.example.com', '--path', '/api/cart', '--quiet'],
      { engine, stdin: whole.out },
    )
    expect(asked).toMatchObject({ code: 0, err: '' })
    expect(asked.out).toContain('group api-8080')
  })

  it('should take the vSwitches that it is given', async () => {
    const { out } = await simulate(['import', MANIFEST, '--vswitches', 'a,b'], { engine })
    expect(out).toMatch(/vswitches:\s+- a\s+- b/)
  })

  it('should refuse what the controller refuses, with its place, and what makes no rule', async () => {
    const broken = readFileSync(MANIFEST, 'utf8').replace('order: "1"', 'order: "0"')
    const ran = await simulate(['import', '-'], { engine, stdin: broken })
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toContain('INGRESS_ORDER')
    expect(await simulate(['import', '-'], { engine, stdin: 'kind: Pod\n' })).toMatchObject({
      code: 2,
      out: '',
    })
  })
})
