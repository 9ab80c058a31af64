/** The reason codes an expectation may name. A misspelt code would make "never for this reason" hold for ever. */
import { reasons } from '../datapath/reasons.ts'
import { DEPLOYMENT_REASONS } from '../deployment/reasons.ts'

const codes = (table: readonly { readonly code: string }[]) => table.map(({ code }) => code)

/** Why a flow may be blocked: the data path's reasons, and nobody being there. */
export const FLOW_CODES: readonly string[] = [...codes(reasons), 'OUTAGE_WINDOW']

/** Why a change may be refused or the cloud may warn. */
export const CHANGE_CODES: readonly string[] = codes(DEPLOYMENT_REASONS)
