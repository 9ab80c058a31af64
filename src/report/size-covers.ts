/** The shortest list for a whitelist, told: each choice with what it lets in beside those who call. */
import type {
  CoverChoice,
  ExtraAddresses,
  SeenAddress,
  SizeSheet,
  WhitelistCover,
} from '../checking/sizing/size-sheet.ts'
import { formatCidr, type Prefix } from '../net/cidr.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import type { Page } from './page.ts'
import { headingLines, rowLines } from './size-rows.ts'
import { entriesOf, failureText, heldText } from './size-words.ts'

const TOLD_ADDRESSES = 12
const TOLD_COVERS = 6

export function coverBlock(cover: WhitelistCover, sheet: SizeSheet, page: Page): string[] {
  const { path, addresses, cap, covers, fitting, flows } = cover
  const exact = covers[0]!
  return [
    ...headingLines(`${path}: ${headingOf(cover)}`, page),
    ...page.paragraph(
      '    ',
      `${flows.length === 1 ? 'Flow' : 'Flows'} ${flows.join(', ')}. ${addressesText(addresses, page)}`,
    ),
    ...(cap === undefined
      ? page.paragraph('    ', 'How many entries its owner takes is not documented.')
      : page.paragraph(
          '    ',
          `It takes ${cap.entries} (${cap.source}): the exact list ${exact.blocks.length <= cap.entries ? 'fits' : 'does not fit'}.`,
        )),
    ...toldCovers(covers, fitting).flatMap((choice) =>
      choiceLines(choice, choice === covers[fitting ?? -1], page),
    ),
    ...rerunLines(cover, sheet, page),
  ]
}

function headingOf({ covers, fitting }: WhitelistCover): string {
  const exact = covers[0]!.blocks.length
  if (fitting === undefined) return `${entriesOf(exact)}, and no list fits`
  if (fitting === 0)
    return `${entriesOf(exact)} ${exact === 1 ? 'holds' : 'hold'} all callers and nobody else`
  return `${entriesOf(covers[fitting]!.blocks.length)} fit, ${exact} would be exact`
}

/** The fitting one, and the next shorter ones. */
function toldCovers(covers: readonly CoverChoice[], fitting = 0): CoverChoice[] {
  return covers.filter(
    (_, index) =>
      index === 0 || (index >= fitting && index < fitting + TOLD_COVERS) || index === covers.length - 1,
  )
}

function addressesText(addresses: readonly SeenAddress[], page: Page): string {
  const told = addresses.slice(0, TOLD_ADDRESSES).map(({ address, seen, of }) => {
    const by = seen === undefined ? `not seen, of ${of}` : `${seen.by} from ${page.moment(seen.fromUs)}`
    return `${formatIpv4(address)} (${by})`
  })
  const more = addresses.length - told.length
  return `${addresses.length === 1 ? 'One address' : `${addresses.length} addresses`}: ${told.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
}

function choiceLines({ blocks, extra, extras }: CoverChoice, isFitting: boolean, page: Page): string[] {
  const beside = extra === 0 ? 'nobody else' : `${extra} more: ${extras.map(extraText).join(', ')}`
  const text = `${blocks.map(formatCidr).join(' ')} (${entriesOf(blocks.length)}), ${beside}`
  return rowLines(isFitting ? 'answer' : 'other', '', 0, text, page)
}

function extraText({ whose, count, first }: ExtraAddresses): string {
  return count === 1 ? `${formatIpv4(first)} of ${whose}` : `${count} of ${whose}`
}

function rerunLines({ rerun, covers }: WhitelistCover, sheet: SizeSheet, page: Page): string[] {
  if (rerun === undefined) return []
  const { failure, without, cover } = rerun
  const size = covers[cover]!.blocks.length
  const lines = page.paragraph(
    '    ',
    failure === undefined
      ? `Run with it in the file: nobody is stopped, ${heldText(sheet)}.`
      : `Run with it in the file: ${failureText(failure)}.`,
  )
  const [witness] = without.filter((each) => each.failure !== undefined)
  const idle = without.filter((each) => each.failure === undefined)
  if (witness?.failure !== undefined) {
    const failing = without.length - idle.length
    lines.push(
      ...page.paragraph(
        '    ',
        `Without ${failing === size && size > 1 ? 'any one of them somebody is' : `${failing} of ${size} somebody is`} stopped: without ${formatCidr(witness.block)} ${failureText(witness.failure)}.`,
      ),
    )
  }
  const tried = new Set(without.map(({ block }) => block))
  const spare = covers[cover]!.blocks.filter((block) => !tried.has(block))
  if (idle.length > 0)
    lines.push(
      ...page.paragraph(
        '    ',
        `Without ${blocksText(idle.map(({ block }) => block))} no run stops anybody.`,
      ),
    )
  if (spare.length > 0 && without.length > 0)
    lines.push(...page.paragraph('    ', `In ${blocksText(spare)} no run saw anybody: spare addresses.`))
  return lines
}

function blocksText(blocks: readonly Prefix[]): string {
  const told = blocks.slice(0, TOLD_ADDRESSES).map(formatCidr).join(', ')
  return blocks.length > TOLD_ADDRESSES ? `${told} and ${blocks.length - TOLD_ADDRESSES} more` : told
}
