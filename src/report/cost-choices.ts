/** The same traffic by other means, told: what each costs, the break-even with its formula, and what becomes of the seed's "20". */
import type { InwardChoice } from '../pricing/inward-choice.ts'
import { monthlyOf, type Offer } from '../pricing/offer.ts'
import { type OutwardChoice, SEED_INSTANCES } from '../pricing/outward-choice.ts'
import { money, quantity } from './money.ts'
import type { Page } from './page.ts'

const TODAY: Readonly<Record<string, string>> = {
  eip: 'by EIPs today',
  nat: 'by a NAT gateway today',
  alb: 'by an ALB today',
  clb: 'by a CLB today',
  nlb: 'by an NLB today',
}

export function outwardBlock(choice: OutwardChoice, page: Page): string[] {
  const { app, instances, today, units, offers } = choice
  const words: Readonly<Record<string, string>> = {
    eip: `${instances} EIPs, and one to spare`,
    nat: `one NAT gateway with one EIP, ${quantity(units)} CU`,
  }
  const how = today === undefined ? 'no way out at the end' : TODAY[today]
  return [
    page.heading(page.say(`Out of ${app}: ${countOf(instances)}, ${how}`)),
    ...offerLines(offers, words, page),
    ...paragraphs(
      [`What is sent costs the same either way${bindingsText(choice)}.`, ...breakEvenTexts(choice, page)],
      page,
    ),
  ]
}

function bindingsText({ bindingsMonthly }: OutwardChoice): string {
  return bindingsMonthly === undefined || bindingsMonthly === 0
    ? ''
    : `; bindings of EIPs cost ${money(bindingsMonthly)} more a month`
}

function breakEvenTexts(choice: OutwardChoice, page: Page): string[] {
  const { fees, units, evenAt, most, mostWithSpare } = choice
  if (fees === undefined) return ['The break-even needs a price that is not known.']
  if (evenAt === undefined || most === undefined)
    return ['EIPs cost no fixed fee here, so they are cheaper for any number of instances.']
  const { nat, eip, capacityUnit } = fees
  return [
    `Break-even n* = (N + e + u c) / e = (${nat} + ${eip} + ${capacityUnit} ${page.glyphs.times} ${quantity(units)}) / ${eip} = ${evenAt.toFixed(2)}: ` +
      `EIPs are cheaper up to ${countOf(most)}, with one to spare up to ${mostWithSpare}.`,
    seedText(choice, most),
  ]
}

/** What becomes of the seed's rule of thumb (seed 000). */
function seedText({ isDeclared, units, unitsForTwenty = 0 }: OutwardChoice, most: number): string {
  const rule = `"${SEED_INSTANCES} instances or fewer", say the documents of SAE:`
  const exact =
    unitsForTwenty > 0
      ? `The break-even is ${SEED_INSTANCES} at a load of c = ${quantity(unitsForTwenty)} CU.`
      : `No load brings the break-even to ${SEED_INSTANCES}.`
  if (!isDeclared)
    return `${rule} not decided here, for the load is not declared, or not all of it, and is taken to be c = ${quantity(units)} CU. ${exact}`
  if (most === SEED_INSTANCES) return `${rule} exactly so here. ${exact}`
  if (most > SEED_INSTANCES) return `${rule} true here, and up to ${most}. ${exact}`
  return `${rule} not so here, where it is ${most} or fewer. ${exact}`
}

export function inwardBlock(
  { flow, apps, instances, today, offers, isDeclared, gigabytesPerHour }: InwardChoice,
  page: Page,
): string[] {
  const words: Readonly<Record<string, string>> = {
    eip: `${instances} EIPs, and one to spare`,
    alb: 'a standard ALB in two zones',
    clb: 'a CLB',
  }
  const how = today === undefined ? '' : `, ${TODAY[today]}`
  return [
    page.heading(page.say(`Into ${apps.join(', ')} for flow ${flow}: ${countOf(instances)}${how}`)),
    ...offerLines(offers, words, page),
    ...paragraphs(
      [
        isDeclared
          ? `Each with its capacity units and ${quantity(gigabytesPerHour)} GB an hour to the Internet.`
          : 'Traffic is in none of them, for the flow does not say how much it is.',
      ],
      page,
    ),
  ]
}

function offerLines(offers: readonly Offer[], words: Readonly<Record<string, string>>, page: Page): string[] {
  const hours = offers.map(({ hourly }) => hourly ?? Number.POSITIVE_INFINITY)
  const least = Math.min(...hours)
  const isClear =
    offers.every(({ hourly }) => hourly !== undefined) && hours.filter((each) => each === least).length === 1
  const labelWidth = Math.min(LABEL_WIDTH, page.width - FIGURES_WIDTH)
  return offers.map((offer) => {
    const { held, dot } = page.glyphs
    const mark = isClear && offer.hourly === least ? held : dot
    const cost =
      offer.hourly === undefined
        ? 'a price is not known'
        : `${money(offer.hourly).padStart(9)} /h ${money(monthlyOf(offer)).padStart(10)} a month`
    return `  ${mark} ${page.column(words[offer.kind]!, labelWidth)}${cost}`
  })
}

const LABEL_WIDTH = 40
/** What stands beside the label. */
const FIGURES_WIDTH = 36

function paragraphs(texts: readonly string[], page: Page): string[] {
  return texts.flatMap((text) => page.paragraph('    ', text))
}

function countOf(instances: number): string {
  return `${instances} instance${instances === 1 ? '' : 's'}`
}
