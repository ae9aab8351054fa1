import type { Statistics, TableSize } from '../../analysis/statistics/statistics';
import { environmentFile, environmentFiles } from '../environment-files';
import { isObject, type JsonObject, numberIn, objectIn, textIn } from '../json';
import { writeWhole } from '../local-files';
import { readText } from '../read-files';
import { type EnvironmentKind, environmentKinds } from '../settings';

/** Statistics as they lie on the disk. The file is for people and pipelines too: `lint --stats` takes it. */
export interface StoredStatistics extends Statistics {
  readonly kind: EnvironmentKind;
}

/** `problem` completes the sentence "<file> …". */
export type ReadStatistics =
  | { readonly ok: true; readonly statistics: StoredStatistics }
  | { readonly ok: false; readonly problem: string };

/** Names nothing but tables and numbers: it may lie in a cache that a pipeline keeps. */
export function statisticsJson({ environment, kind, takenAt, tables }: StoredStatistics): string {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ version: 1, environment, kind, takenAt, tables: Object.fromEntries(sorted) }, null, 2)}\n`;
}

export function parseStatistics(text: string): ReadStatistics {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'is no JSON' };
  }
  if (!isObject(value) || value.version !== 1) return { ok: false, problem: 'holds no statistics that "lockstep stats" has written' };
  const environment = textIn(value.environment);
  const kind = environmentKinds.find((one) => isObject(value) && one === value.kind);
  const takenAt = textIn(value.takenAt);
  if (environment === null || takenAt === null || Number.isNaN(Date.parse(takenAt)) || !isObject(value.tables)) {
    return { ok: false, problem: 'lacks "environment", "takenAt" or "tables"' };
  }
  const tables = new Map(Object.entries(value.tables).map(([table, size]) => [table, sizeIn(objectIn(size))]));
  return { ok: true, statistics: { environment, kind: kind ?? 'staging', takenAt, tables } };
}

function sizeIn(size: JsonObject): TableSize {
  return { rows: numberIn(size.rows), bytes: numberIn(size.bytes), indexes: numberIn(size.indexes) };
}

export function readStatisticsFile(path: string): ReadStatistics {
  const text = readText(path);
  return text === null ? { ok: false, problem: 'cannot be read' } : parseStatistics(text);
}

/** @throws what the file system says. */
export function writeStatisticsFile(path: string, statistics: StoredStatistics): void {
  writeWhole(path, statisticsJson(statistics));
}

/** Where those of an environment lie in the cache of the project at `root`. */
export function statisticsPath(cacheDirectory: string, root: string, environment: string): string {
  return environmentFile(cacheDirectory, root, environment, suffix);
}

const suffix = '.statistics.json';

/**
 * The statistics that findings speak of: those of the environment that matters most, the newest where there are several of a kind. Null where
 * none were taken.
 */
export function cachedStatistics(cacheDirectory: string, root: string): StoredStatistics | null {
  const found = environmentFiles(cacheDirectory, root, suffix).flatMap((path) => {
    const read = readStatisticsFile(path);
    return read.ok ? [read.statistics] : [];
  });
  const weight = ({ kind }: StoredStatistics): number => environmentKinds.indexOf(kind);
  return found.sort((a, b) => weight(b) - weight(a) || (a.takenAt < b.takenAt ? 1 : -1))[0] ?? null;
}
