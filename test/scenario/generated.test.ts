import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { assumptionsPage } from '../../src/scenario/assumptions-page.ts'
import { type JsonSchema, scenarioJsonSchema } from '../../src/scenario/json-schema.ts'
import { referencePage } from '../../src/scenario/reference-page.ts'
import { read, shop } from './read.ts'

const file = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const full = file('test/scenario/full.yaml')
const schema = scenarioJsonSchema()

describe('what `npm run generate` writes', () => {
  it('should be the current schema', () =>
    expect(file('schema/scenario.schema.json')).toBe(`${JSON.stringify(schema, null, 2)}\n`))

  it('should be the current reference', () =>
    expect(file('docs/scenario-file.md')).toBe(referencePage(schema)))

  it('should be the current page of assumptions', () =>
    expect(file('docs/assumptions.md')).toBe(assumptionsPage()))
})

describe('the JSON Schema', () => {
  const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(schema)

  it.each([
    ['full', full],
    ['small', shop()],
  ])('should accept the good file "%s"', (_, text) => {
    expect(read(text)).toBeDefined()
    validate(parse(text))
    expect(validate.errors ?? []).toEqual([])
  })

  it.each([
    'simulate: 2',
    'simulate: 1\nduration: 15',
    'simulate: 1\nsed: 1',
    'simulate: 1\nvpcs: { a/b: { cidr: 10.0.0.0/8 } }',
  ])('should refuse %j', (text) => expect(validate(parse(text))).toBe(false))

  it('should describe every key', () => {
    const silent: string[] = []
    const walk = (part: JsonSchema, path: string) => {
      for (const [key, property] of Object.entries(part.properties ?? {})) {
        if (property.description === undefined) silent.push(`${path}.${key}`)
        walk(property, `${path}.${key}`)
      }
      for (const inner of [part.items, part.additionalProperties, ...(part.anyOf ?? [])])
        if (typeof inner === 'object') walk(inner, path)
    }
    walk(schema, '')
    expect(silent).toEqual([])
  })

  it('should have every key in the full example', () => {
    // Objects with a title are one kind, wherever they stand.
    const used = new Set<string>()
    const unused = new Map<string, string>()
    const walk = (part: JsonSchema, values: unknown[], path: string) => {
      const maps = values.filter(
        (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      ) as Record<string, unknown>[]
      for (const [key, property] of Object.entries(part.properties ?? {})) {
        const given = maps.filter((map) => Object.hasOwn(map, key)).map((map) => map[key])
        const kind = `${part.title ?? path}.${key}`
        if (given.length === 0) unused.set(kind, `${path}.${key}`)
        else used.add(kind)
        if (given.length > 0) walk(property, given, `${path}.${key}`)
      }
      if (typeof part.additionalProperties === 'object')
        walk(
          part.additionalProperties,
          maps.flatMap((map) => Object.values(map)),
          path,
        )
      if (part.items !== undefined) walk(part.items, values.flat(), path)
      for (const inner of part.anyOf ?? []) {
        const word = Object.keys(inner.properties ?? {}).find((key) => key !== 'at') ?? ''
        if (inner.items !== undefined) walk(inner, values, path)
        walk(
          inner,
          maps.filter(
            (map) =>
              inner.required === undefined ||
              Object.hasOwn(map, inner.required.find((key) => key !== 'at') ?? word),
          ),
          path,
        )
      }
    }
    walk(schema, [parse(full)], '')
    expect([...unused].filter(([kind]) => !used.has(kind)).map(([, path]) => path)).toEqual([])
  })
})
