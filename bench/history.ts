import path from 'node:path';
import { type Corpus, histories } from '../test/corpus/corpus';

/** One migration history: the folder to give to the command line, and its files in order. */
export interface BenchHistory {
  readonly root: string;
  readonly files: readonly string[];
}

export function postgresHistories(corpus: Corpus): readonly BenchHistory[] {
  return histories(corpus, 'postgresql').map((history) => ({
    root: path.join(corpus.directory, 'histories', history.root),
    files: history.migrations.map((migration) => migration.path),
  }));
}
