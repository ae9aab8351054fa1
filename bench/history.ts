import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Corpus, histories } from '../test/corpus/corpus';

/** One migration history: the folder to give to the command line, and its files in order. */
export interface BenchHistory {
  readonly root: string;
  readonly files: readonly string[];
}

/**
 * The PostgreSQL histories of the corpus, copied out of this repository: only so are both tools asked for the same, since Lockstep
 * asks git about projects that git knows. For the same reason without their schemas, which squawk does not read. Removed when
 * the process ends.
 */
export function postgresHistories(corpus: Corpus): readonly BenchHistory[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lockstep-histories-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return histories(corpus, 'postgresql').map((history) => {
    const root = path.join(folder, history.root);
    const from = path.join(corpus.directory, 'histories', history.root);
    cpSync(from, root, { recursive: true, filter: (file) => path.extname(file) !== '.prisma' });
    const names = history.migrations.map((migration) => path.relative(from, migration.path));
    return { root, files: names.map((name) => path.join(root, name)) };
  });
}
