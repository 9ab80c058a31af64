/** Writes what is generated from the definitions: `npm run generate`. A test says whether it is current. */
import { writeFileSync } from 'node:fs'
import { checkSchema } from '../report/check-schema.ts'
import { compareSchema } from '../report/compare-schema.ts'
import { costSchema } from '../report/cost-schema.ts'
import { diagnoseSchema, traceSchema } from '../report/path-schema.ts'
import { routeSchema } from '../report/route-schema.ts'
import { sizeSchema } from '../report/size-schema.ts'
import { assumptionsPage } from '../scenario/assumptions-page.ts'
import { scenarioJsonSchema } from '../scenario/json-schema.ts'
import { referencePage } from '../scenario/reference-page.ts'

const root = new URL('../../', import.meta.url)
const schema = scenarioJsonSchema()
writeFileSync(new URL('schema/scenario.schema.json', root), `${JSON.stringify(schema, null, 2)}\n`)
writeFileSync(new URL('docs/scenario-file.md', root), referencePage(schema))
writeFileSync(new URL('docs/assumptions.md', root), assumptionsPage())
writeFileSync(new URL('schema/trace.schema.json', root), `${JSON.stringify(traceSchema(), null, 2)}\n`)
writeFileSync(new URL('schema/diagnose.schema.json', root), `${JSON.stringify(diagnoseSchema(), null, 2)}\n`)
writeFileSync(new URL('schema/compare.schema.json', root), `${JSON.stringify(compareSchema(), null, 2)}\n`)
writeFileSync(new URL('schema/route.schema.json', root), `${JSON.stringify(routeSchema(), null, 2)}\n`)
writeFileSync(new URL('schema/cost.schema.json', root), `${JSON.stringify(costSchema(), null, 2)}\n`)
writeFileSync(new URL('schema/check.schema.json', root), `${JSON.stringify(checkSchema(), null, 2)}\n`)
writeFileSync(new URL('schema/size.schema.json', root), `${JSON.stringify(sizeSchema(), null, 2)}\n`)
