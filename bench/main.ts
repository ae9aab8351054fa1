import path from 'node:path';
import { findCorpus } from '../test/corpus/corpus';
import { installedServer } from '../test/evidence/server-files';
import { benchActions } from './actions';
import { benchClient } from './client';
import { benchEdit } from './edit';
import { postgresHistories } from './history';
import { benchLintAll } from './lint-all';
import { printTable, type Row } from './row';
import { benchSchemaEdit } from './schema-edit';
import { generatedProject, realProjects, type SchemaProject, unmigrated } from './schema-project';
import { benchSchemaStart } from './schema-start';
import { squawkExecutable } from './squawk';
import { benchStartUp } from './start-up';
import { benchStatus } from './status';

const dist = path.join(__dirname, '..', 'dist');
const runs = process.argv.includes('--quick') ? 3 : 7;
const edits = 300;

/** Milliseconds for an edit of a schema. */
function editLimit({ models }: SchemaProject): number {
  return models <= 100 ? 5 : 16;
}

/** Where not one of 300 models has a migration yet, each keystroke is judged with all of their tables. */
const unmigratedLimit = 50;

void main();

async function main(): Promise<void> {
  const rows: Row[] = [...benchClient(path.join(dist, 'client.js'), runs)];
  const squawk = squawkExecutable();
  const corpus = findCorpus();
  const server = path.join(dist, 'server.js');
  const generated = [await generatedProject(100), await generatedProject(300)];
  for (const project of generated) rows.push(...(await benchSchemaEdit(server, project, editLimit(project), edits)));
  if (squawk === null) console.log('Skipped: what is compared with squawk, which has no executable for this platform.');
  else rows.push(...(await benchEdit(server, squawk, edits)));
  if (corpus === null) console.log('Skipped: what needs real histories (LOCKSTEP_CORPUS names their folder).');
  else {
    const histories = postgresHistories(corpus);
    const longest = histories.reduce((a, b) => (b.files.length > a.files.length ? b : a));
    rows.push(...(await benchStartUp(server, longest, runs)));
    if (installedServer(12) === null || installedServer(18) === null)
      console.log('Skipped: the status of environments (npm ci in tools/postgres-servers).');
    else rows.push(...(await benchStatus(server, longest, runs)));
    const projects = realProjects(corpus).toSorted((a, b) => a.models - b.models);
    for (const project of projects.slice(-2)) rows.push(...(await benchSchemaEdit(server, project, editLimit(project), edits)));
    for (const project of projects.slice(-1))
      rows.push(...(await benchSchemaEdit(server, unmigrated(project), unmigratedLimit, edits / 3)));
    const withMost = projects.reduce((a, b) => (b.migrations > a.migrations ? b : a));
    // An ordinary project, and the largest one.
    for (const project of projects.slice(-2)) rows.push(...(await benchActions(server, project, edits / 3)));
    rows.push(...(await benchSchemaStart(server, withMost, runs)));
    if (squawk !== null) rows.push(...(await benchLintAll(path.join(dist, 'cli.js'), squawk, histories, runs)));
  }
  printTable(rows);
  process.exit(rows.every((row) => row.met) ? 0 : 1);
}
