/** Ingresses as the ALB Ingress controller reads them: facts/load-balancing section 4, row by row. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { translateIngresses } from '../../src/importing/translate-ingresses.ts'
import { writeBalancers } from '../../src/importing/write-balancers.ts'
import { readDocument } from '../../src/scenario/document.ts'
import { MANIFEST_CODES } from '../../src/scenario/manifest-codes.ts'
import { CHECK } from '../arbitraries/a-pool.ts'
import { groupFor, ingress, listenerAt, refused, routed, together, translated } from './manifests.ts'

const one = (path: string, annotations: Record<string, string> = {}) =>
  ingress({ name: 'web', annotations, paths: [path] })

describe('an Ingress', () => {
  it('4.1: makes one rule of a path, and one server group of a service and port', () => {
    const text = ingress({
      name: 'web',
      paths: ['a.example /a Exact -> one:80', 'a.example /b Exact -> two:80', 'a.example /c Exact -> one:80'],
    })
    expect(listenerAt(text).rules.map(({ name }) => name)).toEqual(['rule-80-1', 'rule-80-2', 'rule-80-3'])
    expect(translated(text).groups.map(({ name }) => name)).toEqual(['one-80', 'two-80'])
  })

  it('4.1: leaves what no rule matches to an empty group, 503', () => {
    expect(routed(one('a.example /foo Prefix -> one:80'), { host: 'a.example', path: '/foobar' })).toBe(503)
  })

  it('4.1: gives no rule to a default backend, and says so', () => {
    const text = JSON.stringify({
      kind: 'Ingress',
      metadata: { name: 'web' },
      spec: { defaultBackend: { service: { name: 'one', port: { number: 80 } } }, rules: [] },
    })
    expect(translated(text).remarks.map(({ code }) => code)).toEqual(['INGRESS_DEFAULT_BACKEND'])
  })

  it('4.1: belongs to the AlbConfig of its class', () => {
    const text = together(
      JSON.stringify({
        kind: 'IngressClass',
        metadata: { name: 'alb' },
        spec: { parameters: { name: 'front' } },
      }),
      JSON.stringify({
        kind: 'AlbConfig',
        metadata: { name: 'front' },
        spec: {
          config: { addressType: 'Intranet', zoneMappings: [{ vSwitchId: 'h' }, { vSwitchId: 'i' }] },
          listeners: [{ port: 80, protocol: 'HTTP', requestTimeout: 30 }],
        },
      }),
      JSON.stringify({
        kind: 'Ingress',
        metadata: { name: 'web' },
        spec: {
          ingressClassName: 'alb',
          rules: [
            {
              http: {
                paths: [
                  {
                    path: '/',
                    pathType: 'Prefix',
                    backend: { service: { name: 'one', port: { number: 80 } } },
                  },
                ],
              },
            },
          ],
        },
      }),
    )
    const { balancers } = translated(text)
    expect(balancers.map(({ name, config }) => [name, config?.network, config?.vswitches])).toEqual([
      ['front', 'intranet', ['h', 'i']],
    ])
    expect(writeBalancers(translated(text))).toContain('requestTimeout: 30s')
  })

  it('4.1: belongs to the AlbConfig that its annotation names', () => {
    const text = together(
      one('- / Prefix -> one:80'),
      ingress({ name: 'b', annotations: { 'albconfig.name': 'other' }, paths: ['- / Prefix -> two:80'] }),
    )
    expect(translated(text).balancers.map(({ name }) => name)).toEqual(['default', 'other'])
  })

  it('4.1: may be written as v1beta1, as clusters took it once', () => {
    const text = `apiVersion: networking.k8s.io/v1beta1
kind: Ingress
metadata: { name: web }
spec: { rules: [ { http: { paths: [ { path: /testpath, pathType: Prefix, backend: { serviceName: test, servicePort: 80 } } ] } } ] }
`
    expect(groupFor(text, { path: '/testpath/x' })).toBe('test-80')
  })

  it('1.1: refuses an AlbConfig with one zone', () => {
    const text = JSON.stringify({
      kind: 'AlbConfig',
      metadata: { name: 'front' },
      spec: { config: { zoneMappings: [{ vSwitchId: 'h' }] } },
    })
    expect(refused(text)).toEqual(['INGRESS_ZONES 1'])
  })
})

describe('the order of Ingresses', () => {
  const named = (name: string, service: string, order?: string, namespace?: string) =>
    ingress({
      name,
      ...(namespace !== undefined && { namespace }),
      ...(order !== undefined && { annotations: { order } }),
      paths: [`a.example /x Exact -> ${service}:80`],
    })
  const first = (text: string) => groupFor(text, { host: 'a.example', path: '/x' })

  it('4.2 step 1: is that of the annotation, and 10 without one', () => {
    expect(first(together(named('a', 'eleven', '11'), named('z', 'plain')))).toBe('plain-80')
    expect(first(together(named('a', 'plain'), named('z', 'nine', '9')))).toBe('nine-80')
  })

  it('4.2 step 2: is by namespace and name where orders are equal', () => {
    expect(first(together(named('b', 'b'), named('a', 'a')))).toBe('a-80')
    expect(first(together(named('a', 'z', undefined, 'zoo'), named('b', 'b', undefined, 'ant')))).toBe(
      'ant-b-80',
    )
  })

  it('4.2 step 3: tells of two equal orders that are both written', () => {
    const { remarks } = translated(together(named('b', 'b', '5'), named('a', 'a', '5')))
    expect(remarks.map(({ code }) => code)).toEqual(['INGRESS_ORDER_EQUAL'])
  })

  it('4.2 step 3, section 9 row 19, equalIngressOrders: refuses both where that is the reading', () => {
    const text = together(named('b', 'b', '5'), named('a', 'a', '5'))
    const codes = (reading: 'allow' | 'refuse') => {
      const read = translateIngresses(text, 'ingress.yaml', { equalIngressOrders: reading })
      return read.ok ? 'taken' : read.problems.map(({ code }) => code)
    }
    expect([codes('allow'), codes('refuse')]).toEqual(['taken', ['INGRESS_ORDER_EQUAL']])
    // Orders that nobody has written are equal as well, and no error.
    const unwritten = together(named('b', 'b'), named('a', 'a'))
    expect(translateIngresses(unwritten, 'ingress.yaml', { equalIngressOrders: 'refuse' }).ok).toBe(true)
  })

  it('4.2 step 1: has an older name, which goes first, and an empty one says nothing', () => {
    const older = ingress({
      name: 'z',
      annotations: { 'albconfig.order': '1', order: '500' },
      paths: ['a.example /x Exact -> older:80'],
    })
    expect(first(together(named('a', 'plain'), older))).toBe('older-80')
    expect(first(together(named('a', 'plain'), named('z', 'empty', '')))).toBe('plain-80')
  })

  it.each(['0', '1001', 'first', '1.5', ' '])('4.2 step 1: cannot be %j', (order) => {
    expect(refused(named('a', 'a', order))).toEqual([expect.stringMatching(/^INGRESS_ORDER /)])
  })

  it('4.2 steps 4 and 5: inside an Ingress is the one of the file, whatever is longer or more exact', () => {
    const text = ingress({
      name: 'web',
      paths: ['a.example /api Prefix -> short:80', 'a.example /api/v1 Exact -> exact:80'],
    })
    expect(groupFor(text, { host: 'a.example', path: '/api/v1' })).toBe('short-80')
    expect(listenerAt(text).rules.map(({ priority }) => priority)).toEqual([1, 2])
  })
})

describe('paths and hosts', () => {
  it.each([
    ['/p Exact', '/p', true],
    ['/p Exact', '/p/', false],
    ['/p Exact', '/P', false],
    ['/p ImplementationSpecific', '/p', true],
    ['/p ImplementationSpecific', '/p/a', false],
    ['/p/* ImplementationSpecific', '/p/a/b', true],
    ['/ Prefix', '/anything/at/all', true],
    ['/foo Prefix', '/foo', true],
    ['/foo Prefix', '/foo/', true],
    ['/foo Prefix', '/foo/bar', true],
    ['/foo Prefix', '/foobar', false],
    ['/foo/ Prefix', '/foo', true],
    ['/foo/ Prefix', '/foo/bar', true],
    ['- Prefix', '/whatever', true],
  ])('4.3: %s on %s is %s', (path, asked, matches) => {
    expect(routed(one(`- ${path} -> one:80`), { host: 'any.example', path: asked }) !== 503).toBe(matches)
  })

  it.each(['/a* Exact', '/a? Exact', '/a* Prefix', '/a? Prefix'])('4.3: %s is refused', (path) => {
    expect(refused(one(`- ${path} -> one:80`))).toEqual([expect.stringMatching(/^INGRESS_PATH_WILDCARD /)])
  })

  it.each([{ 'use-regex': 'true' }, { 'rewrite-target': `/v1/\${1}` }])(
    '4.3: Prefix with %j is a regular expression, which minds case',
    (annotations) => {
      const text = one('- /api/(v[0-9]+) Prefix -> one:80', annotations as unknown as Record<string, string>)
      expect(groupFor(text, { path: '/api/v12' })).toBe('one-80')
      expect(routed(text, { path: '/API/v12' })).toBe(503)
      expect(routed(text, { path: '/api/x' })).toBe(503)
    },
  )

  it('4.3: a host with a star covers several labels, other than Kubernetes says', () => {
    const text = one('*.d.example / Prefix -> one:80')
    expect(groupFor(text, { host: 'a.b.d.example' })).toBe('one-80')
    expect(routed(text, { host: 'd.example' })).toBe(503)
  })

  it('4.3: an unknown pathType is refused, and so is a path without a service', () => {
    expect(refused(one('- /a Suffix -> one:80'))).toEqual([expect.stringMatching(/^INGRESS_PATH_TYPE /)])
    const nobody = JSON.stringify({
      kind: 'Ingress',
      metadata: { name: 'web' },
      spec: { rules: [{ http: { paths: [{ path: '/' }] } }] },
    })
    expect(refused(nobody)).toEqual(['INGRESS_BACKEND 1'])
  })
})

describe('listeners', () => {
  const hosts = (text: string, port: number) =>
    translated(text)
      .balancers[0]!.listeners.find((each) => each.port === port)
      ?.rules.flatMap(({ conditions }) =>
        conditions.flatMap((each) =>
          each.kind === 'host' ? each.patterns.map((pattern) => pattern.text) : [],
        ),
      )

  it('4.3: hosts under tls go to HTTPS alone, others to HTTP', () => {
    const text = ingress({
      name: 'web',
      tls: ['safe.example'],
      paths: ['safe.example / Prefix -> one:80', 'plain.example / Prefix -> one:80'],
    })
    expect(hosts(text, 443)).toEqual(['safe.example'])
    expect(hosts(text, 80)).toEqual(['plain.example'])
  })

  it('4.3: listen-ports says where all rules are', () => {
    const text = ingress({
      name: 'web',
      annotations: { 'listen-ports': '[{"HTTP": 8080}, {"HTTPS": 8443}]' },
      tls: ['safe.example'],
      paths: ['safe.example / Prefix -> one:80'],
    })
    expect([hosts(text, 8080), hosts(text, 8443), hosts(text, 80)]).toEqual([
      ['safe.example'],
      ['safe.example'],
      undefined,
    ])
    expect(refused(one('- / Prefix -> one:80', { 'listen-ports': '{"HTTP": 80}' }))).toEqual([
      expect.stringMatching(/^INGRESS_LISTEN_PORTS /),
    ])
  })

  it('4.3: ssl-redirect adds a listener at 80 that redirects with 308', () => {
    const text = ingress({
      name: 'web',
      annotations: { 'ssl-redirect': 'true' },
      tls: ['safe.example'],
      paths: ['safe.example / Prefix -> one:80'],
    })
    expect(routed(text, { host: 'safe.example' }, 80)).toEqual({
      kind: 'redirect',
      status: 308,
      protocol: 'HTTPS',
      port: '443',
    })
    expect(groupFor(text, { host: 'safe.example' }, 443)).toBe('one-80')
  })

  it('takes annotations that NGINX has too from there first', () => {
    const text = ingress({
      name: 'web',
      annotations: { 'nginx.ingress.kubernetes.io/ssl-redirect': 'false', 'ssl-redirect': 'true' },
      paths: ['- / Prefix -> one:80'],
    })
    expect(groupFor(text, {}, 80)).toBe('one-80')
  })
})

describe('canaries', () => {
  const stable = ingress({ name: 'stable', paths: ['a.example / Prefix -> old:80'] })
  const canary = (
    annotations: Record<string, string>,
    path = 'a.example / Prefix -> new:80',
    name = 'canary',
  ) => ingress({ name, annotations: { canary: 'true', ...annotations }, paths: [path] })
  const host = 'a.example'

  it('4.4: by weight shares the stable rule', () => {
    const text = together(stable, canary({ 'canary-weight': '30' }))
    expect(groupFor(text, { host })).toEqual([
      { group: 'old-80', weight: 70 },
      { group: 'new-80', weight: 30 },
    ])
    expect(listenerAt(text).rules).toHaveLength(1)
  })

  it('4.4: whose weights come to 100 leave nothing for the stable group', () => {
    expect(groupFor(together(stable, canary({ 'canary-weight': '100' })), { host })).toBe('new-80')
  })

  it('4.4: whose weights come to more are refused', () => {
    const text = together(
      stable,
      canary({ 'canary-weight': '60' }),
      canary({ 'canary-weight': '60' }, undefined, 'other'),
    )
    expect(refused(text)).toEqual([expect.stringMatching(/^INGRESS_CANARY_WEIGHT /)])
  })

  it('4.4: by header need the exact value, and the smaller order', () => {
    const header = { 'canary-by-header': 'X-Env', 'canary-by-header-value': 'gray' }
    const text = together(stable, canary({ ...header, order: '1' }))
    expect(groupFor(text, { host, headers: { 'x-env': 'gray' } })).toBe('new-80')
    expect(groupFor(text, { host, headers: { 'x-env': 'grayish' } })).toBe('old-80')
    const late = together(stable, canary({ ...header, order: '20' }))
    expect(groupFor(late, { host, headers: { 'x-env': 'gray' } })).toBe('old-80')
    expect(refused(together(stable, canary({ 'canary-by-header': 'X-Env' })))).toEqual([
      expect.stringMatching(/^INGRESS_CANARY_HEADER /),
    ])
  })

  it('4.4: by cookie know the value always alone', () => {
    const text = together(stable, canary({ 'canary-by-cookie': 'gray', order: '1' }))
    expect(groupFor(text, { host, headers: { cookie: 'gray=always' } })).toBe('new-80')
    expect(groupFor(text, { host, headers: { cookie: 'gray=never' } })).toBe('old-80')
  })

  it('4.4: header before cookie before weight, by the order of their Ingresses', () => {
    const text = together(
      stable,
      canary(
        { 'canary-by-header': 'x', 'canary-by-header-value': 'y', order: '1' },
        'a.example / Prefix -> head:80',
        'c1',
      ),
      canary({ 'canary-by-cookie': 'x', order: '2' }, 'a.example / Prefix -> cook:80', 'c2'),
      canary({ 'canary-weight': '10', order: '3' }, 'a.example / Prefix -> part:80', 'c3'),
    )
    expect(groupFor(text, { host, headers: { x: 'y', cookie: 'x=always' } })).toBe('head-80')
    expect(groupFor(text, { host, headers: { cookie: 'x=always' } })).toBe('cook-80')
    expect(groupFor(text, { host })).toEqual([
      { group: 'old-80', weight: 90 },
      { group: 'part-80', weight: 10 },
    ])
  })

  it('4.4: without a stable Ingress of the same host and path make no rule', () => {
    const text = together(
      stable,
      canary({ 'canary-by-cookie': 'x', order: '1' }, 'a.example /other Exact -> new:80'),
    )
    expect(listenerAt(text).rules).toHaveLength(1)
    expect(translated(text).remarks.map(({ code }) => code)).toEqual(['INGRESS_CANARY_ALONE'])
  })

  it('4.4: cannot have conditions of their own', () => {
    const text = together(stable, canary({ 'canary-weight': '5', 'conditions.new': '[]' }))
    expect(refused(text)).toEqual([expect.stringMatching(/^INGRESS_CANARY_CONDITIONS /)])
  })

  it('tell of a weight beside a header, of which nothing becomes', () => {
    const text = together(
      stable,
      canary({ 'canary-weight': '5', 'canary-by-header': 'x', 'canary-by-header-value': 'y', order: '1' }),
    )
    expect(groupFor(text, { host, headers: { x: 'y' } })).toBe('old-80')
    expect(translated(text).remarks.map(({ code }) => code)).toEqual(['INGRESS_CANARY_MIXED'])
  })

  it('4.4: always share out exactly 100', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 4 }), (weights) => {
        const text = together(
          stable,
          ...weights.map((weight, index) =>
            canary({ 'canary-weight': String(weight) }, `a.example / Prefix -> new${index}:80`, `c${index}`),
          ),
        )
        const sum = weights.reduce((total, weight) => total + weight, 0)
        if (sum > 100) {
          expect(refused(text)).not.toEqual([])
          return
        }
        const final = routed(text, { host })
        if (final === 503 || final.kind !== 'forward') throw new Error('no forward')
        expect(final.groups.reduce((total, { weight }) => total + weight, 0)).toBe(100)
      }),
    )
  })
})

describe('annotations', () => {
  it('1.7: put limits first, what was written next, and the forward last', () => {
    const text = one('- / Prefix -> one:80', {
      'traffic-limit-qps': '100',
      'enable-cors': 'true',
      'actions.one':
        '[{"type":"RemoveHeader","removeHeaderConfig":{"key":"x-a"}},{"type":"InsertHeader","insertHeaderConfig":{"key":"x-b","value":"c","valueType":"UserDefined"}}]',
    })
    expect(listenerAt(text).rules[0]!.actions.map(({ kind }) => kind)).toEqual([
      'trafficLimit',
      'cors',
      'removeHeader',
      'insertHeader',
      'forward',
    ])
  })

  it('1.7: with port use-annotation the action is the one in actions.SERVICE', () => {
    const answer =
      '[{"type":"FixedResponse","fixedResponseConfig":{"httpCode":"418","content":"tea","contentType":"text/plain"}}]'
    expect(routed(one('- / Prefix -> one:use-annotation', { 'actions.one': answer }), {})).toEqual({
      kind: 'fixedResponse',
      status: 418,
      content: 'tea',
      type: 'text/plain',
    })
    expect(refused(one('- / Prefix -> one:80', { 'actions.one': answer }))).toEqual([
      expect.stringMatching(/^INGRESS_ACTIONS /),
    ])
    expect(refused(one('- / Prefix -> one:use-annotation'))).toEqual([
      expect.stringMatching(/^INGRESS_ACTIONS /),
    ])
  })

  it('1.7: a redirect leaves out the parts that are variables of the request', () => {
    const redirect = `[{"type":"Redirect","redirectConfig":{"host":"\${host}","path":"/new","httpCode":"302","protocol":"\${protocol}"}}]`
    expect(routed(one('- / Prefix -> one:use-annotation', { 'actions.one': redirect }), {})).toEqual({
      kind: 'redirect',
      status: 302,
      path: '/new',
    })
  })

  it('1.4: conditions.SERVICE come beside host and path, hosts and paths as alternatives', () => {
    const conditions =
      '[{"type":"Path","pathConfig":{"values":["/b"]}},{"type":"Header","headerConfig":{"key":"x-env","values":["gray"]}},{"type":"SourceIp","sourceIpConfig":{"values":["10.0.0.0/8"]}}]'
    const text = one('- /a Exact -> one:80', { 'conditions.one': conditions })
    const gray = { headers: { 'x-env': 'gray' }, source: 0x0a00_0001 }
    expect(groupFor(text, { path: '/b', ...gray })).toBe('one-80')
    expect(groupFor(text, { path: '/a', ...gray })).toBe('one-80')
    expect(routed(text, { path: '/a', source: 0x0a00_0001 })).toBe(503)
    expect(routed(text, { path: '/a', headers: { 'x-env': 'gray' }, source: 1 })).toBe(503)
    expect(refused(one('- / Prefix -> one:80', { 'conditions.one': '{}' }))).toEqual([
      expect.stringMatching(/^INGRESS_CONDITIONS /),
    ])
  })

  it('1.7: a limit stands in one place', () => {
    const text = one('- / Prefix -> one:80', {
      'traffic-limit-qps': '100',
      'actions.one': '[{"type":"TrafficLimit","trafficLimitConfig":{"QPS":"10"}}]',
    })
    expect(refused(text)).toEqual([expect.stringMatching(/^INGRESS_LIMIT /)])
  })

  it('1.4: sources, methods and statuses of several entries are alternatives, and keys may have any case', () => {
    const text = one('- / Prefix -> one:80', {
      'rule-direction.one': 'Response',
      'conditions.one':
        '[{"Type":"ResponseStatusCode","ResponseStatusCodeConfig":{"Values":["404"]}},{"type":"responseStatusCode","responseStatusCodeConfig":{"values":["500-599"]}}]',
    })
    expect(listenerAt(text).rules[0]!.conditions.filter(({ kind }) => kind === 'responseStatus')).toEqual([
      {
        kind: 'responseStatus',
        ranges: [
          { first: 404, last: 404 },
          { first: 500, last: 599 },
        ],
      },
    ])
  })

  it('1.7: a limit of one client is smaller than that of all', () => {
    const limits = { 'traffic-limit-qps': '10', 'traffic-limit-ip-qps': '10' }
    expect(refused(one('- / Prefix -> one:80', limits))).toEqual([expect.stringMatching(/^INGRESS_LIMIT /)])
  })

  it('4.6: settings of server groups have the documented defaults', () => {
    expect(translated(one('- / Prefix -> one:80')).groups).toEqual([
      {
        name: 'one-80',
        service: 'one',
        port: 80,
        protocol: 'http',
        scheduler: { kind: 'wrr' },
        healthCheck: CHECK,
      },
    ])
  })

  it('4.6: settings of server groups are read', () => {
    const [group] = translated(
      one('- / Prefix -> one:80', {
        'backend-scheduler': 'uch',
        'backend-scheduler-uch-value': 'user',
        'sticky-session': 'true',
        'cookie-timeout': '1800',
        'healthcheck-enabled': 'false',
        'backend-protocol': 'grpc',
      }),
    ).groups
    expect(group).toMatchObject({
      protocol: 'grpc',
      scheduler: { kind: 'uch', parameter: 'user' },
      sticky: { kind: 'insert', timeoutUs: 1_800_000_000 },
    })
    expect(group).not.toHaveProperty('healthCheck')
    expect(refused(one('- / Prefix -> one:80', { 'backend-scheduler': 'fair' }))).toEqual([
      expect.stringMatching(/^INGRESS_GROUP /),
    ])
  })

  it('4.1: a named port is looked up in the Service, whose target port the servers have', () => {
    const service = JSON.stringify({
      kind: 'Service',
      metadata: { name: 'one' },
      spec: { ports: [{ name: 'web', port: 80, targetPort: 8080 }] },
    })
    const path = one('- / Prefix -> one:web')
    expect(translated(together(service, path)).groups).toMatchObject([{ name: 'one-80', targetPort: 8080 }])
    expect(refused(path)).toEqual([expect.stringMatching(/^INGRESS_BACKEND /)])
  })
})

describe('what is written', () => {
  it('is YAML that says what was read', () => {
    const text = writeBalancers(translated(one('a.example /api Prefix -> one:80')), { vswitches: ['h', 'i'] })
    const read = readDocument(text, 'made.yaml')
    expect(read.ok && read.value).toMatchObject({
      serverGroups: { 'one-80': { servers: ['app/one'] } },
      loadBalancers: {
        default: {
          vswitches: ['h', 'i'],
          listeners: {
            'http-80': {
              rules: {
                'rule-80-1': { priority: 1, when: [{ host: 'a.example' }, { path: ['/api', '/api/*'] }] },
              },
            },
          },
        },
      },
    })
  })
})

describe('the codes of manifests', () => {
  it('should each stand in a test of this file', () => {
    const text = readFileSync(new URL(import.meta.url), 'utf8')
    expect(Object.keys(MANIFEST_CODES).filter((code) => !text.includes(code))).toEqual([])
  })
})
