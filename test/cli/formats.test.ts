import assert from 'node:assert/strict';
import { formatMarkdown } from '../../server/src/cli/formats/markdown';
import { folderWith, migrations } from '../project/folders';
import { lockstep } from './run';
import { pendingPath, shop } from './shop';

async function lint(format: string): Promise<string> {
  const { code, stdout, stderr } = await lockstep(['lint', '--all', '--format', format], { cwd: shop() });
  assert.deepEqual([code, stderr], [1, '']);
  return stdout;
}

/** The line and columns of the dropped column: from 1, in UTF-16 units, behind an emoji of two. */
const start = { line: 1, character: '/* 🛒 */ ALTER TABLE "User" '.length + 1 };
const end = { line: 1, character: '/* 🛒 */ ALTER TABLE "User" DROP COLUMN "email"'.length + 1 };

describe('formats of findings', () => {
  it('json is one object as the design prints it', async () => {
    const result = JSON.parse(await lint('json'));
    assert.deepEqual(Object.keys(result), ['version', 'provider', 'serverVersion', 'prismaVersion', 'files', 'summary']);
    assert.deepEqual([result.version, result.provider, result.serverVersion, result.prismaVersion], [1, 'postgresql', '15', null]);
    const file = result.files.find(({ path }: { path: string }) => path === pendingPath);
    assert.deepEqual(Object.keys(file), ['path', 'statements', 'unanalysed', 'findings']);
    assert.deepEqual([file.statements, file.unanalysed], [1, 0]);
    const finding = file.findings.find(({ rule }: { rule: string }) => rule === 'column-dropped');
    assert.deepEqual(Object.keys(finding), ['rule', 'severity', 'message', 'help', 'range', 'statement', 'relation', 'column', 'fixes']);
    assert.deepEqual(finding.range, {
      start: { line: 0, character: start.character - 1 },
      end: { line: 0, character: end.character - 1 },
    });
    assert.deepEqual([finding.severity, finding.statement, finding.relation, finding.column], ['error', 0, 'public.User', 'email']);
    assert.deepEqual(Object.keys(result.summary), ['files', 'error', 'warning', 'information', 'unanalysed']);
    assert.equal(result.summary.files, 3);
    for (const severity of ['error', 'warning', 'information']) {
      const listed = result.files.flatMap(({ findings }: { findings: { severity: string }[] }) => findings);
      assert.equal(result.summary[severity], listed.filter((one: { severity: string }) => one.severity === severity).length);
    }
  });

  it('sarif has what SARIF 2.1.0 requires', async () => {
    const log = JSON.parse(await lint('sarif'));
    assert.equal(log.version, '2.1.0');
    assert.match(log.$schema, /sarif-2\.1\.0/);
    const [run] = log.runs;
    assert.equal(run.tool.driver.name, 'Lockstep');
    assert.equal(run.columnKind, 'utf16CodeUnits');
    const ids = run.tool.driver.rules.map(({ id }: { id: string }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(run.results.length > 0);
    for (const result of run.results) {
      assert.equal(ids[result.ruleIndex], result.ruleId);
      assert.ok(['error', 'warning', 'note'].includes(result.level));
      assert.ok(result.message.text.length > 0);
      assert.match(result.partialFingerprints['lockstep/v1'], /^[0-9a-f]{32}$/);
      const { artifactLocation, region } = result.locations[0].physicalLocation;
      assert.match(artifactLocation.uri, /^prisma\/migrations\/\w+\/migration\.sql$/);
      assert.ok(region.startLine >= 1 && region.startColumn >= 1 && region.endLine >= region.startLine);
    }
    const dropped = run.results.findLast(({ ruleId }: { ruleId: string }) => ruleId === 'column-dropped');
    assert.deepEqual(dropped.locations[0].physicalLocation.region, {
      startLine: start.line,
      startColumn: start.character,
      endLine: end.line,
      endColumn: end.character,
    });
    const fingerprints = run.results.map((result: { partialFingerprints: object }) => JSON.stringify(result.partialFingerprints));
    assert.equal(new Set(fingerprints).size, fingerprints.length);
  });

  it('github is workflow commands', async () => {
    const lines = (await lint('github')).trimEnd().split('\n');
    for (const line of lines)
      assert.match(line, /^::(error|warning|notice) file=[^,]+,line=\d+,endLine=\d+(,col=\d+,endColumn=\d+)?,title=[^,:]+::\S/);
    const wanted = `::error file=${pendingPath},line=1,endLine=1,col=${start.character},endColumn=${end.character},title=Lockstep column-dropped::`;
    assert.ok(lines.some((line) => line.startsWith(wanted)));
  });

  it('gitlab is a Code Quality report', async () => {
    const issues = JSON.parse(await lint('gitlab'));
    assert.ok(Array.isArray(issues) && issues.length > 0);
    for (const { description, check_name, fingerprint, severity, location } of issues) {
      assert.ok(description.length > 0 && check_name.length > 0);
      assert.match(fingerprint, /^[0-9a-f]{32}$/);
      assert.ok(['info', 'minor', 'major', 'critical', 'blocker'].includes(severity));
      assert.match(location.path, /^prisma\//);
      assert.ok(location.lines.begin >= 1);
    }
  });

  it('markdown is a table for each file', async () => {
    const text = await lint('markdown');
    assert.match(text, /^## Lockstep\n\n\d+ errors?, /);
    assert.match(text, new RegExp(`### \`${pendingPath}\`\\n\\n\\| line \\| severity \\| finding \\| rule \\|`));
    assert.match(text, /\n\| 1 \| error \| .* \| `column-dropped` \|\n/);
  });

  it('markdown notifies nobody and breaks no table', () => {
    const finding = { rule: 'r', severity: 'error' as const, message: 'a | b <i> @map, `@id`', help: 'or @@map("x") at a@b' };
    const place = { span: { start: 0, end: 1 }, statement: 0, relation: null, column: null, operation: null };
    const located = { ...finding, ...place, start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
    const file = { path: 'new\nline/`x`.sql', migration: 'x', statements: 1, unanalysed: 0, findings: [located] };
    const text = formatMarkdown({
      files: [file],
      projects: [],
      counts: { error: 1, warning: 0, information: 0 },
      unanalysed: 0,
      all: false,
      migrationsAsked: true,
      schemaChanges: 0,
    });
    assert.match(text, /\n### `new line\/'x'\.sql`\n/);
    assert.match(text, /\n\| 1 \| error \| a \\\| b &lt;i> `@map`, `@id` or `@@map`\("x"\) at a@b \| `r` \|\n/);
  });

  it('what people read hands no control character of a migration to the terminal', async () => {
    const control = ['\u001b[2J', '\u0007', '\u009b'].join('');
    const texts = {
      '20250101000000_init': `CREATE TABLE "a${control}" ("id" INTEGER);`,
      '20250102000000_x': `DROP TABLE "a${control}"; ${control}`,
    };
    const cwd = folderWith({ '.git/HEAD': '', ...migrations('migrations', texts) });
    for (const args of [['lint', '--all'], ['effects']]) {
      const { stdout } = await lockstep(args, { cwd });
      assert.match(stdout, /"a\uFFFD\[2J\uFFFD\uFFFD"/);
      assert.doesNotMatch(stdout.replaceAll('\n', ''), /\p{Cc}/u);
    }
  });

  it('pretty has colours only where they are wanted', async () => {
    const escapeCharacter = String.fromCharCode(27);
    const colored = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
      (await lockstep(['lint', ...args], { cwd: shop(), env })).stdout.includes(escapeCharacter);
    assert.equal(await colored([]), false);
    assert.equal(await colored(['--color']), true);
    assert.equal(await colored([], { FORCE_COLOR: '1' }), true);
    assert.equal(await colored(['--no-color'], { FORCE_COLOR: '1' }), false);
    assert.equal(await colored(['--color'], { NO_COLOR: '1' }), true);
    assert.equal(await colored([], { FORCE_COLOR: '1', NO_COLOR: '1' }), false);
  });
});
