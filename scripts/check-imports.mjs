// Checks that imports go one way, as ARCHITECTURE.md says, and that the analysis stays pure.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Down the flow: a folder may import itself and what stands before it in this list. */
const flow = [
  'text',
  'operation',
  'sql',
  'catalog',
  'schema',
  'render',
  'effects',
  'finding',
  'wording',
  'statistics',
  'migration',
  'rules',
  'judge',
  'analyze',
  'analyze-schema',
  'plans',
  'revert',
];

const outside = /^(node:)?(fs|fs\/promises|child_process|net|http|https|os|path|process|worker_threads|vscode|pg)$|^vscode-/;

const layers = [
  { folder: 'server/src/analysis', mayImport: ['server/src/analysis'] },
  { folder: 'server/src/project', mayImport: ['server/src/analysis', 'server/src/project'] },
  { folder: 'server/src/deploy', mayImport: ['server/src/analysis', 'server/src/project', 'server/src/deploy'] },
  {
    folder: 'server/src/lsp',
    mayImport: ['server/src/analysis', 'server/src/project', 'server/src/deploy', 'server/src/lsp', 'server/src/protocol', 'package.json'],
  },
  {
    folder: 'server/src/cli',
    mayImport: ['server/src/analysis', 'server/src/project', 'server/src/deploy', 'server/src/cli', 'server/src/lsp/main', 'package.json'],
  },
  { folder: 'client/src', mayImport: ['client/src', 'server/src/protocol'] },
];

const problems = [];
for (const layer of layers) {
  for (const file of sources(path.join(root, layer.folder))) check(layer, file);
}
for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? 'Imports go one way.' : `${problems.length} imports go the wrong way.`);
process.exit(problems.length === 0 ? 0 : 1);

function check(layer, file) {
  const from = path.relative(root, file);
  for (const [, imported] of readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b[^'"]*?from ['"]([^'"]+)['"]/gm)) {
    if (!imported.startsWith('.')) {
      if (layer.folder === 'server/src/analysis' && outside.test(imported)) problems.push(`${from} imports ${imported}: analysis is pure`);
      continue;
    }
    const target = path.relative(root, path.resolve(path.dirname(file), imported));
    if (!layer.mayImport.some((allowed) => target === allowed || target.startsWith(`${allowed}/`))) {
      problems.push(`${from} imports ${target}: not below ${layer.folder}`);
    }
    const [here, there] = [stage(from), stage(target)];
    if (here !== null && there !== null && there > here) problems.push(`${from} imports ${target}: against the flow`);
  }
}

function stage(file) {
  const prefix = 'server/src/analysis/';
  if (!file.startsWith(prefix)) return null;
  const index = flow.indexOf(file.slice(prefix.length).split('/')[0].replace(/\.ts$/, ''));
  return index === -1 ? null : index;
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(at);
    else if (entry.name.endsWith('.ts')) yield at;
  }
}
