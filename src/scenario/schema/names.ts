/** The parts of the file about names: public records and private zones, facts/vpc R8.5 to R8.8. */
import * as z from 'zod'
import { quote } from '../value.ts'
import { asLeaf, key, textLeaf } from './leaf.ts'
import { address, name, positiveDuration, prose } from './words.ts'

const LABEL = '[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?'
const DOMAIN = new RegExp(`^${LABEL}(\\.${LABEL})+$`)
/** What stands before the domain of a zone: one label or several, or `@` for the domain itself. */
const HOST = new RegExp(`^(@|${LABEL}(\\.${LABEL})*)$`)

/** A domain name as it stands in a file: lower case, at least two labels, no dot at the end, and no address. */
export function isDomainName(text: string): boolean {
  return text.length <= 253 && DOMAIN.test(text) && !/^[\d.]+$/.test(text)
}

export function isHostRecord(text: string): boolean {
  return text.length <= 253 && HOST.test(text)
}

/** The domain name in `name/orders.shop.internal` or `orders.shop.internal`; undefined where it is something else. */
export function domainIn(text: string): string | undefined {
  const domain = text.startsWith('name/') ? text.slice('name/'.length) : text
  return isDomainName(domain) ? domain : undefined
}

export const domainName = textLeaf<string>(
  {
    kind: 'domain name',
    pattern: `^${LABEL}(\\.${LABEL})+$`,
    code: 'DOMAIN_NAME_INVALID',
    expected: 'a domain name such as orders.shop.internal',
  },
  (text) =>
    isDomainName(text)
      ? { ok: true, value: text }
      : {
          ok: false,
          message: `${quote(text)} is not a domain name`,
          hint: 'write it in lower case, with two labels or more and no dot at the end: orders.shop.internal',
        },
)

/** Answers of other types lead nowhere, so that they are only texts. */
const other = (description: string) => key(prose.optional(), description, 'facts/vpc R8.7')

function record(title: string, ttl: string, source: string) {
  return z
    .strictObject({
      a: key(address.optional(), 'The address that the name leads to.', 'facts/vpc R8.7'),
      cname: key(domainName.optional(), 'The name that it is an alias of.', 'facts/vpc R8.7'),
      txt: other('A text; it leads nowhere.'),
      mx: other('A mail server; it leads nowhere here.'),
      ptr: other('A name for an address; it leads nowhere here.'),
      srv: other('A service; it leads nowhere here.'),
      aaaa: other('An IPv6 address; it leads nowhere here.'),
      ttl: key(positiveDuration.prefault(ttl), 'How long an answer may be kept.', source),
    })
    .meta({ title, description: 'What a name leads to: exactly one of the types.' })
}

/** A record that everybody resolves. */
export const dns = record('DNS record', '10m', 'facts/vpc R8.7 (assumed)')

const zoneRecord = record('Record of a private zone', '60s', 'facts/vpc R8.7')

export const privateZone = z
  .strictObject({
    zone: key(domainName, 'Its domain; it holds this name and all under it.', 'facts/vpc R8.5'),
    vpcs: key(z.array(name), 'The VPCs that it is bound to: only there it is seen.', 'facts/vpc R8.5'),
    proxy: key(
      z.enum(['zone', 'record']).prefault('zone'),
      'Names of the domain without a record: `zone` says that they do not exist, `record` asks public DNS.',
      'facts/vpc R8.6',
    ),
    records: key(
      z
        .record(
          asLeaf(z.string(), {
            kind: 'name',
            code: 'NAME_INVALID',
            expected: 'a host record such as orders, or @ for the domain itself',
          }),
          zoneRecord,
        )
        .prefault({}),
      'Records by what stands before the domain: `orders`, or `@` for the domain itself.',
      'facts/vpc R8.7',
    ),
  })
  .meta({
    title: 'Private zone',
    description: 'Names that only the VPCs see that it is bound to; they come before public DNS.',
  })
