// Bundles the client, the language server and each command of the command line into dist/, with the PostgreSQL grammar
// and Prisma's schema engine beside.
//   node scripts/build.mjs [--sourcemap] [--release]
// `--release` packs large files as small as can be, which takes half a minute.
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { build } from 'esbuild';
import { noticesOf } from './notices.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const require = createRequire(import.meta.url);
const brotli = promisify(brotliCompress);

/** Every command that the command line loads. */
const commands = [...readFileSync(join(root, 'server/src/cli/main.ts'), 'utf8').matchAll(/import\('\.\/([\w-]+)'\)/g)]
  .map(([, name]) => name)
  .filter((name) => name !== 'lsp');

/** What hooks run on each push is a bundle of its own, so that the process compiles what it runs and no more. */
const fastCommand = 'lint';
const otherCommands = commands.filter((name) => name !== fastCommand);

/** The database drivers, loaded where a database has to be reached, by what they are in the sources. */
const drivers = Object.fromEntries(
  ['postgres', 'mysql', 'sqlite'].map((name) => [join(root, 'server/src/deploy/connection', name), `./${name}.js`]),
);

const bundles = [
  { entry: 'client/src/extension.ts', outfile: 'client.js', external: ['vscode', './language-client'] },
  // The protocol library is loaded once the editor has got its turn: it is many times larger than all the rest of the client.
  { entry: 'client/src/language-client.ts', outfile: 'language-client.js', external: ['vscode'] },
  { entry: 'server/src/lsp/main.ts', outfile: 'server.js', siblings: { ...drivers, './operations': './commands.js' } },
  // The thread that Prisma's engine runs in; started only where its own SQL is asked for.
  {
    entry: 'server/src/project/prisma-engine/engine-thread.ts',
    outfile: 'prisma-engine.js',
    siblings: { './formatter': './prisma-formatter.js' },
  },
  {
    entry: 'server/src/project/prisma-engine/formatter.ts',
    outfile: 'prisma-formatter.js',
    plugins: [{ name: 'packed', setup: readPacked }],
  },
  // Its native form and the one for Cloudflare are never asked for.
  { entry: 'server/src/deploy/connection/postgres.ts', outfile: 'postgres.js', external: ['pg-native', 'pg-cloudflare'] },
  { entry: 'server/src/deploy/connection/mysql.ts', outfile: 'mysql.js', plugins: [{ name: 'utf8', setup: leaveOutOtherEncodings }] },
  { entry: 'server/src/deploy/connection/sqlite.ts', outfile: 'sqlite.js' },
  {
    entry: 'server/src/cli/main.ts',
    outfile: 'cli.js',
    banner: '#!/usr/bin/env node',
    // `lockstep lsp` starts the server's own bundle.
    siblings: {
      '../lsp/main': './server.js',
      [join(root, 'server/src/cli', fastCommand)]: `./${fastCommand}.js`,
      ...Object.fromEntries(otherCommands.map((name) => [join(root, 'server/src/cli', name), './commands.js'])),
    },
  },
  { entry: `server/src/cli/${fastCommand}.ts`, outfile: `${fastCommand}.js` },
  // All the rest, and what the editor's server loads for a deploy, a backup or a rehearsal: nearly the same.
  {
    modules: [...otherCommands.map((name) => `./server/src/cli/${name}`), './server/src/lsp/deploy/operations'],
    outfile: 'commands.js',
    siblings: drivers,
  },
  { entry: 'server/src/cli/lint-thread.ts', outfile: 'lint-thread.js' },
  // The process that the copy of a rehearsal lives in.
  {
    entry: 'server/src/deploy/rehearsal/process/copy-process.ts',
    outfile: 'rehearsal-copy.js',
    siblings: { './own-engine': './pglite.js' },
  },
  { entry: 'server/src/deploy/rehearsal/process/own-engine.ts', outfile: 'pglite.js', importsAtRunTime: true },
];

mkdirSync(dist, { recursive: true });

const metafiles = [];
for (const { entry, modules = [], outfile, external = [], siblings = {}, plugins = [], importsAtRunTime = false, banner } of bundles) {
  const { metafile } = await build({
    absWorkingDir: root,
    // Either a file, or everything that several files export.
    ...(entry === undefined
      ? { stdin: { contents: modules.map((name) => `export * from '${name}';`).join('\n'), resolveDir: root } }
      : { entryPoints: [entry] }),
    outfile: join(dist, outfile),
    bundle: true,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // jsonc-parser and others publish a CommonJS form that cannot be bundled beside a module form that can.
    mainFields: ['module', 'main'],
    external,
    // As `require`, which finds a bundle beside without its extension and loads it as what it is; but PGlite has a `require` of its own, made by an import.
    supported: { 'dynamic-import': importsAtRunTime },
    minify: true,
    keepNames: false,
    legalComments: 'none',
    sourcemap: process.argv.includes('--sourcemap'),
    define: { LOCKSTEP_BUILD: JSON.stringify(buildId()) },
    ...(banner && { banner: { js: banner } }),
    plugins: [{ name: 'siblings', setup: (build) => linkSiblings(build, siblings) }, ...plugins],
    logLevel: 'warning',
  });
  metafiles.push(metafile);
}

const pglite = dirname(require.resolve('@electric-sql/pglite'));
const extensions = JSON.parse(readFileSync(join(root, 'server/src/deploy/rehearsal/copies/own-extensions.json'), 'utf8'));

/** What lies beside the bundles as it is: the start of each process waits for the grammar, and SQLite's driver looks for its file itself. */
const copies = {
  'libpg-query.wasm': require.resolve('libpg-query/wasm/libpg-query.wasm'),
  'node-sqlite3-wasm.wasm': join(dirname(require.resolve('node-sqlite3-wasm')), 'node-sqlite3-wasm.wasm'),
  ...Object.fromEntries(extensions.map((name) => [`pglite/${name}.tar.gz`, join(pglite, `${name}.tar.gz`)])),
};

/** What is asked for now and then, and is large: packed, a third smaller than the package's own compression makes it. */
const packs = {
  'prisma_schema_build_bg.wasm.br': join(dirname(require.resolve('@prisma/prisma-schema-wasm')), 'prisma_schema_build_bg.wasm'),
  'prisma-engine.wasm.br': join(dirname(require.resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm'),
  ...Object.fromEntries(['pglite.wasm', 'pglite.data', 'initdb.wasm'].map((name) => [`pglite/${name}.br`, join(pglite, name)])),
};

mkdirSync(join(dist, 'pglite'), { recursive: true });
for (const [name, source] of Object.entries(copies)) {
  copyFileSync(source, join(dist, name));
  chmodSync(join(dist, name), 0o644);
}
await Promise.all(Object.entries(packs).map(async ([name, source]) => writeFileSync(join(dist, name), await packed(source))));
chmodSync(join(dist, 'cli.js'), 0o755);
writeFileSync(
  join(dist, 'THIRD-PARTY-NOTICES.txt'),
  noticesOf(root, metafiles, ['libpg-query', '@prisma/prisma-schema-wasm', '@prisma/schema-engine-wasm', 'node-sqlite3-wasm']),
);

// What an earlier state of the sources has left would be packaged too.
const made = new Set([...bundles.map(({ outfile }) => outfile), ...Object.keys({ ...copies, ...packs }), 'THIRD-PARTY-NOTICES.txt']);
for (const file of filesBelow(dist)) if (!made.has(posix(relative(dist, file)).replace(/\.map$/, ''))) rmSync(file);

async function packed(source) {
  const bytes = readFileSync(source);
  return brotli(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: process.argv.includes('--release') ? constants.BROTLI_MAX_QUALITY : 4,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

/** Prisma's formatter reads its file when it is loaded, beside itself; in the bundle it unpacks it. */
function readPacked(build) {
  const reads = "require('fs').readFileSync(wasmPath)";
  build.onLoad({ filter: /prisma_schema_build\.js$/ }, ({ path }) => {
    const text = readFileSync(path, 'utf8');
    if (!text.includes(reads)) throw new Error(`${path} does not read its file as expected.`);
    const unpacks = "require('zlib').brotliDecompressSync(require('fs').readFileSync(wasmPath + '.br'))";
    return { contents: text.replace(reads, unpacks), loader: 'js' };
  });
}

/** We always speak UTF-8 with a server; the tables of the multi-byte encodings are half of the driver. */
function leaveOutOtherEncodings(build) {
  build.onLoad({ filter: /iconv-lite\/encodings\/dbcs-data\.js$/ }, () => ({ contents: 'module.exports = {};', loader: 'js' }));
}

/** Leaves these imports to another file of dist/. */
function linkSiblings(build, siblings) {
  build.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) => {
    const sibling = kind === 'entry-point' ? undefined : (siblings[path] ?? siblings[join(resolveDir, path)]);
    return sibling === undefined ? undefined : { path: sibling, external: true };
  });
}

/** Names what the bundles were made from. A cache that another build has written is not read. */
function buildId() {
  const hash = createHash('sha256');
  for (const file of [...filesBelow(join(root, 'server', 'src')), join(root, 'package-lock.json')]) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

function filesBelow(directory) {
  return filesIn(directory, { recursive: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function posix(path) {
  return path.split(sep).join('/');
}

function filesIn(directory, options = {}) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { ...options, withFileTypes: true }).filter((entry) => entry.isFile());
}
