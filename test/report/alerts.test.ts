import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { MINUTE_US } from '../../src/cloud/duration-range.ts'
import { renderJson } from '../../src/report/json.ts'
import { renderText } from '../../src/report/text.ts'
import { alertsOf, aRule, gatewaysWith, type Minute, theDefault } from '../trace/a-gateway.ts'
import { aRun } from './a-run.ts'

const busy: Minute = { cpuPercent: 91, by: { 2: 100 } }
const calm: Minute = { cpuPercent: 30, by: { 2: 100 } }
const minutes = [calm, calm, ...Array.from({ length: 7 }, () => busy), calm, calm, calm, busy, calm, calm]
const rules = [aRule(), theDefault('ratio5xx'), theDefault('requestsFall')]
const sketch = aRun({ endUs: 15 * MINUTE_US })
const run = { ...sketch, summary: { ...sketch.summary, alerts: alertsOf(minutes, gatewaysWith(rules)) } }

describe('the alerts of a run', () => {
  it('should be rows of the picture and a block, with the gateway by its name (seed 002)', () =>
    expect(renderText(run)).toMatchInlineSnapshot(`
      "A run
      scenarios/a-run.yaml · cn-hangzhou · seed 42 · 15m · vpcsim 0.1.0

                                     5m                      10m
                          ───────────┬───────────────────────┬────────────────────────
      alerts
        front/cpu         ──▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒███████████████──────────────▒▒▒▒▒▒────
      before 2m32s nothing changes
      ▒ alert pending   █ alert fires

      Alerts
        ! front
            cpu fires from 7m until 10m: CPU utilisation up to 91 % (rule: above 85 %
            for 5m)
            cpu is pending from 13m until 14m: CPU utilisation up to 91 % (rule: above
            85 % for 5m)
            silent: ratio5xx
            nothing measured: requestsFall
        ! The cloud's notification names the gateway by an internal ID,
          {{$labels.envoy_clusterid}}: write its name into the template.

      Nothing is expected of this run: add \`expect\` to the file to have it judged.

      ✓ HELD  nothing expected
      "
    `))

  it('should be told where all are silent, without rows', () => {
    const quiet = { ...run, summary: { ...run.summary, alerts: alertsOf([calm, calm], gatewaysWith(rules)) } }
    const text = renderText(quiet)
    expect(text).toMatch(/✓ front\n +silent: cpu, ratio5xx\n +nothing measured: requestsFall\n/)
    expect(text).not.toMatch(/envoy_clusterid/)
  })

  it('should be part of the JSON', () => {
    const document = JSON.parse(renderJson([{ kind: 'run', run }], '0.1.0', 0))
    const validate = new Ajv().compile(JSON.parse(readFileSync('schema/run.schema.json', 'utf8')))
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true)
    expect(document.runs[0].alerts[0]).toMatchObject({
      gateway: 'front',
      alert: 'cpu',
      rules: [{ metric: 'cpu', comparison: 'above', threshold: 85, forUs: 5 * MINUTE_US }],
    })
  })
})
