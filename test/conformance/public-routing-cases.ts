// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the cloud
/**
 * Cases of public suites, said again in our words: a listener, and what becomes of requests at it. Where ALB or CLB does something
 * else by the facts than the suite expects of its own product, the row says what the suite expects, and why it differs.
 */
import type { CompiledAlb } from '../../src/balancing/alb-listener.ts'
import { clbListener } from '../../src/balancing/clb-words.ts'
import { albListener } from '../../src/balancing/route.ts'
import type { CompiledClb } from '../../src/balancing/route-clb.ts'
import type { RuleWords } from '../../src/balancing/rule-words.ts'
import { ingressListener } from '../../src/importing/ingress-listener.ts'
import { ingress, together } from '../importing/manifests.ts'

export interface PublicSuite {
  /** Repository and path. */
  readonly source: string
  /** Rows of facts/load-balancing that decide. */
  readonly fact: string
  readonly listener: () => CompiledAlb | CompiledClb
  readonly cases: readonly PublicCase[]
}

/**
 * `METHOD URL` (GET where there is none), then headers, each behind ` | `; `from` is the source address. The outcome is the group,
 * then what the server gets otherwise than it was sent (`/path`, `host=…`, `name=value`); or a status, and where it leads.
 */
export type PublicCase = readonly [
  request: string,
  outcome: string,
  /** The suite expects this of its own product. */
  differently?: string,
]

const host = (prefix: string, paths: readonly string[]) => paths.map((path) => `${prefix} ${path}`)
const rule = (path: string, group: string, more: Partial<RuleWords> = {}): RuleWords => ({
  when: { path },
  do: { forward: group },
  ...more,
})

const CONFORMANCE = 'kubernetes-sigs/ingress-controller-conformance'
const LBC = 'alibaba/alibaba-load-balancer-controller'
const GATEWAY = 'kubernetes-sigs/gateway-api: conformance/tests'
const NGINX_INGRESS = 'kubernetes/ingress-nginx: test/e2e'
const ENVOY = 'envoyproxy/envoy: test/tools/router_check/test/config'

export const INGRESS_SUITES: readonly PublicSuite[] = [
  {
    source: `${CONFORMANCE}: features/path_rules.feature`,
    fact: '4.1, 4.2 step 5, 4.3',
    listener: () =>
      ingressListener(
        ingress({
          name: 'path-rules',
          paths: [
            'exact-path-rules /foo Exact -> foo-exact:8080',
            ...host('prefix-path-rules', [
              '/foo Prefix -> foo-prefix:8080',
              '/aaa/bbb Prefix -> aaa-slash-bbb-prefix:8080',
              '/aaa Prefix -> aaa-prefix:8080',
            ]),
            ...host('mixed-path-rules', ['/foo Prefix -> foo-prefix:8080', '/foo Exact -> foo-exact:8080']),
            ...host('trailing-slash-path-rules', [
              '/aaa/bbb/ Prefix -> aaa-slash-bbb-slash-prefix:8080',
              '/foo/ Exact -> foo-slash-exact:8080',
            ]),
          ],
        }),
      ),
    cases: [
      ['http://exact-path-rules/foo', 'foo-exact-8080'],
      ['http://exact-path-rules/foo/', '503', '404: the controller has an empty default group'],
      ['http://exact-path-rules/FOO', '503'],
      ['http://exact-path-rules/bar', '503'],
      ['http://prefix-path-rules/foo', 'foo-prefix-8080'],
      ['http://prefix-path-rules/foo/', 'foo-prefix-8080'],
      ['http://prefix-path-rules/FOO', '503'],
      ['http://prefix-path-rules/aaa/bbb', 'aaa-slash-bbb-prefix-8080'],
      ['http://prefix-path-rules/aaa/bbb/ccc', 'aaa-slash-bbb-prefix-8080'],
      ['http://prefix-path-rules/aaa/ccc', 'aaa-prefix-8080'],
      ['http://prefix-path-rules/aaaccc', '503'],
      [
        'http://mixed-path-rules/foo',
        'foo-prefix-8080',
        'foo-exact: ALB has no order but that of the manifest',
      ],
      ['http://trailing-slash-path-rules/aaa/bbb', 'aaa-slash-bbb-slash-prefix-8080'],
      ['http://trailing-slash-path-rules/aaa/bbb/', 'aaa-slash-bbb-slash-prefix-8080'],
      ['http://trailing-slash-path-rules/foo', '503'],
    ],
  },
  {
    source: `${CONFORMANCE}: features/host_rules.feature`,
    fact: '4.3',
    listener: () =>
      ingressListener(
        ingress({
          name: 'host-rules',
          annotations: { 'listen-ports': '[{"HTTP": 80}, {"HTTPS": 443}]' },
          tls: ['foo.bar.com'],
          paths: ['*.foo.com / Prefix -> wildcard-foo-com:8080', 'foo.bar.com / Prefix -> foo-bar-com:80'],
        }),
      ),
    cases: [
      ['http://foo.bar.com/', 'foo-bar-com-80'],
      ['http://subdomain.bar.com/', '503'],
      ['http://bar.foo.com/', 'wildcard-foo-com-8080'],
      ['http://baz.bar.foo.com/', 'wildcard-foo-com-8080', '404: a star of ALB covers several labels'],
      ['http://foo.com/', '503'],
    ],
  },
  {
    source: `${CONFORMANCE}: features/default_backend.feature`,
    fact: '1.2 default action',
    listener: () => albListener({ default: 'echo-service' }),
    cases: [
      ['GET http://my-host/', 'echo-service'],
      ['GET http://my-host/sub-path', 'echo-service'],
      ['POST http://some-host/', 'echo-service'],
      ['PUT http:///resource', 'echo-service'],
      ['DELETE http://some-host/resource', 'echo-service'],
      ['PATCH http://my-host/resource', 'echo-service'],
    ],
  },
  ...(
    [
      ['/ Prefix', '/foo', true],
      ['/foo Exact', '/foo', true],
      ['/foo Exact', '/bar', false],
      ['/foo Exact', '/foo/', false],
      ['/foo/ Exact', '/foo', false],
      ['/foo Prefix', '/foo', true],
      ['/foo Prefix', '/foo/', true],
      ['/foo/ Prefix', '/foo', true],
      ['/foo/ Prefix', '/foo/', true],
      ['/aaa/bb Prefix', '/aaa/bbb', false],
      ['/aaa/bbb Prefix', '/aaa/bbb', true],
      ['/aaa/bbb/ Prefix', '/aaa/bbb', true],
      ['/aaa/bbb Prefix', '/aaa/bbb/', true],
      ['/aaa/bbb Prefix', '/aaa/bbb/ccc', true],
      ['/aaa/bbb Prefix', '/aaa/bbbxyz', false],
    ] as const
  ).map(
    ([path, asked, matches]): PublicSuite => ({
      source: 'kubernetes/website: content/en/docs/concepts/services-networking/ingress.md, path types',
      fact: `4.3, ${path}`,
      listener: () => ingressListener(ingress({ name: 'web', paths: [`- ${path} -> it:80`] })),
      cases: [[`http://any.example${asked}`, matches ? 'it-80' : '503']],
    }),
  ),
  {
    source: 'kubernetes/website: content/en/docs/concepts/services-networking/ingress.md, path types',
    fact: '4.2 step 5',
    listener: () =>
      ingressListener(
        ingress({
          name: 'web',
          paths: ['- / Prefix -> root:80', '- /aaa Prefix -> a:80', '- /aaa/bbb Prefix -> ab:80'],
        }),
      ),
    cases: [
      ['http://any.example/aaa/bbb', 'root-80', 'ab: the longest path wins in Kubernetes'],
      ['http://any.example/aaa/ccc', 'root-80', 'a'],
      ['http://any.example/ccc', 'root-80'],
    ],
  },
  {
    source:
      'kubernetes/website: content/en/docs/concepts/services-networking/ingress.md, name based virtual hosting',
    fact: '4.3 no host and no path',
    listener: () =>
      ingressListener(
        ingress({
          name: 'web',
          paths: [
            'first.bar.com - Prefix -> service1:80',
            'second.foo.com - Prefix -> service2:80',
            '- - Prefix -> service3:80',
          ],
        }),
      ),
    cases: [
      ['http://first.bar.com/x', 'service1-80'],
      ['http://second.foo.com/', 'service2-80'],
      ['http:///', 'service3-80'],
    ],
  },
  {
    source: `${NGINX_INGRESS}/ingress/pathtype_prefix.go and pathtype_exact.go`,
    fact: '4.2 step 2, 4.3',
    listener: () =>
      ingressListener(
        together(
          ingress({ name: 'exact', paths: ['exact.path /exact Exact -> exact:80'] }),
          ingress({ name: 'exact-suffix', paths: ['exact.path /exact Prefix -> prefix:80'] }),
          ingress({ name: 'duplicated-prefix', paths: ['prefix.path /aaa Prefix -> aaa:80'] }),
        ),
      ),
    cases: [
      ['http://exact.path/exact', 'exact-80'],
      ['http://exact.path/exact/suffix', 'prefix-80'],
      ['http://prefix.path/aaa', 'aaa-80'],
      ['http://prefix.path/aaacccc', '503'],
      ['http://prefix.path/aaa/cccc', 'aaa-80'],
      ['http://prefix.path/aaa/', 'aaa-80'],
    ],
  },
  {
    source: `${NGINX_INGRESS}/annotations/canary.go`,
    fact: '4.4 by header',
    listener: () =>
      ingressListener(
        together(
          ingress({ name: 'foo', paths: ['foo.bar / Prefix -> http-svc:80'] }),
          ingress({
            name: 'foo-canary',
            annotations: {
              order: '1',
              'nginx.ingress.kubernetes.io/canary': 'true',
              'nginx.ingress.kubernetes.io/canary-by-header': 'CanaryByHeader',
              'nginx.ingress.kubernetes.io/canary-by-header-value': 'DoCanary',
            },
            paths: ['foo.bar / Prefix -> http-svc-canary:80'],
          }),
        ),
      ),
    cases: [
      ['http://foo.bar/', 'http-svc-80'],
      ['http://foo.bar/ | CanaryByHeader: DoCanary', 'http-svc-canary-80'],
      ['http://foo.bar/ | CanaryByHeader: always', 'http-svc-80'],
      ['http://foo.bar/ | CanaryByHeader: never', 'http-svc-80'],
      ['http://foo.bar/ | CanaryByHeader: badheadervalue', 'http-svc-80'],
    ],
  },
  {
    source: `${LBC}: docs/usage.md, rewrite rules`,
    fact: '4.3 Prefix with rewrite-target, 1.6 captures',
    listener: () =>
      ingressListener(
        ingress({
          name: 'rewrite-ingress',
          annotations: { 'rewrite-target': '/path/${2}' },
          paths: ['demo.alb.ingress.top /something(/|$)(.*) Prefix -> demo-service:80'],
        }),
      ),
    cases: [
      ['http://demo.alb.ingress.top/something', 'demo-service-80 /path/'],
      ['http://demo.alb.ingress.top/something/new?a=1', 'demo-service-80 /path/new?a=1'],
      ['http://demo.alb.ingress.top/somethingelse', '503'],
    ],
  },
  {
    source: `${LBC}: docs/usage.md, canary releases`,
    fact: '4.4 precedence',
    listener: () => {
      const canary = (order: string, annotation: Record<string, string>, service: string) =>
        ingress({
          name: `demo-canary-${order}`,
          annotations: { order, canary: 'true', ...annotation },
          paths: [`- /hello Prefix -> ${service}:80`],
        })
      return ingressListener(
        together(
          ingress({ name: 'demo', paths: ['- /hello Prefix -> demo-service:80'] }),
          canary('1', { 'canary-by-header': 'location', 'canary-by-header-value': 'hz' }, 'by-header'),
          canary('2', { 'canary-by-cookie': 'demo' }, 'by-cookie'),
          canary('3', { 'canary-weight': '50' }, 'by-weight'),
        ),
      )
    },
    cases: [
      ['http://a.example/hello | location: hz', 'by-header-80'],
      ['http://a.example/hello | cookie: demo=always', 'by-cookie-80'],
      ['http://a.example/hello | location: hz | cookie: demo=always', 'by-header-80'],
      ['http://a.example/hello | location: bj | cookie: demo=never', 'demo-service-80 50, by-weight-80 50'],
    ],
  },
  {
    source: `${LBC}: docs/usage.md, priorities of forwarding rules`,
    fact: '4.2 step 1',
    listener: () =>
      ingressListener(
        together(
          ingress({ name: 'a', paths: ['- /api Prefix -> short:80'] }),
          ingress({ name: 'b', annotations: { order: '2' }, paths: ['- /api/v1 Prefix -> long:80'] }),
        ),
      ),
    cases: [
      ['http://a.example/api/v1/x', 'long-80'],
      ['http://a.example/api/v2', 'short-80'],
    ],
  },
  {
    source: `${LBC}: docs/usage.md, redirect HTTP to HTTPS`,
    fact: '1.7 redirect, 4.3 TLS hosts',
    listener: () =>
      ingressListener(
        ingress({
          name: 'demo-ssl',
          annotations: { 'ssl-redirect': 'true' },
          tls: ['demo.alb.ingress.top'],
          paths: ['demo.alb.ingress.top / Prefix -> demo-service:80'],
        }),
      ),
    cases: [['http://demo.alb.ingress.top/a?b=c', '308 https://demo.alb.ingress.top/a?b=c']],
  },
  {
    source: `${LBC}: pkg/controller/ingress/reconcile/builder/albconfig_manager/model_build_listener_rules.go`,
    fact: '1.4 combination, 4.1: sources of several entries are one condition; keys whatever their case',
    listener: () =>
      ingressListener(
        ingress({
          name: 'web',
          annotations: {
            'conditions.it': JSON.stringify([
              { Type: 'SourceIp', SourceIpConfig: { Values: ['192.0.2.0/24'] } },
              { type: 'sourceIp', sourceIpConfig: { values: ['198.51.100.7'] } },
              { Type: 'Method', MethodConfig: { Values: ['GET', 'HEAD'] } },
            ]),
            'actions.gone': JSON.stringify([
              {
                Type: 'FixedResponse',
                FixedResponseConfig: { HttpCode: '410', Content: 'gone', ContentType: 'text/plain' },
              },
            ]),
          },
          paths: ['- /it Exact -> it:80', '- /gone Exact -> gone:use-annotation'],
        }),
      ),
    cases: [
      ['http://a.example/it | from: 192.0.2.1', 'it-80'],
      ['http://a.example/it | from: 198.51.100.7', 'it-80'],
      ['http://a.example/it | from: 198.51.100.8', '503'],
      ['POST http://a.example/it | from: 192.0.2.1', '503'],
      ['http://a.example/gone', '410'],
    ],
  },
  {
    source: `${LBC}: pkg/controller/ingress/reconcile/builder/albconfig_manager/model_build_listener_rules.go`,
    fact: '4.3: an annotation that is the path itself makes no regular expression of it',
    listener: () =>
      ingressListener(
        ingress({
          name: 'web',
          annotations: { 'rewrite-target': '/app' },
          paths: ['- /app Prefix -> app:80', '- /old Prefix -> old:80'],
        }),
      ),
    cases: [
      ['http://a.example/app/x', 'app-80 /app'],
      ['http://a.example/apple', '503'],
      ['http://a.example/very/old', 'old-80 /app'],
    ],
  },
]

export const GATEWAY_SUITES: readonly PublicSuite[] = [
  {
    source: `${GATEWAY}/httproute-header-matching.go`,
    fact: '1.4 combination, 1.5 Header',
    listener: () =>
      albListener({
        rules: [
          { when: { header: { version: 'two', color: 'orange' } }, do: { forward: 'v1' } },
          { when: { header: { version: 'one' } }, do: { forward: 'v1' } },
          { when: { header: { version: 'two' } }, do: { forward: 'v2' } },
          { when: { header: { color: ['blue', 'green'] } }, do: { forward: 'v1' } },
          { when: { header: { color: ['red', 'yellow'] } }, do: { forward: 'v2' } },
        ],
      }),
    cases: [
      ['http://a.example/ | Version: one', 'v1'],
      ['http://a.example/ | Version: two', 'v2'],
      ['http://a.example/ | Version: two | Color: orange', 'v1'],
      ['http://a.example/ | Version: two | Color: blue', 'v2'],
      ['http://a.example/ | Color: orange', '503'],
      ['http://a.example/ | Some-Other-Header: one', '503'],
      ['http://a.example/ | Color: blue', 'v1'],
      ['http://a.example/ | Color: green', 'v1'],
      ['http://a.example/ | Color: red', 'v2'],
      ['http://a.example/ | Color: yellow', 'v2'],
      ['http://a.example/ | Color: purple', '503'],
    ],
  },
  {
    source: `${GATEWAY}/httproute-query-param-matching.go`,
    fact: '1.5 QueryString',
    listener: () =>
      albListener({
        rules: [
          { when: [{ query: { animal: 'dolphin' } }, { query: { color: 'blue' } }], do: { forward: 'v3' } },
          { when: { path: '/path1', query: { animal: 'whale' } }, do: { forward: 'v1' } },
          { when: { header: { version: 'one' }, query: { animal: 'whale' } }, do: { forward: 'v2' } },
          { when: { query: { animal: 'whale' } }, do: { forward: 'v1' } },
          { when: { query: { animal: 'dolphin' } }, do: { forward: 'v2' } },
        ],
      }),
    cases: [
      ['http://a.example/?animal=whale', 'v1'],
      ['http://a.example/?animal=dolphin', 'v2'],
      ['http://a.example/?animal=dolphin&color=blue', 'v3'],
      ['http://a.example/?ANIMAL=Whale', 'v1', 'v3: keys and values of ALB match whatever their case'],
      ['http://a.example/?animal=whale&otherparam=irrelevant', 'v1'],
      ['http://a.example/?animal=dolphin&color=yellow', 'v2'],
      ['http://a.example/?color=blue', '503'],
      ['http://a.example/?animal=dog', '503'],
      ['http://a.example/?animal=whaledolphin', '503'],
      ['http://a.example/', '503'],
      ['http://a.example/path1?animal=whale', 'v1'],
      ['http://a.example/?animal=whale | version: one', 'v2'],
    ],
  },
  {
    source: `${GATEWAY}/httproute-method-matching.go`,
    fact: '1.5 Method',
    listener: () =>
      albListener({
        rules: [
          { when: { path: '/path1', method: 'GET' }, do: { forward: 'v1' } },
          { when: { header: { version: 'one' }, method: 'PUT' }, do: { forward: 'v2' } },
          { when: { path: '/path2', header: { version: 'two' }, method: 'POST' }, do: { forward: 'v3' } },
          { when: { method: 'POST' }, do: { forward: 'v1' } },
          { when: { method: 'GET' }, do: { forward: 'v2' } },
        ],
      }),
    cases: [
      ['POST http://a.example/', 'v1'],
      ['GET http://a.example/', 'v2'],
      ['HEAD http://a.example/', '503'],
      ['GET http://a.example/path1', 'v1'],
      ['PUT http://a.example/ | version: one', 'v2'],
      ['POST http://a.example/path2 | version: two', 'v3'],
      ['PUT http://a.example/', '503'],
    ],
  },
  {
    source: `${GATEWAY}/httproute-hostname-intersection.go`,
    fact: '1.5 Host, 1.6',
    listener: () =>
      albListener({
        rules: [
          { when: { host: 'very.specific.com', path: ['/s1', '/s1/*'] }, do: { forward: 'v1' } },
          { when: { host: '*.wildcard.io', path: ['/s2', '/s2/*'] }, do: { forward: 'v2' } },
        ],
      }),
    cases: [
      ['http://very.specific.com/s1', 'v1'],
      ['http://very.specific.com:1234/s1', 'v1'],
      ['http://non.matching.com/s1', '503'],
      ['http://foo.wildcard.io/s1', '503'],
      ['http://very.specific.com/non-matching-prefix', '503'],
      ['http://foo.wildcard.io/s2', 'v2'],
      ['http://foo.bar.wildcard.io/s2', 'v2'],
      ['http://wildcard.io/s2', '503'],
    ],
  },
  {
    source: `${GATEWAY}/httproute-redirect-path.go and httproute-redirect-port-and-scheme.go`,
    fact: '1.7 Redirect',
    listener: () =>
      albListener({
        rules: [
          {
            when: { path: '~^/original-prefix(/.*)?$' },
            do: { redirect: { status: 302, path: '/replacement-prefix${1}' } },
          },
          {
            when: { path: ['/full/path/original', '/full/path/original/*'] },
            do: { redirect: { status: 302, path: '/full-path-replacement' } },
          },
          { when: { path: '/path-and-status' }, do: { redirect: { path: '/replacement-prefix' } } },
          {
            when: { path: '/path-and-host' },
            do: { redirect: { status: 302, host: 'example.org', path: '/replacement-prefix' } },
          },
          {
            when: { path: '/port-8080' },
            do: { redirect: { status: 302, host: 'example.org', port: 8080 } },
          },
          {
            when: { path: '/https-and-443' },
            do: { redirect: { status: 302, host: 'example.org', protocol: 'HTTPS', port: 443 } },
          },
          {
            when: { path: '/https-and-8443' },
            do: { redirect: { status: 302, host: 'example.org', protocol: 'HTTPS', port: 8443 } },
          },
          {
            when: { path: '/https-and-nil' },
            do: { redirect: { status: 302, host: 'example.org', protocol: 'HTTPS' } },
          },
        ],
      }),
    cases: [
      ['http://a.example/original-prefix/lemon', '302 http://a.example/replacement-prefix/lemon'],
      ['http://a.example/full/path/original', '302 http://a.example/full-path-replacement'],
      ['http://a.example/path-and-status', '301 http://a.example/replacement-prefix'],
      ['http://a.example/path-and-host', '302 http://example.org/replacement-prefix'],
      ['http://a.example/port-8080', '302 http://example.org:8080/port-8080'],
      ['http://a.example/https-and-443', '302 https://example.org/https-and-443'],
      ['http://a.example/https-and-8443', '302 https://example.org:8443/https-and-8443'],
      [
        'http://a.example/https-and-nil',
        '302 https://example.org:80/https-and-nil',
        'no port: that of ALB stays the one that was called',
      ],
    ],
  },
  {
    source: `${GATEWAY}/httproute-rewrite-path.go`,
    fact: '1.7 Rewrite, InsertHeader, RemoveHeader',
    listener: () =>
      albListener({
        rules: [
          {
            when: { path: '~^/prefix/rewrite-path-and-modify-headers(/.*)' },
            do: [
              { rewrite: '/prefix${1}' },
              { insertHeader: { 'X-Header-Set': 'set-overwrites-values' } },
              { removeHeader: 'X-Header-Remove' },
              { forward: 'v1' },
            ],
          },
          { when: { path: '~^/prefix(/.*)' }, do: [{ rewrite: '${1}' }, { forward: 'v1' }] },
          { when: { path: '/full/*' }, do: [{ rewrite: '/one' }, { forward: 'v1' }] },
        ],
      }),
    cases: [
      ['http://a.example/prefix/one/two', 'v1 /one/two'],
      ['http://a.example/full/one/two', 'v1 /one'],
      [
        'http://a.example/prefix/rewrite-path-and-modify-headers/one | X-Header-Remove: a | X-Header-Set: b',
        'v1 /prefix/one x-header-set=set-overwrites-values x-header-remove=',
      ],
    ],
  },
]

export const ENVOY_SUITES: readonly PublicSuite[] = [
  {
    source: `${ENVOY}/TestRoutes.yaml and TestRoutes.golden.proto.json`,
    fact: '1.4 no specificity sort, 1.6, 1.7',
    listener: () => {
      const of = (path: string, ...actions: Extract<RuleWords['do'], readonly unknown[]>): RuleWords => ({
        when: { host: ['lyft.com', 'www.lyft.com', 'wwww.lyft.com'], path },
        do: actions,
      })
      return albListener({
        rules: [
          of('~^/new_endpoint(.*)', { rewrite: '/api/new_endpoint${1}' }, { forward: 'www2' }),
          of('/', { forward: 'root_www2' }),
          of('/*', { forward: 'www2' }),
          rule('/api/application_data*', 'ats'),
          rule('~(?i)^/api/locations$', 'locations', {
            do: [{ rewrite: '/rewrote' }, { forward: 'locations' }],
          }),
          rule('/api/leads/me*', 'ats'),
          rule('/host/rewrite/me*', 'ats', { do: [{ rewrite: { host: 'new_host' } }, { forward: 'ats' }] }),
          rule('/foo', 'instant', { do: [{ rewrite: '/bar' }, { forward: 'instant' }] }),
          rule('~(?i)^/FOOD$', 'ats', { do: [{ rewrite: '/cAndy' }, { forward: 'ats' }] }),
          rule('/ApplEs', 'instant', { do: [{ rewrite: '/oranGES' }, { forward: 'instant' }] }),
          rule('/customheaders*', 'ats', {
            do: [{ insertHeader: { 'X-Client-IP': { system: 'ClientSrcIp' } } }, { forward: 'ats' }],
          }),
        ],
        default: 'instant',
      })
    },
    cases: [
      ['http://api.lyft.com/', 'instant'],
      ['http://api.lyft.com/api/leads/me', 'ats'],
      ['http://api.lyft.com/api/locations?works=true', 'locations /rewrote?works=true'],
      ['http://api.lyft.com/API/locations?works=true', 'locations /rewrote?works=true'],
      ['http://lyft.com/foo', 'www2'],
      ['http://wwww.lyft.com/', 'root_www2'],
      ['http://www.lyft.com/new_endpoint/foo', 'www2 /api/new_endpoint/foo'],
      ['http://api.lyft.com/foo', 'instant /bar'],
      ['http://api.lyft.com/host/rewrite/me', 'ats host=new_host'],
      ['http://api.lyft.com/fooD', 'ats /cAndy'],
      ['http://api.lyft.com/FOO', 'instant'],
      ['http://api.lyft.com/ApPles', 'instant'],
      ['http://api.lyft.com/ApplEs', 'instant /oranGES'],
      ['http://api.lyft.com/oLDhost/rewrite/me', 'instant'],
      ['http://api.lyft.com/customheaders | from: 127.0.0.1', 'ats x-client-ip=127.0.0.1'],
    ],
  },
  {
    source: `${ENVOY}/TestRoutes.yaml, virtual clusters`,
    fact: '1.5 Method, 1.6 regex marker',
    listener: () => {
      const of = (method: string, path: string, group: string): RuleWords => ({
        when: { method, path: `~${path}` },
        do: { forward: group },
      })
      return albListener({
        rules: [
          of('POST', '^/rides$', 'ride_request'),
          of('PUT', '^/rides/\\d+$', 'update_ride'),
          of('POST', '^/users/\\d+/chargeaccounts$', 'cc_add'),
          of('PUT', '^/users/\\d+/chargeaccounts/[^validate]\\w+$', 'cc_add'),
          of('POST', '^/users$', 'create_user_login'),
          of('PUT', '^/users/\\d+$', 'update_user'),
          of('POST', '^/users/\\d+/location$', 'ulu'),
        ],
        default: 'other',
      })
    },
    cases: [
      ['GET http://api.lyft.com/rides', 'other'],
      ['POST http://api.lyft.com/rides/blah', 'other'],
      ['POST http://api.lyft.com/rides', 'ride_request'],
      ['PUT http://api.lyft.com/rides/123', 'update_ride'],
      ['POST http://api.lyft.com/users/123/chargeaccounts', 'cc_add'],
      ['PUT http://api.lyft.com/users/123/chargeaccounts/hello123', 'cc_add'],
      ['PUT http://api.lyft.com/users/123/chargeaccounts/validate', 'other'],
      ['POST http://api.lyft.com/users', 'create_user_login'],
      ['PUT http://api.lyft.com/users/123', 'update_user'],
      ['POST http://api.lyft.com/users/123/location', 'ulu'],
    ],
  },
  {
    source: `${ENVOY}/HeaderMatchedRouting.yaml and HeaderMatchedRouting.golden.proto.json`,
    fact: '1.5 Header',
    listener: () => {
      const of = (header: Record<string, string>, group: string): RuleWords => ({
        when: { header },
        do: { forward: group },
      })
      return albListener({
        rules: [
          of({ test_header: 'test' }, 'headers'),
          of({ test_header_multiple1: 'test1', test_header_multiple2: 'test2' }, 'multiple'),
          of({ test_header_presence: '*' }, 'presence'),
          of({ test_header_pattern: 'user=test-*' }, 'pattern'),
          of({ test_header: 'some_value', 'content-type': 'application/grpc*' }, 'grpc and header'),
          of({ 'content-type': 'application/grpc*' }, 'grpc'),
        ],
        default: 'none',
      })
    },
    cases: [
      ['http://www.lyft.com/', 'none'],
      ['http://www.lyft.com/ | test_header: test', 'headers'],
      ['http://www.lyft.com/ | test_header_multiple1: test1 | test_header_multiple2: test2', 'multiple'],
      ['http://www.lyft.com/ | test_header_multiple1: test1', 'none'],
      ['http://www.lyft.com/ | non_existent_header: foo', 'none'],
      ['http://www.lyft.com/ | test_header_presence: test', 'presence'],
      ['http://www.lyft.com/ | test_header_pattern: user=test-1223', 'pattern'],
      ['http://www.lyft.com/ | test_header_pattern: customer=test-1223', 'none'],
      ['http://www.lyft.com/ | content-type: application/grpc+proto', 'grpc'],
      [
        'http://www.lyft.com/ | content-type: application/grpc+proto | test_header: some_value',
        'grpc and header',
      ],
    ],
  },
  {
    source: `${ENVOY}/Redirect.yaml and Redirect.golden.proto.json`,
    fact: '1.7 Redirect',
    listener: () =>
      albListener({
        rules: [
          {
            when: { host: 'www.lyft.com' },
            do: { redirect: 'https' },
          },
          {
            when: { host: 'redirect.lyft.com', path: '/foo*' },
            do: { redirect: { host: 'new.lyft.com' } },
          },
          { when: { host: 'redirect.lyft.com', path: '/bar*' }, do: { redirect: { path: '/new_bar' } } },
          {
            when: { host: 'redirect.lyft.com', path: '/baz*' },
            do: { redirect: { host: 'new.lyft.com', path: '/new_baz' } },
          },
        ],
        default: 'www2',
      }),
    cases: [
      ['http://www.foo.com/foo', 'www2'],
      ['http://www.lyft.com/foo', '301 https://www.lyft.com/foo'],
      ['http://redirect.lyft.com/foo', '301 http://new.lyft.com/foo'],
      ['http://redirect.lyft.com/bar', '301 http://redirect.lyft.com/new_bar'],
      ['http://redirect.lyft.com/baz', '301 http://new.lyft.com/new_baz'],
    ],
  },
]

export const CLB_SUITES: readonly PublicSuite[] = [
  {
    source: 'AlibabaCloudDocs/slb: intl.en-US/Tutorials/Traffic forwarding based on domain names or URLs.md',
    fact: '2.6 domain precedence, URL precedence, no match',
    listener: () =>
      clbListener({
        rules: [
          { domain: '*.aliyun.com', group: 'wide' },
          { domain: '*.market.aliyun.com', group: 'narrow' },
          { domain: 'www.aliyun.com', group: 'exact' },
          { url: '/abc', group: 'abc' },
          { url: '/abcd', group: 'abcd' },
        ],
        default: 'listener',
      }),
    cases: [
      ['http://www.aliyun.com/', 'exact'],
      ['http://market.aliyun.com/', 'wide'],
      ['http://info.market.aliyun.com/', 'narrow'],
      ['http://a.example/abcde', 'abcd'],
      ['http://a.example/ab', 'listener'],
    ],
  },
  {
    source: 'nginx/nginx.org: xml/en/docs/http/server_names.xml',
    fact: '2.6 domain precedence',
    listener: () =>
      clbListener({
        rules: [
          { domain: '*.org', group: 'wide' },
          { domain: '*.example.org', group: 'narrow' },
          { domain: 'www.example.org', group: 'exact' },
        ],
        default: 'default',
      }),
    cases: [
      ['http://www.example.org/', 'exact'],
      ['http://www.sub.example.org/', 'narrow'],
      ['http://mail.example.org/', 'narrow'],
      ['http://example.org/', 'wide'],
      ['http://example.net/', 'default'],
    ],
  },
  {
    source: 'nginx/nginx.org: xml/en/docs/http/ngx_http_core_module.xml, location of prefix strings',
    fact: '2.6 URL precedence',
    listener: () =>
      clbListener({
        rules: [
          { url: '/documents/', group: 'C' },
          { url: '/documents/images/', group: 'D' },
          { url: '/doc', group: 'E' },
        ],
        default: 'B',
      }),
    cases: [
      ['http://a.example/', 'B'],
      ['http://a.example/index.html', 'B'],
      ['http://a.example/documents/document.html', 'C'],
      ['http://a.example/documents/images/1.jpg', 'D'],
      ['http://a.example/documentsx', 'E'],
    ],
  },
]
