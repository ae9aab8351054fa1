import path from 'node:path';
import { findCorpus } from '../test/corpus/corpus';
import { benchClient } from './client';
import { benchEdit } from './edit';
import { postgresHistories } from './history';
import { benchLintAll } from './lint-all';
import { printTable, type Row } from './row';
import { squawkExecutable } from './squawk';
import { benchStartUp } from './start-up';

const dist = path.join(__dirname, '..', 'dist');
const runs = process.argv.includes('--quick') ? 3 : 7;
const edits = 300;

void main();

async function main(): Promise<void> {
  const rows: Row[] = [...benchClient(path.join(dist, 'client.js'), runs)];
  const squawk = squawkExecutable();
  const corpus = findCorpus();
  if (squawk === null) console.log('Skipped: what is compared with squawk, which has no executable for this platform.');
  else rows.push(...(await benchEdit(path.join(dist, 'server.js'), squawk, edits)));
  if (corpus === null) console.log('Skipped: what needs real histories (LOCKSTEP_CORPUS names their folder).');
  else {
    const histories = postgresHistories(corpus);
    const longest = histories.reduce((a, b) => (b.files.length > a.files.length ? b : a));
    rows.push(...(await benchStartUp(path.join(dist, 'server.js'), longest, runs)));
    if (squawk !== null) rows.push(...(await benchLintAll(path.join(dist, 'cli.js'), squawk, histories, runs)));
  }
  printTable(rows);
  process.exit(rows.every((row) => row.met) ? 0 : 1);
}
