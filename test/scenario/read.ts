/** Reads a scenario that must be good. */
import { readScenario } from '../../src/scenario/read-scenario.ts'
import { renderProblem } from '../../src/scenario/render-problem.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'

export function read(text: string): Scenario {
  const result = readScenario(text, { file: 'good.yaml' })
  if (result.ok) return result.scenario
  throw new Error(result.problems.map((problem) => renderProblem(problem, 'good.yaml', text)).join('\n'))
}

/** An application on one vSwitch; `more` is added to the file, `keys` to the application. */
export function shop(keys = '', more = ''): string {
  return `simulate: 1
vpcs: { main: { cidr: 172.16.0.0/16, vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 } } } }
securityGroups: { web: { vpc: main, ingress: [{ accept: tcp 8080, from: 0.0.0.0/0 }] } }
apps:
  shop: { vswitches: [h], securityGroup: web, instances: 3, port: 8080${keys === '' ? '' : `, ${keys}`} }
${more}`
}
