#!/usr/bin/env node
/** The installed command. Everything is in `run`; here is only the process around it. */
import { engine } from './engine.ts'
import { run } from './run.ts'
import { processTerminal } from './terminal.ts'

process.exitCode = await run(process.argv.slice(2), processTerminal(), engine)
