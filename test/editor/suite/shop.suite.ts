import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import {
  closeAll,
  diagnosticsUntil,
  folders,
  hoverText,
  lockstepDiagnostics,
  migrationFile,
  open,
  placeOf,
  ready,
  ruleOf,
  rulesOf,
} from './support';

const payments = migrationFile(folders.shop, '20250924143012_payment_references');
const status = migrationFile(folders.shop, '20250922081500_add_user_status');
const history = migrationFile(folders.shop, '20250903094210_add_product_stock');

describe('the example shop', () => {
  before(ready);
  afterEach(closeAll);

  it('marks pending migrations before they are opened, and history never', async () => {
    const found = await diagnosticsUntil(status, (list) => list.length > 0);
    assert.ok(rulesOf(found).includes('required-column-without-default'), rulesOf(found).join());
    await open(history);
    await hoverText(history, new vscode.Position(0, 0));
    assert.deepEqual(lockstepDiagnostics(history), []);
  });

  it('marks the statement, names the rule and links its page', async () => {
    const { document } = await open(payments);
    const found = await diagnosticsUntil(payments, (list) => rulesOf(list).includes('index-blocks-writes'));
    const [index] = found.filter((one) => ruleOf(one) === 'index-blocks-writes');
    assert.ok(index);
    assert.match(document.getText(index.range), /^CREATE INDEX "Payment_orderId_idx"/);
    assert.equal(index.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(index.message, /"Payment"/);
    assert.ok(typeof index.code === 'object' && index.code.target.path.endsWith('docs/rules/index-blocks-writes.md'));
  });

  it('shows the effect of a statement on hover', async () => {
    const { document } = await open(payments);
    const text = await hoverText(payments, placeOf(document, 'CREATE INDEX "Payment_orderId_idx"'));
    assert.match(text, /\| `"Payment"` \| SHARE \| writes \|/);
    assert.match(text, /index-blocks-writes/);
    assert.match(text, /PostgreSQL 15/);
  });

  it('shows a lens above statements that matter', async () => {
    const { document } = await open(payments);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', payments, 20);
    const titles = lenses.map(({ range, command }) => `${document.lineAt(range.start.line).text.slice(0, 21)}: ${command?.title}`);
    assert.ok(
      titles.includes('ALTER TABLE "Payment": ACCESS EXCLUSIVE on "Payment" · rewrites the table and 1 index · blocks reads and writes'),
      titles.join('\n'),
    );
    assert.ok(
      titles.includes('CREATE INDEX "Payment: SHARE on "Payment" · builds an index from all rows · blocks writes'),
      titles.join('\n'),
    );
  });

  it('ignores a finding with one action, and can take it back', async () => {
    const { document } = await open(payments);
    const before = document.getText();
    const [index] = (await diagnosticsUntil(payments, (list) => rulesOf(list).includes('index-blocks-writes'))).filter(
      (one) => ruleOf(one) === 'index-blocks-writes',
    );
    assert.ok(index);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      payments,
      index.range,
      undefined,
      20,
    );
    const titles = actions.map(({ title }) => title);
    const ignore = actions.find(({ title }) => /^Ignore here.*index-blocks-writes/.test(title));
    assert.ok(ignore?.edit, titles.join('\n'));
    assert.ok(
      titles.some((title) => title.startsWith('Show rule page')),
      titles.join('\n'),
    );
    assert.ok(await vscode.workspace.applyEdit(ignore.edit));
    assert.match(document.getText(), /-- lockstep-ignore index-blocks-writes: .+\nCREATE INDEX "Payment_orderId_idx"/);
    const count = (list: readonly vscode.Diagnostic[]): number => rulesOf(list).filter((rule) => rule === 'index-blocks-writes').length;
    await diagnosticsUntil(payments, (list) => count(list) === 1);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
    await diagnosticsUntil(payments, (list) => count(list) === 2);
  });

  it('follows what is typed', async () => {
    const editor = await open(payments);
    await diagnosticsUntil(payments, (list) => list.length > 0);
    const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
    await editor.edit((edit) => edit.insert(end, '\nDROP TABLE "Review";\n'));
    const found = await diagnosticsUntil(payments, (list) => rulesOf(list).includes('table-dropped'));
    const [dropped] = found.filter((one) => ruleOf(one) === 'table-dropped');
    assert.equal(dropped?.severity, vscode.DiagnosticSeverity.Error);
    await vscode.commands.executeCommand('undo');
    await diagnosticsUntil(payments, (list) => !rulesOf(list).includes('table-dropped'));
  });

  it('sees migrations come and go on the disk', async () => {
    const added = migrationFile(folders.shop, '20251001000000_drop_review');
    mkdirSync(dirname(added.fsPath));
    writeFileSync(added.fsPath, 'DROP TABLE "Review";\n');
    await diagnosticsUntil(added, (list) => rulesOf(list).includes('table-dropped'));
    rmSync(dirname(added.fsPath), { recursive: true });
    await diagnosticsUntil(added, (list) => list.length === 0);
    assert.equal(existsSync(added.fsPath), false);
  });

  it('shows effects, analysis and findings as documents', async () => {
    await open(payments);
    await vscode.commands.executeCommand('lockstep.showAnalysis');
    const analysis = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'lockstep' && uri.authority === 'analysis');
    assert.equal(JSON.parse(analysis?.getText() ?? '').statements.length, 4);
    await vscode.commands.executeCommand('lockstep.showEffects', payments);
    const effects = vscode.workspace.textDocuments.find(({ uri }) => uri.authority === 'effects');
    assert.match(effects?.getText() ?? '', /SHARE ROW EXCLUSIVE/);
    await vscode.commands.executeCommand('lockstep.lintAll');
    const findings = vscode.workspace.textDocuments.find(({ uri }) => uri.authority === 'findings');
    assert.match(findings?.getText() ?? '', /20250922081500_add_user_status/);
  });

  it('completes lockstep.json', async () => {
    await vscode.extensions.getExtension('vscode.json-language-features')?.activate();
    const uri = vscode.Uri.joinPath(vscode.Uri.file(folders.shop), 'empty', 'lockstep.json');
    await vscode.workspace.fs.writeFile(uri, Buffer.from('{\n  \n}\n'));
    await open(uri);
    const inside = new vscode.Position(1, 2);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', uri, inside);
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    for (const key of ['server', 'rules', 'baseline']) assert.ok(labels.includes(key), labels.join());
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(uri, '..'), { recursive: true });
  });

  it('comes back after a restart', async () => {
    await open(payments);
    await diagnosticsUntil(payments, (list) => list.length > 0);
    await vscode.commands.executeCommand('lockstep.restart');
    await ready();
    const found = await diagnosticsUntil(payments, (list) => rulesOf(list).includes('index-blocks-writes'));
    assert.ok(found.length > 0);
  });
});
