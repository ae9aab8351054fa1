import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeAction, Diagnostic, Range, WorkspaceEdit } from 'vscode-languageserver';
import { startLanguageServer } from './language-server';
import { absolute, percentile, type Row } from './row';
import type { SchemaProject } from './schema-project';

/**
 * Quick fixes on the line of a schema: from asking what can be done about a finding until the list is there, and from choosing one until its
 * edit is. Each edit of the schema is another one, so that no answer is known from before.
 */
export async function benchActions(server: string, project: SchemaProject, edits: number): Promise<readonly Row[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lockstep-actions-'));
  try {
    const { lists, chosen } = await timeActions(server, folder, project, edits);
    const label = `actions on a line of a schema, ${project.models} models, ${project.migrations} migrations, p95`;
    return [
      absolute(`${label}: the list`, percentile(lists, 0.95), 20, 'ms'),
      absolute('the same: the edit of one', percentile(chosen, 0.95), 100, 'ms'),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Times {
  readonly lists: readonly number[];
  readonly chosen: readonly number[];
}

async function timeActions(program: string, folder: string, project: SchemaProject, edits: number): Promise<Times> {
  const file = project.write(folder);
  const uri = pathToFileURL(file).href;
  const server = await startLanguageServer(process.execPath, [program, '--stdio'], pathToFileURL(folder).href, {
    pull: true,
    actions: true,
  });
  const lists: number[] = [];
  const chosen: number[] = [];
  try {
    const { connection } = server;
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'prisma', version: 1, text: project.text },
    });
    await server.pull(uri);
    for (const [place, { text, line }] of editedSchemas(project.text, edits).entries()) {
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: place + 2 },
        contentChanges: [{ text }],
      });
      const report: { items: readonly Diagnostic[] } = await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
      const range: Range = { start: { line, character: 0 }, end: { line, character: 999 } };
      const diagnostics = report.items.filter((one) => one.range.start.line === line);
      const start = performance.now();
      const params = { textDocument: { uri }, range, context: { diagnostics } };
      const actions: readonly CodeAction[] = await connection.sendRequest('textDocument/codeAction', params);
      lists.push(performance.now() - start);
      for (const action of actions.filter(({ command }) => command === undefined)) {
        const began = performance.now();
        const resolved: { readonly edit?: WorkspaceEdit } = await connection.sendRequest('codeAction/resolve', action);
        if (resolved.edit !== undefined) chosen.push(performance.now() - began);
      }
    }
  } finally {
    await server.stop();
  }
  if (chosen.length < edits) throw new Error('the edits of the benchmark have no actions');
  // Nobody asks for anything in the first second of a server.
  return { lists: lists.slice(Math.floor(lists.length / 5)), chosen: chosen.slice(Math.floor(chosen.length / 5)) };
}

/** The schema with one more required field, each time in another model: what has the most to offer. */
function editedSchemas(text: string, edits: number): readonly { readonly text: string; readonly line: number }[] {
  const heads = [...text.matchAll(/^model \w+ \{\n/gm)];
  return Array.from({ length: edits }, (_, place) => {
    const head = heads[Math.floor((place * heads.length) / edits)];
    const at = (head?.index ?? 0) + (head?.[0].length ?? 0);
    return { text: `${text.slice(0, at)}  benched${place} String\n${text.slice(at)}`, line: text.slice(0, at).split('\n').length - 1 };
  });
}
