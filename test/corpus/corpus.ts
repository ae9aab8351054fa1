import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

/**
 * Real Prisma histories that are not part of the repository. They are looked for in the folder that the environment variable
 * `LOCKSTEP_CORPUS` names, unpacked or packed, else packed in `../shared/corpus`. Packed ones are unpacked once into
 * `.cache/corpus`.
 */
export interface Corpus {
  /** Holds `histories/`, `schema-edits/` and `locks.jsonl`. */
  readonly directory: string;
}

/** One project's migrations, in the order in which Prisma applies them. */
export interface History {
  /** Path below `histories/`: `owner__repository`, or a folder of it where a repository holds several. */
  readonly root: string;
  readonly provider: string;
  readonly schema: string | null;
  readonly migrations: readonly HistoryMigration[];
}

/** One migration: its folder’s name, and the path of its `migration.sql`. */
export interface HistoryMigration {
  readonly name: string;
  readonly path: string;
}

/** Skips a mocha suite or test on a machine without the corpus, and says so; returns the corpus otherwise. */
export function requireCorpus(context: Mocha.Context): Corpus {
  const corpus = findCorpus();
  if (corpus === null) {
    console.log('      skipped: no corpus (LOCKSTEP_CORPUS names its folder)');
    return context.skip();
  }
  return corpus;
}

/** The corpus, unpacked where it was not; null on a machine without it. */
export function findCorpus(): Corpus | null {
  found ??= locate();
  return found.corpus;
}

let found: { readonly corpus: Corpus | null } | undefined;

function locate(): { readonly corpus: Corpus | null } {
  const root = resolve(__dirname, '../..');
  const named = process.env.LOCKSTEP_CORPUS;
  const folder = named === undefined || named === '' ? resolve(root, '../shared/corpus') : resolve(named);
  if (existsSync(join(folder, 'histories')) && existsSync(join(folder, 'locks.jsonl'))) return { corpus: { directory: folder } };
  if (!existsSync(join(folder, 'histories.tar.xz'))) return { corpus: null };
  return { corpus: { directory: unpack(folder, join(root, '.cache/corpus')) } };
}

function unpack(packed: string, into: string): string {
  const done = join(into, 'complete');
  if (existsSync(done)) return into;
  mkdirSync(into, { recursive: true });
  for (const archive of ['histories.tar.xz', 'schema-edits.tar.xz']) {
    const result = spawnSync('tar', ['xJf', join(packed, archive), '-C', into], { encoding: 'utf8' });
    if (result.status !== 0) throw new Error(`tar cannot unpack ${archive}: ${result.error?.message ?? result.stderr}`);
  }
  writeFileSync(join(into, 'locks.jsonl'), gunzipSync(readFileSync(join(packed, 'locks-pg15.jsonl.gz'))));
  writeFileSync(done, '');
  return into;
}

/** The histories of one provider (`postgresql`, `sqlite`), by name. */
export function histories(corpus: Corpus, provider: string): readonly History[] {
  const top = join(corpus.directory, 'histories');
  return folders(top)
    .flatMap((name) => [name, ...folders(join(top, name)).map((child) => `${name}/${child}`)])
    .filter((root) => existsSync(join(top, root, 'migration_lock.toml')) && existsSync(join(top, root, 'migrations')))
    .filter((root) => !root.endsWith('/migrations'))
    .map((root) => readHistory(top, root))
    .filter((history) => history.provider === provider);
}

function readHistory(top: string, root: string): History {
  const directory = join(top, root);
  const lock = readFileSync(join(directory, 'migration_lock.toml'), 'utf8');
  const schema = join(directory, 'schema.prisma');
  return {
    root,
    provider: /provider\s*=\s*"(\w+)"/.exec(lock)?.[1] ?? 'unknown',
    schema: existsSync(schema) ? schema : null,
    migrations: folders(join(directory, 'migrations'))
      .map((name) => ({ name, path: join(directory, 'migrations', name, 'migration.sql') }))
      .filter((migration) => existsSync(migration.path)),
  };
}

/** Names of the folders in it, in byte order. */
function folders(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** What a real PostgreSQL 15 did for one statement of the histories; a line of `locks.jsonl`. Absent parts are empty. */
export interface ServerRecord {
  readonly root: string;
  readonly migration: string;
  /** Position of the statement in its file; absent with `parseError`. */
  readonly index?: number;
  readonly kind?: string;
  /** Relation → strongest mode (`AccessExclusive`), with `:view` or `:matview` behind it. */
  readonly locks?: Readonly<Record<string, string>>;
  readonly rewritten?: readonly string[];
  readonly reindexed?: readonly string[];
  readonly scans?: readonly string[];
  readonly created?: readonly string[];
  readonly createdEarlierInFile?: readonly string[];
  /** SQLSTATE. */
  readonly error?: string;
  readonly nontx?: boolean;
  readonly parseError?: boolean;
}

/** All records, in the order in which the statements ran. */
export function serverRecords(corpus: Corpus): readonly ServerRecord[] {
  const lines = readFileSync(join(corpus.directory, 'locks.jsonl'), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as ServerRecord);
}
