/** `simulate route` at HTTPS listeners, and the schema of what it prints. */
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { engine } from '../../src/cli/engine.ts'
import { routeSchema } from '../../src/report/route-schema.ts'
import { simulate } from './a-terminal.ts'

const FILE = 'scenarios/domain-binding.yaml'
const text = readFileSync(FILE, 'utf8')
const WWW = ['--listener', 'front/https', '--host', 'www.shop.example']

const route = (args: string[], stdin = text) => simulate(['route', '-', ...args], { engine, stdin })
const ask = async (args: string[], stdin = text) => {
  const { out, code } = await route([...args, '--json'], stdin)
  return { ...JSON.parse(out), code }
}
const words = ({ out }: { out: string }) => out.replaceAll(/\s+/g, ' ')

describe('simulate route at an HTTPS listener', () => {
  it('1.2: shows the default certificate where none has the name, and the client gives up', async () => {
    expect(await ask([...WWW, '--at', '3m'])).toMatchObject({
      tls: {
        serverName: 'www.shop.example',
        certificate: { name: 'company', state: 'valid' },
        because: 'noMatch',
        accepted: false,
        code: 'CERT_NAME_MISMATCH',
      },
      rule: { name: 'shop' },
      code: 1,
    })
    const ran = await route([...WWW, '--at', '3m'])
    expect(ran.code).toBe(1)
    expect(words(ran)).toContain(
      'tls the client asks for www.shop.example, and the listener shows certificate company, the default one, because none has the name',
    )
    expect(words(ran)).toContain('it is for company.example, *.company.example (CERT_NAME_MISMATCH)')
    expect(ran.out).toContain('✗ front/https: no TLS connection (CERT_NAME_MISMATCH)')
  })

  it('1.2: chooses the one that has the name, by SNI', async () => {
    const asked = [...WWW, '--at', '5m']
    expect(await ask(asked)).toMatchObject({
      tls: { certificate: { name: 'shop', state: 'ending' }, because: 'onlyOne', accepted: true },
      code: 0,
    })
    const ran = await route(asked)
    expect(words(ran)).toContain('shows certificate shop, the only one that has it')
    expect(words(ran)).toContain('the client takes it; it ends at 20m')
    expect(ran.out).toContain('✓ front/https: rule shop → group web')
  })

  it('tells a certificate that has ended at the instant', async () => {
    expect(await ask([...WWW, '--at', '19m59s'])).toMatchObject({ tls: { accepted: true }, code: 0 })
    expect(await ask([...WWW, '--at', '20m'])).toMatchObject({
      tls: {
        certificate: { name: 'shop', state: 'ended', expiresAtUs: 1_200_000_000 },
        code: 'CERT_EXPIRED',
      },
      code: 1,
    })
    expect(words(await route([...WWW, '--at', '20m']))).toContain('it has ended at 20m (CERT_EXPIRED)')
  })

  it('sends no name where the host is an address, and is shown the default one', async () => {
    const asked = ['--listener', 'front/https', '--host', '198.51.100.10', '--at', '5m']
    const { tls } = await ask(asked)
    expect(tls).toMatchObject({ certificate: { name: 'company' }, because: 'noName', accepted: false })
    expect(tls).not.toHaveProperty('serverName')
    expect(words(await route(asked))).toContain('the client sends no name')
  })

  it('says which certificate did not get its turn', async () => {
    const two = text
      .replace(
        '  # lint-ignore CERT_EXPIRES_SOON',
        '  quick: { domains: [ www.shop.example ], algorithm: ecc }\n  # lint-ignore CERT_EXPIRES_SOON',
      )
      .replace('to: [ company, shop ]', 'to: [ company, shop, quick ]')
    expect((await ask([...WWW, '--at', '5m'], two)).tls).toMatchObject({
      certificate: { name: 'quick' },
      because: 'algorithm',
      insteadOf: 'shop',
    })
  })

  it('says nothing of TLS at an HTTP listener', async () => {
    const { out } = await simulate(
      ['route', 'scenarios/clb-url-rules.yaml', '--listener', 'front/http', '--json'],
      { engine },
    )
    expect(JSON.parse(out)).not.toHaveProperty('tls')
  })
})

describe('the schema of route', () => {
  const schema = routeSchema()
  const validate = new Ajv().compile(schema)

  it('should be the current one', () =>
    expect(readFileSync('schema/route.schema.json', 'utf8')).toBe(`${JSON.stringify(schema, null, 2)}\n`))

  it.each([
    [FILE, WWW],
    [FILE, [...WWW, '--at', '3m']],
    [FILE, [...WWW, '--at', '21m']],
    [FILE, ['--listener', 'front/https', '--host', '198.51.100.10']],
    ['scenarios/clb-url-rules.yaml', ['--listener', 'front/http', '--path', '/api/x']],
    ['scenarios/clb-url-rules.yaml', ['--listener', 'classic/http', '--path', '/api/x?a=b']],
    ['scenarios/clb-url-rules.yaml', ['--listener', 'front/http', '--method', 'TRACE']],
    ['scenarios/alb-weights-zero.yaml', []],
    ['scenarios/clb-url-rules.yaml', ['--listener', 'nobody']],
  ])('should accept what is printed for %s %j', async (file, args) => {
    const { out } = await simulate(['route', file, ...args, '--json'], { engine })
    validate(JSON.parse(out))
    expect(validate.errors ?? []).toEqual([])
  })

  it('should refuse what it does not name', async () => {
    const { out } = await simulate(['route', FILE, ...WWW, '--json'], { engine })
    expect(validate({ ...JSON.parse(out), extra: 1 })).toBe(false)
  })
})
