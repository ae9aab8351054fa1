import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, listIn, textIn } from '../../project/json';
import { ensureLocalDirectory, localDirectory } from '../../project/local-files';
import { readText } from '../../project/read-files';

/** One thing that was done to an environment from this machine. It holds no secret. */
export interface JournalEntry {
  readonly type: 'deploy' | 'restore' | 'resolve';
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** Who has done it; empty where nobody knows. */
  readonly by: string;
  /** Name of the environment, or of what was named in its place. */
  readonly environment: string;
  /** `host:port/database`. */
  readonly target: string;
  readonly outcome: string;
  /** A sentence. */
  readonly summary: string;
  /** Gates that said no, and why somebody went on. */
  readonly overrides: readonly OverriddenGate[];
  /** Path of the report, where there is one. */
  readonly report: string | null;
}

export interface OverriddenGate {
  readonly gate: string;
  readonly reason: string;
}

export function journalPath(root: string): string {
  return join(localDirectory(root), 'journal.jsonl');
}

/** Writes a line at the end of the journal. What has happened has happened: a journal that cannot be written is a sentence to warn with, else null. */
export function appendEntry(root: string, entry: JournalEntry): string | null {
  try {
    ensureLocalDirectory(root);
    appendFileSync(journalPath(root), `${JSON.stringify(entry)}\n`);
    return null;
  } catch (error) {
    return `The journal cannot be written: ${error instanceof Error ? error.message : String(error)}.`;
  }
}

/** All entries, the oldest first. Lines of other versions are passed over. */
export function readJournal(root: string): readonly JournalEntry[] {
  return (readText(journalPath(root)) ?? '').split('\n').flatMap((line) => entryIn(line) ?? []);
}

function entryIn(line: string): JournalEntry | null {
  try {
    const value: unknown = JSON.parse(line);
    if (!isObject(value)) return null;
    const type = (['deploy', 'restore', 'resolve'] as const).find((one) => one === value.type);
    const [at, by, environment, target, outcome, summary] = ['at', 'by', 'environment', 'target', 'outcome', 'summary'].map((name) =>
      textIn(value[name]),
    );
    if (type === undefined || at == null || environment == null || outcome == null) return null;
    const overrides = listIn(value.overrides).flatMap((one) => overrideIn(one) ?? []);
    const report = textIn(value.report);
    return { type, at, by: by ?? '', environment, target: target ?? '', outcome, summary: summary ?? '', overrides, report };
  } catch {
    return null;
  }
}

function overrideIn(value: unknown): OverriddenGate | null {
  if (!isObject(value)) return null;
  const [gate, reason] = [textIn(value.gate), textIn(value.reason)];
  return gate === null || reason === null ? null : { gate, reason };
}
