import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { matchesChecksum } from '../../project/checksum';
import { ensureLocalDirectory, localDirectory, writeWhole } from '../../project/local-files';
import type { Project } from '../../project/project';
import { readText } from '../../project/read-files';
import { readLocalMigrations } from '../status/local-migrations';
import type { Rehearsal } from './rehearsal';
import { isRehearsal } from './rehearsal-shape';

/** The last rehearsal of an environment, as far as its files are still the same. */
export interface StoredRehearsal {
  readonly rehearsal: Rehearsal;
  /** Migrations whose file is another one now, or gone: what was measured of them, and of those behind them, no longer counts. */
  readonly stale: readonly string[];
}

/** Where it lies; `null`: that of the history. */
export function rehearsalPath(root: string, environment: string | null): string {
  return join(localDirectory(root), 'rehearsals', `${(environment ?? 'history').replace(/[^\w.-]/g, '_')}.json`);
}

/** @throws the file system's error. */
export function storeRehearsal(root: string, rehearsal: Rehearsal): string {
  ensureLocalDirectory(root);
  const path = rehearsalPath(root, rehearsal.environment);
  writeWhole(path, `${JSON.stringify(rehearsal, null, 2)}\n`);
  return path;
}

/** Null where there was none, or where the file is none of ours. */
export async function readRehearsal(project: Project, environment: string | null): Promise<StoredRehearsal | null> {
  const text = readText(rehearsalPath(project.root, environment));
  const rehearsal = text === null ? null : parsed(text);
  if (rehearsal === null || rehearsal.environment !== environment) return null;
  const files = new Map(readLocalMigrations(project).map(({ name, bytes }) => [name, bytes]));
  const stale = rehearsal.migrations.filter(({ name, checksum }) => {
    const bytes = files.get(name);
    return bytes === undefined || !matchesChecksum(bytes, checksum);
  });
  return { rehearsal, stale: stale.map(({ name }) => name) };
}

function parsed(text: string): Rehearsal | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRehearsal(value) ? value : null;
  } catch {
    return null;
  }
}

/** What was measured of a statement, in milliseconds; the estimate for the real rows where there is one. Null where nothing that still counts was. */
export function measuredIn({ rehearsal, stale }: StoredRehearsal): (migration: string, statement: number) => number | null {
  const firstStale = [...stale].sort()[0];
  return (migration, statement) => {
    if (firstStale !== undefined && migration >= firstStale) return null;
    const found = rehearsal.migrations.find(({ name }) => name === migration)?.statements.find(({ index }) => index === statement);
    if (found === undefined || found.state === 'failed' || found.state === 'skipped') return null;
    return found.estimate?.milliseconds ?? found.milliseconds;
  };
}

/** As Prisma writes it. */
export function checksumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
