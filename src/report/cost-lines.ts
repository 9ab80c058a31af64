/** The lines of a cost sheet as a table: who is charged, at which price, for the run, an hour and a month. */
import { COLUMNS, type CostLine, type CostSheet, costOfLine } from '../pricing/cost-sheet.ts'
import { ITEMS, type Item } from '../pricing/price-table.ts'
import { money, quantity } from './money.ts'
import type { Page } from './page.ts'

const PRICE_WIDTH = 17
const MONEY_WIDTH = 10
/** Narrower pages tell no prices of units. */
const WIDE_ENOUGH = 74
const HEADS = ['this run', 'per hour', 'per month']

const PRODUCTS: Readonly<Record<string, string>> = {
  eip: 'EIP',
  nat: 'NAT gateway',
  alb: 'ALB',
  clb: 'CLB',
  nlb: 'NLB',
  privatelink: 'PrivateLink',
  cen: 'CEN',
  eas: 'EAS gateway',
  sae: 'SAE',
}

export function costTable({ lines, totals }: CostSheet, page: Page): string[] {
  const priceWidth = page.width < WIDE_ENOUGH ? 0 : PRICE_WIDTH
  const labelWidth = page.width - priceWidth - COLUMNS.length * MONEY_WIDTH
  const row = (label: string, price: string, amounts: readonly string[]) =>
    page.column(label, labelWidth) +
    (priceWidth === 0 ? '' : price.padStart(priceWidth)) +
    amounts.map((amount) => amount.padStart(MONEY_WIDTH)).join('')
  const told = [page.paint('dim', row('', 'price', HEADS))]
  let product = ''
  for (const line of lines) {
    const [key = ''] = line.item.split('.', 1)
    if (key !== product) told.push(page.heading(PRODUCTS[key]!))
    product = key
    const amounts = COLUMNS.map((column) => money(costOfLine(line, column)))
    told.push(row(`  ${lineText(line)}`, priceText(line), amounts))
    if (line.waived !== undefined) told.push(page.paint('dim', `    free: ${line.waived}`))
  }
  if (lines.length === 0) told.push('Nothing that is charged.')
  const sums = COLUMNS.map((column) => (totals[column] === undefined ? 'unknown' : money(totals[column])))
  return [...told, page.paint('bold', row('Total', '', sums))]
}

/** `21 EIPs, pool shop`, `0.13 CU, NAT gateway exit`: where a page is narrow, names are cut and not figures. */
export function lineText({ item, owner, quantities: { hourly, monthly } }: CostLine): string {
  switch (item) {
    case 'eip.configuration':
      return `${countOf(hourly, 'EIP')}, ${owner}`
    case 'clb.publicIp':
      return `public IP, ${owner}`
    case 'eip.association':
      return `${quantity(monthly)} ${owner} a month`
    case 'privatelink.endpoint':
      return `${countOf(hourly, 'zone')}, ${owner}`
    case 'cen.attachment':
      return `${countOf(hourly, 'VPC')}, ${owner}`
    case 'eas.gatewayNode':
      return `${countOf(hourly, 'node')}, ${owner}`
    case 'sae.cu':
      return `${quantity(hourly / SECONDS_PER_HOUR)} CU, ${owner}`
    case 'nat.cu':
      return `${quantity(hourly)} CU, ${owner}`
    default:
      break
  }
  if (item.endsWith('.traffic')) return `${quantity(hourly)} GB/h out, ${owner}`
  return item.endsWith('.lcu') ? `${quantity(hourly)} LCU, ${owner}` : owner
}

const SECONDS_PER_HOUR = 3_600

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function priceText({ item, row, waived }: CostLine): string {
  if (waived !== undefined) return ''
  return `${row?.price ?? '?'} ${unitText(item)}`
}

const UNITS: Readonly<Partial<Record<(typeof ITEMS)[Item], string>>> = {
  hour: '/h',
  'CU hour': '/CU h',
  'LCU hour': '/LCU h',
  'zone hour': '/zone h',
  'node hour': '/node h',
  association: 'each',
  'CU second': '/CU s',
}

function unitText(item: Item): string {
  return UNITS[ITEMS[item]] ?? `/${ITEMS[item]}`
}
