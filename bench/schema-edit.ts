import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createAnalyzer } from '../server/src/project/analysis';
import { projectOf } from '../server/src/project/discover';
import { readSnapshot, withText } from '../server/src/project/snapshot';
import { startLanguageServer } from './language-server';
import { absolute, percentile, type Row } from './row';
import type { SchemaProject } from './schema-project';
import { type Keystroke, pressed, typing } from './typing';

/**
 * Typing into a schema: from each keystroke until its findings are computed, and until the editor has the diagnostics that it asks
 * for right behind the keystroke.
 *
 * @param limit Milliseconds that 95 % of the keystrokes may take.
 */
export async function benchSchemaEdit(
  server: string,
  { text, models, migrations, write }: SchemaProject,
  limit: number,
  keystrokes: number,
): Promise<readonly Row[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lockstep-schema-'));
  try {
    const file = write(folder);
    const typed = typing(text, keystrokes);
    const computed = percentile(await computeEdits(file, text, typed), 0.95);
    const told = await timeEdits(server, folder, file, text, typed);
    const label = `edit in a schema, ${models} models, ${migrations === 1 ? '1 migration' : `${migrations} migrations`}, p95`;
    return [
      absolute(`${label}: findings computed`, computed, limit, 'ms'),
      absolute('the same: diagnostics in the client', percentile(told.times, 0.95), limit + transport, 'ms'),
      absolute('the same: server memory once it is quiet', told.memory, 120, 'MB'),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds for two messages between two processes that share the machine with others. */
const transport = 5;

/** Milliseconds behind the last keystroke until the server has collected its garbage. */
const untilQuiet = 8_000;

async function computeEdits(file: string, opened: string, typed: readonly Keystroke[]): Promise<readonly number[]> {
  const project = await projectOf(file);
  if (project === null) throw new Error('the project of the benchmark was not found');
  let snapshot = await readSnapshot(project, new Map());
  const analyzer = createAnalyzer({ cacheDirectory: null });
  const first = await analyzer.schema(snapshot);
  if (!first.ok) throw new Error(first.reason);
  const asked = new Set([digest(first.analysis.sql.text)]);
  const times: number[] = [];
  let text = opened;
  for (const keystroke of typed) {
    text = pressed(text, keystroke);
    const start = performance.now();
    const edited = withText(snapshot, file, text);
    if (edited === null) throw new Error('the schema of the benchmark was not found');
    snapshot = edited;
    const result = await analyzer.schema(snapshot);
    times.push(performance.now() - start);
    if (result.ok) asked.add(digest(result.analysis.sql.text));
  }
  if (asked.size < typed.length / 10) throw new Error('the edits of the benchmark ask for no migration');
  return withoutWarmUp(times);
}

/** In place of a text, so that what is measured shares the heap with no texts that are kept. */
function digest(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

/** The first fifth is left out: nobody types into a server in its first second. */
function withoutWarmUp(times: readonly number[]): readonly number[] {
  return times.slice(Math.floor(times.length / 5));
}

async function timeEdits(
  program: string,
  folder: string,
  file: string,
  text: string,
  typed: readonly Keystroke[],
): Promise<{ readonly times: readonly number[]; readonly memory: number }> {
  const server = await startLanguageServer(process.execPath, [program, '--stdio'], pathToFileURL(folder).href, { pull: true });
  const uri = pathToFileURL(file).href;
  const times: number[] = [];
  let memory = Number.NaN;
  try {
    await server.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'prisma', version: 1, text } });
    let most = await server.pull(uri);
    let before = text;
    for (const [index, keystroke] of typed.entries()) {
      const { at, remove, insert } = keystroke;
      const range = { start: positionAt(before, at), end: positionAt(before, at + remove) };
      const textDocument = { uri, version: index + 2 };
      const start = performance.now();
      await server.connection.sendNotification('textDocument/didChange', { textDocument, contentChanges: [{ range, text: insert }] });
      most = Math.max(most, await server.pull(uri));
      times.push(performance.now() - start);
      before = pressed(before, keystroke);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (most === 0) throw new Error('no diagnostics of edits that have some');
    await new Promise((resolve) => setTimeout(resolve, untilQuiet));
    memory = server.memory();
  } finally {
    await server.stop();
  }
  return { times: withoutWarmUp(times), memory };
}

function positionAt(text: string, offset: number): { readonly line: number; readonly character: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}
