// Bundles the client, the language server and each command of the command line into dist/, with the PostgreSQL grammar
// and Prisma's schema engine beside.
//   node scripts/build.mjs [--sourcemap]
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { noticesOf } from './notices.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const require = createRequire(import.meta.url);

/** Every command that the command line loads. */
const commands = [...readFileSync(join(root, 'server/src/cli/main.ts'), 'utf8').matchAll(/import\('\.\/([\w-]+)'\)/g)]
  .map(([, name]) => name)
  .filter((name) => name !== 'lsp');

/** Those that pipelines and hooks run on each push are bundles of their own, so that a process compiles what it runs and no more. */
const fastCommands = ['lint', 'effects'];
const otherCommands = commands.filter((name) => !fastCommands.includes(name));

/** The database drivers, loaded where a database has to be reached, by what they are in the sources. */
const drivers = Object.fromEntries(
  ['postgres', 'mysql', 'sqlite'].map((name) => [join(root, 'server/src/deploy/connection', name), `./${name}.js`]),
);

const bundles = [
  { entry: 'client/src/extension.ts', outfile: 'client.js', external: ['vscode', './language-client'] },
  // The protocol library is loaded once the editor has got its turn: it is many times larger than all the rest of the client.
  { entry: 'client/src/language-client.ts', outfile: 'language-client.js', external: ['vscode'] },
  { entry: 'server/src/lsp/main.ts', outfile: 'server.js', siblings: { ...drivers, './operations': './operations.js' } },
  // Deploys, backups, rehearsals: loaded when somebody asks for one.
  { entry: 'server/src/lsp/deploy/operations.ts', outfile: 'operations.js', siblings: drivers },
  // The thread that Prisma's engine runs in; started only where its own SQL is asked for.
  {
    entry: 'server/src/project/prisma-engine/engine-thread.ts',
    outfile: 'prisma-engine.js',
    siblings: { './formatter': './prisma-formatter.js' },
  },
  { entry: 'server/src/project/prisma-engine/formatter.ts', outfile: 'prisma-formatter.js' },
  // Its native form and the one for Cloudflare are never asked for.
  { entry: 'server/src/deploy/connection/postgres.ts', outfile: 'postgres.js', external: ['pg-native', 'pg-cloudflare'] },
  { entry: 'server/src/deploy/connection/mysql.ts', outfile: 'mysql.js' },
  { entry: 'server/src/deploy/connection/sqlite.ts', outfile: 'sqlite.js' },
  {
    entry: 'server/src/cli/main.ts',
    outfile: 'cli.js',
    banner: '#!/usr/bin/env node',
    // `lockstep lsp` starts the server's own bundle.
    siblings: {
      '../lsp/main': './server.js',
      ...Object.fromEntries(fastCommands.map((name) => [join(root, 'server/src/cli', name), `./${name}.js`])),
      ...Object.fromEntries(otherCommands.map((name) => [join(root, 'server/src/cli', name), './commands.js'])),
    },
  },
  ...fastCommands.map((name) => ({ entry: `server/src/cli/${name}.ts`, outfile: `${name}.js` })),
  { modules: otherCommands.map((name) => `./server/src/cli/${name}`), outfile: 'commands.js', siblings: drivers },
  { entry: 'server/src/cli/lint-thread.ts', outfile: 'lint-thread.js' },
  // The process that the copy of a rehearsal lives in.
  { entry: 'server/src/deploy/rehearsal/process/copy-process.ts', outfile: 'rehearsal-copy.js' },
];

mkdirSync(dist, { recursive: true });

const metafiles = [];
for (const { entry, modules = [], outfile, external = [], siblings = {}, banner } of bundles) {
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
    // As `require`, which finds a bundle beside without its extension and loads it as what it is.
    supported: { 'dynamic-import': false },
    minify: true,
    keepNames: false,
    legalComments: 'none',
    sourcemap: process.argv.includes('--sourcemap'),
    define: { LOCKSTEP_BUILD: JSON.stringify(buildId()) },
    ...(banner && { banner: { js: banner } }),
    plugins: [{ name: 'siblings', setup: (build) => linkSiblings(build, siblings) }],
    logLevel: 'warning',
  });
  metafiles.push(metafile);
}

const wasmFiles = {
  'libpg-query.wasm': require.resolve('libpg-query/wasm/libpg-query.wasm'),
  // The driver looks for it beside itself.
  'node-sqlite3-wasm.wasm': join(dirname(require.resolve('node-sqlite3-wasm')), 'node-sqlite3-wasm.wasm'),
  // The formatter's own module looks for it beside itself.
  'prisma_schema_build_bg.wasm': join(dirname(require.resolve('@prisma/prisma-schema-wasm')), 'prisma_schema_build_bg.wasm'),
  'prisma-engine.wasm': join(dirname(require.resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm'),
};
for (const [name, source] of Object.entries(wasmFiles)) {
  copyFileSync(source, join(dist, name));
  chmodSync(join(dist, name), 0o644);
}
chmodSync(join(dist, 'cli.js'), 0o755);
writeFileSync(
  join(dist, 'THIRD-PARTY-NOTICES.txt'),
  noticesOf(root, metafiles, ['libpg-query', '@prisma/prisma-schema-wasm', '@prisma/schema-engine-wasm', 'node-sqlite3-wasm']),
);

// What an earlier state of the sources has left would be packaged too.
const made = new Set([...bundles.map(({ outfile }) => outfile), ...Object.keys(wasmFiles), 'THIRD-PARTY-NOTICES.txt']);
for (const { name } of filesIn(dist)) if (!made.has(name.replace(/\.map$/, ''))) rmSync(join(dist, name));

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

function filesIn(directory, options = {}) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { ...options, withFileTypes: true }).filter((entry) => entry.isFile());
}
