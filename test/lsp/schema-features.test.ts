import assert from 'node:assert/strict';
import type { CodeAction, Hover, WorkspaceEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { rulePageTarget } from '../../server/src/lsp/rule-pages';
import { clientCommands, type Report, runConfigRequest, schemaDifferenceRequest } from '../../server/src/protocol';
import { createFolder, createProject, migration, type ProjectFolder, schema } from './project-folder';
import { fullCapabilities, placed, startClient, type TestClient, type TestClientOptions, uri } from './test-client';

const schemaFile = 'prisma/schema.prisma';

const blog = `datasource db {
  provider = "postgresql"
}

enum Role {
  READER
  WRITER
}

model User {
  id    Int     @id @default(autoincrement())
  email String
  name  String?
  role  Role
  posts Post[]
}

model Post {
  id       Int    @id @default(autoincrement())
  title    String
  authorId Int
  author   User   @relation(fields: [authorId], references: [id])
}
`;

const blogSql = `CREATE TYPE "Role" AS ENUM ('READER', 'WRITER');
CREATE TABLE "User" ("id" SERIAL NOT NULL, "email" TEXT NOT NULL, "name" TEXT, "role" "Role" NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Post" ("id" SERIAL NOT NULL, "title" TEXT NOT NULL, "authorId" INTEGER NOT NULL, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));
ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
`;

const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';

const taggedSql = `CREATE TABLE "Post" ("id" SERIAL NOT NULL, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Tag" ("id" SERIAL NOT NULL, CONSTRAINT "Tag_pkey" PRIMARY KEY ("id"));
CREATE TABLE "_PostToTag" ("A" INTEGER NOT NULL, "B" INTEGER NOT NULL, CONSTRAINT "_PostToTag_AB_pkey" PRIMARY KEY ("A","B"));
CREATE INDEX "_PostToTag_B_index" ON "_PostToTag"("B");
ALTER TABLE "_PostToTag" ADD CONSTRAINT "_PostToTag_A_fkey" FOREIGN KEY ("A") REFERENCES "Post"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "_PostToTag" ADD CONSTRAINT "_PostToTag_B_fkey" FOREIGN KEY ("B") REFERENCES "Tag"("id") ON DELETE CASCADE ON UPDATE CASCADE;
`;

describe('features of a schema', () => {
  let project: ProjectFolder;
  let client: TestClient;
  let file: string;
  let text: string;
  let version: number;

  /** The blog with these replacements, each of them one edit. */
  async function start(edits: readonly (readonly [string, string])[], options: Partial<TestClientOptions> = {}): Promise<void> {
    project = createProject({ [schemaFile]: blog, [migration('20240101000000_init')]: blogSql });
    client = await startClient({ folders: [project.path], ...options });
    file = project.at(schemaFile);
    // What it was before the edit is what the server saw first.
    assert.deepEqual(await client.diagnostics(file), []);
    text = edited(blog, edits);
    version = 1;
    await client.open(file, text, version);
  }

  afterEach(async () => {
    await client.dispose();
    project.dispose();
  });

  it('starts from a schema that its migrations build', async () => {
    await start([]);
    assert.deepEqual(await client.diagnostics(file), []);
  });

  describe('hover', () => {
    it('shows the SQL for the field, what it does, the rule, and what it is measured against', async () => {
      await start([['name  String?', 'name  String?\n  status String']], { options: { commands: true } });
      assert.equal(
        await hoverOn('status String'),
        [
          '```sql\nALTER TABLE "User" ADD COLUMN "status" TEXT NOT NULL;\n```',
          '| relation | lock | blocks | rewrite | scan |\n| --- | --- | --- | --- | --- |\n| `"User"` | ACCESS EXCLUSIVE | reads and writes | – | yes |',
          'Takes longer the more rows there are, and holds its locks until it is done. Fails with 23502 unless the table is empty: rows of "User" have no value for "status".',
          `**[required-column-without-default](${rulePageTarget('required-column-without-default', true)})** · Give \`User.status\` a database default, or add it as optional, fill it, and make it required in a later migration.`,
          '*history up to 20240101000000_init · PostgreSQL 15 (assumed) · Prisma 7.2.0*',
        ].join('\n\n'),
      );
    });

    it('shows one clause of several, and all of them on the model', async () => {
      await start([
        ['name  String?', 'name  String?\n  age Int?'],
        ['email String\n', ''],
      ]);
      assert.match(await hoverOn('age Int?'), /^```sql\nALTER TABLE "User" ADD COLUMN "age" INTEGER;\n```/);
      assert.match(await hoverOn('User {'), /DROP COLUMN "email",\nADD COLUMN +"age" INTEGER;/);
    });

    it('shows both halves of a rename', async () => {
      await start([['name  String?', 'fullName String?']]);
      const value = await hoverOn('fullName');
      assert.match(value, /^```sql\nALTER TABLE "User" DROP COLUMN "name",\nADD COLUMN "fullName" TEXT;\n```/);
      assert.match(value, /possible-rename/);
    });

    it('shows what an attribute asks for, and a part of a new table in its place', async () => {
      await start([
        ['title    String', 'title    String @unique'],
        ['model Post {', 'model Tag {\n  id Int @id\n}\n\nmodel Post {'],
      ]);
      assert.match(await hoverOn('@unique'), /^```sql\nCREATE UNIQUE INDEX "Post_title_key" ON "Post"\("title"\);\n```/);
      assert.match(await hoverOn('id Int @id\n'), /^```sql\nCREATE TABLE "Tag" \( … "id" INTEGER NOT NULL … \);\n```/);
      assert.match(await hoverOn('Tag {'), /Creates `"Tag"`/);
    });

    it('counts what a pending migration creates as new', async () => {
      project = createProject({
        [schemaFile]: `${schema}\nmodel Tag {\n  id   Int     @id\n  name String?\n}\n`,
        [migration('20240201000000_tag')]: 'CREATE TABLE "Tag" ("id" INTEGER NOT NULL, CONSTRAINT "Tag_pkey" PRIMARY KEY ("id"));\n',
      });
      client = await startClient({ folders: [project.path] });
      file = project.at(schemaFile);
      text = `${schema}\nmodel Tag {\n  id   Int     @id\n  name String?\n}\n`;
      await client.open(file, text);
      const value = await hoverOn('name String?');
      assert.match(value, /\| `"Tag"` \(new\) \|/);
      assert.match(value, /history up to 20240201000000_tag/);
    });

    it('is silent where nothing changes, and once the text is as before', async () => {
      await start([['name  String?', 'name  String?\n  status String']]);
      for (const place of ['email String', 'provider =', 'title    String', 'enum Role']) {
        assert.equal(await client.hover(file, positionOf(place)), null, place);
      }
      await change(blog);
      assert.equal(await client.hover(file, positionOf('name  String?')), null);
    });

    it('is silent in a file that is no schema of a project', async () => {
      await start([]);
      const stray = project.write('notes/stray.prisma', blog);
      await client.open(stray, blog);
      assert.equal(await client.hover(stray, { line: 9, character: 3 }), null);
    });
  });

  describe('code actions', () => {
    it('ignores a finding above its field, and takes it away', async () => {
      await start([['name  String?', 'name  String?\n  status String']]);
      const action = await actionTitled(/^Ignore here.*required-column/, 'status String');
      assert.equal(action.edit, undefined);
      assert.equal(action.diagnostics?.[0]?.code, 'required-column-without-default');
      await apply(action);
      assert.ok(
        text.includes('?\n  // lockstep-ignore required-column-without-default: reviewed, acceptable here\n  status String\n'),
        text,
      );
      assert.deepEqual(await rules(), ['schema-not-migrated']);
    });

    it('keeps line ends and indentation', async () => {
      await start([
        ['name  String?', 'name  String?\n\tstatus String'],
        ['\n', '\r\n'],
      ]);
      await change(text.replaceAll(/\r?\n/g, '\r\n'));
      await apply(await actionTitled(/^Ignore here.*required-column/, 'status String'));
      assert.ok(text.includes('\r\n\t// lockstep-ignore required-column-without-default: reviewed, acceptable here\r\n\tstatus'), text);
      assert.deepEqual(await rules(), ['schema-not-migrated']);
    });

    it('ignores what is gone where it stood', async () => {
      await start([
        ['  posts Post[]\n', ''],
        [blog.slice(blog.indexOf('\nmodel Post')), ''],
      ]);
      await apply(await actionTitled(/^Ignore here.*table-dropped/, '}', text.lastIndexOf('}')));
      assert.ok(text.endsWith('}\n// lockstep-ignore table-dropped: reviewed, acceptable here\n'), text);
      assert.deepEqual(await rules(), ['schema-not-migrated']);
    });

    it('ignores a rule in the whole file, for what concerns the file too', async () => {
      await start([['name  String?', 'name  String?\n  age Int?']]);
      await apply(await actionTitled(/^Ignore in this file.*schema-not-migrated/, 'datasource'));
      assert.ok(text.startsWith('// lockstep-ignore-file schema-not-migrated: reviewed, acceptable here\ndatasource'), text);
      assert.deepEqual(await rules(), []);
    });

    it('removes an unused suppression, and completes one without a reason', async () => {
      const unused = '  // lockstep-ignore column-dropped: gone\n';
      await start([['  email String\n', `${unused}  email String\n`]]);
      await apply(await actionTitled(/^Remove the unused/, 'column-dropped: gone'));
      assert.equal(text, blog);
      await change(edited(blog, [['  email String\n', '  // lockstep-ignore column-dropped\n  mail String @map("email")\n']]));
      await apply(await actionTitled(/^Give a reason/, '// lockstep-ignore'));
      assert.ok(text.includes('  // lockstep-ignore column-dropped: reviewed, acceptable here\n'), text);
    });

    const renames = [
      {
        what: 'column',
        edits: [['name  String?', 'fullName String? // as printed']],
        on: 'fullName',
        title: 'Keep the column: @map("name") (no SQL)',
        result: '  fullName String? @map("name") // as printed\n',
      },
      {
        what: 'column that is mapped already',
        edits: [['name  String?', 'name  String? @map("full_name")']],
        on: 'name  String?',
        title: 'Keep the column: without @map (no SQL)',
        result: '  name  String?\n',
      },
      {
        what: 'table',
        edits: [
          ['model Post {', 'model Article {'],
          ['Post[]', 'Article[]'],
        ],
        on: 'Article {',
        title: 'Keep the table: @@map("Post") (no SQL)',
        result: 'references: [id])\n\n  @@map("Post")\n}\n',
      },
      {
        what: 'enum',
        edits: [
          ['enum Role', 'enum UserRole'],
          ['role  Role', 'role  UserRole'],
        ],
        on: 'UserRole {',
        title: 'Keep the type: @@map("Role") (no SQL)',
        result: '  WRITER\n\n  @@map("Role")\n}\n',
      },
      {
        what: 'enum value',
        edits: [['  WRITER', '  AUTHOR_WRITER']],
        on: 'AUTHOR_WRITER',
        title: 'Keep the value: @map("WRITER") (no SQL)',
        result: '  AUTHOR_WRITER @map("WRITER")\n',
      },
    ] as const;
    for (const { what, edits, on, title, result } of renames) {
      it(`keeps the name of a renamed ${what}, and nothing is left to say`, async () => {
        await start(edits);
        const action = await actionTitled(/^Keep /, on);
        assert.equal(action.title, title);
        assert.equal(action.isPreferred, true);
        await apply(action);
        assert.ok(text.includes(result), text);
        assert.deepEqual(placed(await client.diagnostics(file)), []);
      });
    }

    it('leaves a block formatted that was formatted before, and another one as it is', async () => {
      await start([['title    String\n', 'title    String\n  status   String\n']]);
      await apply(await actionTitled(/^Make status optional/, 'status'));
      const post = [
        'id       Int     @id @def',
        'title    String\n',
        'status   String?\n',
        'authorId Int\n',
        'author   User    @relation(',
      ];
      for (const line of post) assert.ok(text.includes(`\n  ${line}`), text);
      const loose = [['title    String\n', 'title    String\n  status String\n']] as const;
      await change(edited(blog, loose));
      await apply(await actionTitled(/^Make status optional/, 'status'));
      assert.equal(text, edited(blog, [['title    String\n', 'title    String\n  status String?\n']]));
    });

    it('keeps a table beside other attributes of its block', async () => {
      await start([
        ['model Post {', 'model Article {'],
        ['Post[]', 'Article[]'],
        ['references: [id])\n}', 'references: [id])\n\n  @@index([title])\n}'],
      ]);
      await apply(await actionTitled(/^Keep the table/, 'Article {'));
      assert.ok(text.endsWith('  @@index([title])\n  @@map("Post")\n}\n'), text);
    });

    it('does not offer the name alone where a model replaces the table of an implicit relation', async () => {
      const model = (name: string, list: string): string => `model ${name} {\n  id Int @id @default(autoincrement())\n  ${list}\n}\n`;
      const tagged = (posts: string, tags: string): string => `${datasource}${model('Post', tags)}${model('Tag', posts)}`;
      const label = `model Label {
  postId Int
  tagId  Int
  post   Post @relation(fields: [postId], references: [id])
  tag    Tag  @relation(fields: [tagId], references: [id])

  @@id([postId, tagId])
}
`;
      project = createProject({ [schemaFile]: tagged('posts Post[]', 'tags Tag[]'), [migration('20240101000000_init')]: taggedSql });
      client = await startClient({ folders: [project.path] });
      file = project.at(schemaFile);
      assert.deepEqual(await client.diagnostics(file), []);
      text = `${tagged('posts Label[]', 'tags Label[]')}${label}`;
      await client.open(file, text, 1);
      assert.ok((await rules()).includes('possible-rename'));
      const titles = await titlesOn('Label {');
      assert.ok(
        titles.some((title) => title.startsWith('Ignore')),
        titles.join(),
      );
      assert.deepEqual(
        titles.filter((title) => title.startsWith('Keep')),
        [],
      );
    });

    // Without a line where the field makes the block another one than Prisma's formatter leaves: then it is not formatted.
    const defaults = [
      ['String', '""', 'String  @default("")'],
      ['Int', '0', 'Int     @default(0)'],
      ['BigInt', '0', 'BigInt  @default(0)'],
      ['Decimal @db.Decimal(10, 2)', '0', 'Decimal @default(0) @db.Decimal(10, 2)'],
      ['Boolean', 'false', null],
      ['DateTime', 'now()', null],
      ['DateTime @updatedAt', 'now()', null],
      ['Json', '"{}"', 'Json    @default("{}")'],
      ['Role', 'READER', 'Role    @default(READER)'],
    ] as const;
    for (const [type, value, line] of defaults) {
      it(`gives a required ${type} a default of the database`, async () => {
        await start([['name  String?', `name  String?\n  added ${type} // new`]]);
        const action = await actionTitled(/^Give /, 'added');
        assert.equal(action.title, `Give added a database default: @default(${value})`);
        await apply(action);
        assert.ok(text.includes(`  added ${line ?? `${type} @default(${value})`} // new\n`), text);
        assert.ok(!(await rules()).includes('required-column-without-default'));
      });
    }

    it('offers no default where rows cannot share one', async () => {
      const fields = ['added String @unique', 'added String @default(cuid())', 'added String @db.Uuid', 'added Bytes'];
      await start([['name  String?', `name  String?\n  ${fields[0]}`]]);
      for (const field of fields) {
        await change(edited(blog, [['name  String?', `name  String?\n  ${field}`]]));
        const titles = await titlesOn('added');
        assert.deepEqual(
          titles.filter((title) => title.startsWith('Give')),
          [],
          field,
        );
        assert.ok(titles.includes('Make added optional'), field);
      }
    });

    it('makes a field optional, with the relation over it', async () => {
      await start([
        ['authorId Int\n', 'authorId Int\n  editorId Int\n  editor User @relation("Editor", fields: [editorId], references: [id])\n'],
        ['posts Post[]', 'posts Post[]\n  edited Post[] @relation("Editor")'],
      ]);
      assert.deepEqual(
        (await titlesOn('editorId Int')).filter((title) => title.startsWith('Give')),
        [],
      );
      await apply(await actionTitled(/^Make editorId optional/, 'editorId Int'));
      assert.ok(text.includes('  editorId Int?\n  editor User? @relation('), text);
      assert.ok(!(await rules()).includes('required-column-without-default'));
    });

    it('computes it again where the text has changed since it was offered, and does nothing where it is about nothing any more', async () => {
      await start([['name  String?', 'fullName String?']]);
      const action = await actionTitled(/^Keep the column/, 'fullName');
      const [first] = (await client.resolve(action)).edit?.documentChanges ?? [];
      await change(`\n${text}`);
      const [moved] = (await client.resolve(action)).edit?.documentChanges ?? [];
      assert.ok(first !== undefined && 'textDocument' in first && moved !== undefined && 'textDocument' in moved);
      const lineOf = ([edit]: typeof moved.edits): number => (edit !== undefined && 'range' in edit ? edit.range.start.line : -1);
      assert.equal(lineOf(moved.edits), lineOf(first.edits) + 1);
      await change(text.replace('fullName String?', 'name  String?'));
      assert.equal((await client.resolve(action)).edit, undefined);
    });

    it('shows the page of the rule', async () => {
      await start([['name  String?', 'fullName String?']], { options: { commands: true } });
      const action = await actionTitled(/^Show rule page/, 'fullName');
      assert.deepEqual(action.command?.arguments, ['possible-rename']);
    });

    it('shows from the hint what Prisma would write, where the client can', async () => {
      await start([['name  String?', 'fullName String?']], { options: { commands: true } });
      const action = await actionTitled(/^Show the migration that Prisma would write/, 'datasource');
      assert.deepEqual([action.command?.command, action.command?.arguments], [clientCommands.showSchemaDifference, [uri(file)]]);
    });
  });

  describe('status', () => {
    it('counts what changes, and says what it is measured against', async () => {
      await start([['name  String?', 'name  String?\n  age Int?\n  size Int?']], { options: { commands: true } });
      await client.diagnostics(file);
      const { projects } = await client.status((status) => status.projects[0]?.schema?.analysed === true);
      assert.deepEqual(projects[0]?.schema, {
        analysed: true,
        baseline: 'history up to 20240101000000_init',
        hasMigrations: true,
        changes: 2,
        unresolved: 0,
      });
    });

    it('says how many places wait for a valid schema', async () => {
      await start([['name  String?', 'name  String?\n  age In\n  size']], { options: { commands: true } });
      const { projects } = await client.status(({ projects: [found] }) => found?.schema?.analysed === true && found.schema.unresolved > 0);
      assert.ok(projects[0]?.schema?.analysed);
      assert.equal(projects[0].schema.unresolved, 2);
      assert.equal(projects[0].schema.changes, 0);
    });
  });

  describe('schema difference', () => {
    it('is the migration that Prisma would write, with what each statement does', async () => {
      await start([
        ['name  String?', 'name  String?\n  status String'],
        ['title    String', 'title    String @unique'],
      ]);
      const report = await client.connection.sendRequest<Report>(schemaDifferenceRequest, { uri: uri(file) });
      assert.match(
        report.text,
        /history up to 20240101000000_init · PostgreSQL 15 \(assumed\) · Prisma 7\.2\.0\. 2 changes, 2 statements\./,
      );
      assert.match(report.text, /### Add column `User`\.`status` TEXT, required/);
      assert.match(report.text, /\nschema\.prisma, line 14\n/);
      assert.match(report.text, /CREATE UNIQUE INDEX "Post_title_key"/);
      assert.match(report.text, /\*\*Error:\*\* Adding required `User\.status` fails/);
    });

    it('says that there is none', async () => {
      await start([]);
      const report = await client.connection.sendRequest<Report>(schemaDifferenceRequest, { uri: uri(file) });
      assert.match(report.text, /The schema asks for nothing beyond history up to 20240101000000_init\./);
    });

    it('belongs to the project of the file', async () => {
      await start([]);
      const history = uri(project.at(migration('20240101000000_init')));
      assert.ok((await client.connection.sendRequest<Report | null>(schemaDifferenceRequest, { uri: history })) !== null);
      assert.equal(await client.connection.sendRequest(schemaDifferenceRequest, { uri: uri(project.at('package.json')) }), null);
    });
  });

  /** Text of the hover at the first occurrence of `place`. */
  async function hoverOn(place: string): Promise<string> {
    const hover: Hover | null = await client.hover(file, positionOf(place));
    assert.ok(hover !== null && typeof hover.contents === 'object' && 'value' in hover.contents, `no hover on ${place}`);
    return hover.contents.value;
  }

  function positionOf(place: string, from = 0) {
    const at = text.indexOf(place, from);
    assert.ok(at >= 0, `${place} is not in the text`);
    return TextDocument.create('', '', 0, text).positionAt(at);
  }

  async function actionsOn(place: string, from?: number): Promise<readonly CodeAction[]> {
    const at = positionOf(place, from);
    return client.actions(file, { start: at, end: at }, await client.diagnostics(file));
  }

  async function titlesOn(place: string): Promise<readonly string[]> {
    return (await actionsOn(place)).map(({ title }) => title);
  }

  async function actionTitled(pattern: RegExp, place: string, from?: number): Promise<CodeAction> {
    const actions = await actionsOn(place, from);
    const found = actions.find(({ title }) => pattern.test(title));
    assert.ok(found, `none of ${actions.map(({ title }) => title).join(' | ')}`);
    return found;
  }

  async function apply(action: CodeAction): Promise<void> {
    await change(applied(text, (await client.resolve(action)).edit));
  }

  async function change(next: string): Promise<void> {
    text = next;
    await client.change(file, ++version, { text });
  }

  async function rules(): Promise<readonly unknown[]> {
    return (await client.diagnostics(file)).map(({ code }) => code);
  }
});

describe('a Prisma configuration that computes its paths', () => {
  const config = "module.exports = { schema: ['db', 'schema.prisma'].join('/') };\n";
  const loader = `const { join } = require('node:path');
exports.loadConfigFromFile = async ({ configFile, configRoot }) => {
  const config = require(join(configRoot, configFile));
  return { config: { ...config, schema: join(configRoot, config.schema) } };
};
`;
  const files = {
    'package.json': '{ "dependencies": { "prisma": "7.2.0" } }',
    'prisma.config.js': config,
    'db/schema.prisma': schema.replace('name  String?', 'name  String?\n  status String'),
    'db/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    'db/migrations/20240101000000_init/migration.sql':
      'CREATE TABLE "User" ("id" SERIAL PRIMARY KEY, "email" TEXT NOT NULL, "name" TEXT);\n',
  };
  let project: ProjectFolder;
  let client: TestClient;

  async function start(trusted: boolean): Promise<void> {
    project = createFolder(files);
    project.write('node_modules/@prisma/config/package.json', '{ "name": "@prisma/config", "main": "index.js" }');
    project.write('node_modules/@prisma/config/index.js', loader);
    client = await startClient({ folders: [project.path], capabilities: fullCapabilities, options: { commands: true, trusted } });
  }

  afterEach(async () => {
    await client.dispose();
    project.dispose();
  });

  it('is said in the status, and runs when somebody asks for it', async () => {
    await start(true);
    const { projects } = await client.status(({ projects: [first] }) => first?.configNote != null);
    assert.equal(projects[0]?.configNote, 'prisma.config.js computes the path of the schema; nothing is in the usual places.');
    const result = await client.connection.sendRequest(runConfigRequest);
    assert.deepEqual(result, { ran: [project.at('prisma.config.js')], problem: null });
    assert.ok(placed(await client.diagnostics(project.at('db/schema.prisma'))).includes('required-column-without-default 8:2'));
  });

  it('never runs without trust', async () => {
    await start(false);
    await client.status(({ projects: [first] }) => first?.configNote != null);
    const problem = 'A Prisma configuration is code: it runs in a trusted workspace only.';
    assert.deepEqual(await client.connection.sendRequest(runConfigRequest), { ran: [], problem });
  });
});

function edited(text: string, edits: readonly (readonly [string, string])[]): string {
  return edits.reduce((result, [from, to]) => {
    assert.ok(result.includes(from), `${from} is not in the text`);
    return result.replace(from, to);
  }, text);
}

/** The text after an edit that names this one document. */
function applied(before: string, edit: WorkspaceEdit | undefined): string {
  const [change] = edit?.documentChanges ?? [];
  assert.ok(change !== undefined && 'edits' in change, 'no edit');
  const document = TextDocument.create(change.textDocument.uri, 'prisma', 0, before);
  return TextDocument.applyEdits(
    document,
    change.edits.flatMap((one) => ('newText' in one ? [one] : [])),
  );
}
