/**
 * Sizes for a program. The shape is `vpcsim.size/1`, described in `docs/json-output.md` and by `schema/size.schema.json`.
 * Addresses and blocks are texts; times are microseconds; what is not known is absent.
 */
import type {
  BatchChoice,
  CoverChoice,
  SizeProof,
  SizeSheet,
  WhitelistCover,
} from '../checking/sizing/size-sheet.ts'
import { formatCidr } from '../net/cidr.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import type { ProblemOfFile } from './compare-json.ts'
import { type SizedReport, sizeResult } from './sized-report.ts'

export const SIZE_FORMAT = 'vpcsim.size/1'

export function renderSizeJson(report: SizedReport, exitCode: number): string {
  const { scenario, version, asked, sheet } = report
  return render({
    format: SIZE_FORMAT,
    version,
    exitCode,
    problems: [],
    result: sizeResult(report),
    file: scenario.file,
    name: scenario.name,
    asked,
    ...sheetValue(sheet),
  })
}

/** Nothing was sized: what is wrong with the file or the arguments. */
export function renderSizeProblems(
  problems: readonly ProblemOfFile[],
  version: string,
  exitCode: number,
): string {
  return render({ format: SIZE_FORMAT, version, exitCode, problems })
}

function render(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

function sheetValue({ seeds, crashes, pools, batches, drains, covers, notSized }: SizeSheet): object {
  return {
    seeds,
    crashes,
    pools: pools.map(({ answers, ...pool }) => ({
      ...pool,
      answers: answers.map(({ proof, proofBelow, ...answer }) => ({
        ...answer,
        ...(proof !== undefined && { proof: proofValue(proof) }),
        ...(proofBelow !== undefined && { proofBelow: proofValue(proofBelow) }),
      })),
    })),
    batches: batches.map(batchesValue),
    drains,
    covers: covers.map(coverValue),
    notSized,
  }
}

/** More orders than a double counts have no number. */
function proofValue(proof: SizeProof): object {
  if (proof.verdict !== 'PROVED') return proof
  const { orders, ...rest } = proof
  return Number.isFinite(orders) ? proof : rest
}

function batchesValue({ tried, ...choice }: BatchChoice): object {
  return {
    ...choice,
    tried: tried.map(({ proof, ...plan }) => ({
      ...plan,
      ...(proof !== undefined && { proof: proofValue(proof) }),
    })),
  }
}

function coverValue({ addresses, covers, rerun, ...whitelist }: WhitelistCover): object {
  return {
    ...whitelist,
    addresses: addresses.map((each) => ({ ...each, address: formatIpv4(each.address) })),
    covers: covers.map(choiceValue),
    ...(rerun !== undefined && {
      rerun: {
        ...rerun,
        without: rerun.without.map((each) => ({ ...each, block: formatCidr(each.block) })),
      },
    }),
  }
}

function choiceValue({ blocks, extra, extras }: CoverChoice): object {
  return {
    blocks: blocks.map(formatCidr),
    extra,
    extras: extras.map((each) => ({ ...each, first: formatIpv4(each.first) })),
  }
}
