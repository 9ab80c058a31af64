/** A path for a program: `vpcsim.trace/1`, described in `docs/json-output.md`. What is not known is absent, never null. */
import { tellEdit } from '../checking/edit.ts'
import type { Tale } from '../checking/inquiry.ts'
import { fillTemplate } from '../cloud/reason.ts'
import type { AnyHop } from '../datapath/hop.ts'
import { toldOf } from '../datapath/story.ts'
import { type Address, formatAddress } from '../net/address.ts'
import type { FiveTupleOf } from '../net/five-tuple.ts'
import { formatProtocol, hasPorts } from '../net/protocol.ts'
import { alternativesValue, editValue } from './edit-value.ts'
import type { ToldProblem } from './json.ts'
import { type AnsweredPath, endName } from './path.ts'

export const TRACE_FORMAT = 'vpcsim.trace/1'

export function renderPathJson(path: AnsweredPath, exitCode: number): string {
  return documentText({
    format: TRACE_FORMAT,
    version: path.version,
    exitCode,
    problems: [],
    ...questionValue(path),
    ...replyValue(path),
  })
}

/** What was asked, and of which run. */
export function questionValue({ file, seed, atUs, question, standIns }: AnsweredPath): object {
  const { flow, instance } = question
  return {
    file,
    seed,
    atUs,
    from: endName(flow.from),
    to: endName(flow.to),
    flow: flow.origin.line > 0 ? flow.name : undefined,
    via: flow.via,
    ip: flow.ip,
    instance,
    protocol: formatProtocol(flow.protocol),
    port: hasPorts(flow.protocol) ? flow.port : undefined,
    standIns,
  }
}

export function replyValue(path: AnsweredPath): object {
  const { verdict, asked, through, tales, silent } = path.reply
  return {
    verdict,
    asked,
    through,
    stories: tales.map((tale) => taleValue(tale, path)),
    silent: silent.map(({ name, version, phase }) => ({ instance: name, version, phase })),
  }
}

/** The command line or the file was wrong: nothing was asked. */
export function renderPathProblems(
  format: string,
  version: string,
  exitCode: number,
  problems: readonly ToldProblem[],
): string {
  return documentText({ format, version, exitCode, problems })
}

export function documentText(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

function taleValue({ instances, story, fix }: Tale, { reasonOf }: AnsweredPath): object {
  const { answer } = story
  const told = toldOf(story)
  const remark = ({ code, details }: { code: string; details: Readonly<Record<string, string>> }) => {
    const reason = reasonOf(code)
    return {
      code,
      sentence: reason?.sentence,
      advice: reason === undefined ? undefined : fillTemplate(reason.fix, details),
      details,
    }
  }
  const blockers = told?.explanation.blockers ?? [{ code: answer.code!, details: answer.details }]
  return {
    instances: instances.map(({ name, version, phase }) => ({ instance: name, version, phase })),
    reachable: answer.reachable,
    code: answer.code,
    share: answer.share,
    sources: answer.sources.map(formatAddress),
    packet: told === undefined ? undefined : tupleValue(told.packet),
    hops: (told?.explanation.hops ?? []).map(hopValue),
    blockers: blockers.map(remark),
    notes: (told?.explanation.notes ?? []).map(remark),
    fix:
      fix === undefined
        ? undefined
        : {
            proven: true,
            edits: fix.edits.map((edit) => editValue(tellEdit(edit))),
            alternatives: alternativesValue(
              fix.alternatives.map(({ edits }) => ({ edits: edits.map(tellEdit) })),
            ),
          },
  }
}

export function hopValue(hop: AnyHop): object {
  const { direction, stage, component, verdict, why, code, rule, before, after, sourceKnown, hypothetical } =
    hop
  return {
    direction,
    stage,
    component,
    verdict,
    why,
    code,
    rule: rule === undefined ? undefined : { text: rule.text, origin: rule.origin },
    before: tupleValue(before),
    after: tupleValue(after),
    sourceKnown,
    hypothetical,
  }
}

function tupleValue({
  protocol,
  source,
  sourcePort,
  destination,
  destinationPort,
}: FiveTupleOf<Address>): object {
  const ports = hasPorts(protocol)
  return {
    protocol: formatProtocol(protocol),
    source: formatAddress(source),
    sourcePort: ports ? sourcePort : undefined,
    destination: formatAddress(destination),
    destinationPort: ports ? destinationPort : undefined,
  }
}
