import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, diagnosticsUntil, folders, hoverText, lockstepDiagnostics, migrationFile, open, ready, rulesOf } from './support';

describe('a real history', () => {
  before(async function () {
    if (folders.history === '') this.skip();
    await ready();
  });
  afterEach(closeAll);

  const names = (): readonly string[] =>
    readdirSync(join(folders.history, 'prisma/migrations'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();

  it('has no diagnostics in what is history', () => {
    const history = names().slice(0, -12);
    const marked = history.filter((name) => lockstepDiagnostics(migrationFile(folders.history, name)).length > 0);
    assert.ok(history.length > 100);
    assert.deepEqual(marked, []);
  });

  it('reads every migration: no reference of the pending ones is unknown', () => {
    const rules = names()
      .slice(-12)
      .flatMap((name) => rulesOf(lockstepDiagnostics(migrationFile(folders.history, name))));
    for (const rule of ['reference-not-found', 'object-already-exists', 'syntax-error']) assert.ok(!rules.includes(rule), rules.join());
  });

  it('says on hover what its oldest and newest migrations do', async () => {
    for (const name of [names()[0], names().at(-1)]) {
      const uri = migrationFile(folders.history, name ?? '');
      const { document } = await open(uri);
      const line = document
        .getText()
        .split('\n')
        .findIndex((text) => /^(CREATE|ALTER|DROP|UPDATE|INSERT)/.test(text));
      assert.match(await hoverText(uri, new vscode.Position(line, 1)), /PostgreSQL 15/);
    }
  });

  it('marks what is typed into the newest, which knows the whole history', async () => {
    const uri = migrationFile(folders.history, names().at(-1) ?? '');
    const editor = await open(uri);
    const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
    await editor.edit((edit) => edit.insert(end, '\nDROP TABLE "polls";\nDROP TABLE "no_such_table";\n'));
    const found = await diagnosticsUntil(
      uri,
      (list) => rulesOf(list).includes('table-dropped') && rulesOf(list).includes('reference-not-found'),
    );
    const unknown = found.filter((one) => rulesOf([one]).includes('reference-not-found'));
    assert.equal(unknown.length, 1);
    assert.match(unknown[0]?.message ?? '', /no_such_table/);
    await vscode.commands.executeCommand('undo');
  });
});
