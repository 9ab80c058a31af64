/** The JSON Schema of the file format, for editors; from the very definitions that read the file. */
import * as z from 'zod'
import { scenarioFile } from './schema/file.ts'
import { leaves } from './schema/leaf.ts'

/** What this file uses of JSON Schema 2020-12. */
export interface JsonSchema {
  $schema?: string
  $id?: string
  $comment?: string
  title?: string
  description?: string
  type?: string
  const?: unknown
  enum?: unknown[]
  default?: unknown
  pattern?: string
  minimum?: number
  maximum?: number
  minItems?: number
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: JsonSchema | boolean
  propertyNames?: JsonSchema
  items?: JsonSchema
  anyOf?: JsonSchema[]
}

/** Builds the schema; equal definitions give equal text. */
export function scenarioJsonSchema(): JsonSchema {
  return z.toJSONSchema(scenarioFile, {
    target: 'draft-2020-12',
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      const leaf = leaves.get(zodSchema as unknown as z.ZodType)
      if (leaf !== undefined) {
        jsonSchema.title ??= leaf.kind
        if (leaf.pattern !== undefined && jsonSchema.type === 'string') jsonSchema.pattern ??= leaf.pattern
      }
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
    },
  }) as JsonSchema
}
