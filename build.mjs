/**
 * Builds `dist/`: the library by tsc (JavaScript and types, file by file) and the command by esbuild as one file, so that
 * it starts fast. Then links the command into `node_modules/.bin`, for npm links the commands of dependencies only.
 *
 * `npm run prepare` comes here after every install, and once more before the first `npx simulate` (npm links the package
 * into its npx cache, and a linked package is prepared): what is built already from the same sources is left as it is.
 * `--force` builds all the same, `--sizes` tells where the bytes of the command come from.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))
const at = (...parts) => join(root, ...parts)
const command = at('dist', 'simulate.js')
const schema = at('schema', 'scenario.schema.json')
const prices = at('data', 'prices.json')

async function bundleCommand() {
  const { build } = await import('esbuild') // Only where there is something to build.
  const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'))
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts'],
    outfile: command,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: false,
    legalComments: 'external',
    charset: 'utf8',
    define: {
      VPCSIM_VERSION: JSON.stringify(version),
      VPCSIM_PRICES: JSON.stringify(readFileSync(prices, 'utf8')),
      ...(existsSync(schema) ? { VPCSIM_SCHEMA: JSON.stringify(readFileSync(schema, 'utf8')) } : {}),
    },
    // Dependencies in CommonJS ask for `require`, which an ES module does not have.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    plugins: [withoutChildProcesses],
    metafile: true,
    logLevel: 'warning',
  })
  chmodSync(command, 0o755)
  if (process.argv.includes('--sizes')) tellSizes(metafile)
}

/** commander loads node:child_process for subcommands that are programs of their own. We have none, and start sooner. */
const withoutChildProcesses = {
  name: 'without-child-processes',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer, path }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path, namespace: 'empty' } : undefined,
    )
    onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'module.exports = {}', loader: 'js' }))
  },
}

/** Where the bundle's bytes come from, by package or room. */
function tellSizes({ outputs }) {
  const sizes = new Map()
  for (const [input, { bytesInOutput }] of Object.entries(outputs['dist/simulate.js'].inputs)) {
    const owner = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? dirname(input)
    sizes.set(owner, (sizes.get(owner) ?? 0) + bytesInOutput)
  }
  for (const [owner, bytes] of [...sizes].sort(([, a], [, b]) => b - a))
    console.log(String(bytes).padStart(8), owner)
}

function compileLibrary() {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  execFileSync(process.execPath, [tsc, '-p', at('tsconfig.build.json')], { stdio: 'inherit' })
}

function linkCommand() {
  const link = at('node_modules', '.bin', 'simulate')
  if (!existsSync(at('node_modules'))) return // Installed elsewhere: whoever installs us makes the link.
  try {
    mkdirSync(dirname(link), { recursive: true })
    if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link)
    symlinkSync(join('..', '..', 'dist', 'simulate.js'), link)
  } catch (error) {
    console.warn(`node_modules/.bin/simulate is not linked: ${error.message}`)
  }
}

/** A digest of everything that the result depends on. */
function digestOfSources() {
  const digest = createHash('sha256').update(process.version)
  const sources = readdirSync(at('src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const others = [
    'build.mjs',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ].map((name) => at(name))
  for (const file of [...sources.sort(), ...others, schema, prices].filter((name) => existsSync(name)))
    digest.update(`\0${relative(root, file)}\0`).update(readFileSync(file))
  return digest.digest('hex')
}

const stamp = at('dist', '.built-from')
const digest = digestOfSources()
const options = process.argv.slice(2)
const isBuilt = existsSync(command) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest
if (options.length > 0 || !isBuilt) {
  rmSync(at('dist'), { recursive: true, force: true })
  await bundleCommand()
  compileLibrary()
  writeFileSync(stamp, digest)
}
linkCommand()
