import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { prepare } from '../server/src/analysis/analyze';
import { analyzeSchema } from '../server/src/analysis/analyze-schema';
import { emptyCatalog } from '../server/src/analysis/catalog/draft';
import { createSchemaReader } from '../server/src/analysis/schema/read';
import { joinSchema } from '../server/src/analysis/schema/schema-text';
import { type Corpus, histories } from '../test/corpus/corpus';

/** A schema and the migrations that have built its database, or most of it. */
export interface SchemaProject {
  readonly text: string;
  readonly models: number;
  readonly migrations: number;
  /** Writes the project into a folder, as a repository whose default branch has all of it; returns the path of the schema. */
  readonly write: (folder: string) => string;
}

/** The PostgreSQL projects of the corpus whose schema is one file. */
export function realProjects(corpus: Corpus): readonly SchemaProject[] {
  return histories(corpus, 'postgresql').flatMap(({ root, schema, migrations }) => {
    if (schema === null) return [];
    const text = readFileSync(schema, 'utf8');
    return {
      text,
      models: modelsIn(text),
      migrations: migrations.length,
      write: (folder) => {
        const source = path.join(corpus.directory, 'histories', root, 'migrations');
        return writeProject(folder, text, (to) => cpSync(source, to, { recursive: true }));
      },
    };
  });
}

/** A schema of so many models that refer to one another, and one migration that creates them all. */
export async function generatedProject(models: number): Promise<SchemaProject> {
  await prepare();
  const text = generatedSchema(models);
  const sql = migrationFor(text);
  return {
    text,
    models,
    migrations: 1,
    write: (folder) =>
      writeProject(folder, text, (to) => {
        mkdirSync(path.join(to, '20250101000000_init'));
        writeFileSync(path.join(to, '20250101000000_init', 'migration.sql'), sql);
      }),
  };
}

/** The same schema in a project whose folder of migrations is empty: all of it is still to be created. */
export function unmigrated(project: SchemaProject): SchemaProject {
  return { ...project, migrations: 0, write: (folder) => writeProject(folder, project.text, () => undefined) };
}

function writeProject(folder: string, schema: string, writeMigrations: (to: string) => void): string {
  const migrations = path.join(folder, 'prisma', 'migrations');
  mkdirSync(migrations, { recursive: true });
  writeMigrations(migrations);
  writeFileSync(path.join(migrations, 'migration_lock.toml'), 'provider = "postgresql"\n');
  const file = path.join(folder, 'prisma', 'schema.prisma');
  writeFileSync(file, schema);
  commit(folder);
  return file;
}

/** Without git the project is no repository, and its schema as first read is the one before the edits. */
function commit(folder: string): void {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: path.join(folder, 'none'), GIT_CONFIG_NOSYSTEM: '1' };
  for (const args of [
    ['init', '-q', '-b', 'main'],
    ['add', '.'],
    ['commit', '-qm', 'x'],
  ]) {
    spawnSync('git', [...identity, ...args], { cwd: folder, env, stdio: 'ignore' });
  }
}

function migrationFor(text: string): string {
  const source = joinSchema([{ path: 'schema.prisma', text }]);
  const history = emptyCatalog('postgresql');
  const { sql } = analyzeSchema(
    { source, provider: 'postgresql', history, hasMigrations: true, previous: null, prismaVersion: null, read: createSchemaReader() },
    {
      server: { provider: 'postgresql', version: 15, timeZone: null },
      execution: 'one-transaction',
      rules: new Map(),
      newTables: new Set(),
    },
  );
  return sql.text;
}

function modelsIn(text: string): number {
  return text.match(/^model /gm)?.length ?? 0;
}

/** Fields as they are common: ids, texts, numbers, dates, an enum, a relation to the model before, an index and a unique key. */
function generatedSchema(models: number): string {
  const blocks = Array.from({ length: models }, (_, n) => {
    const owner = Math.max(0, n - 1);
    return `model Model${n} {
  id        Int      @id @default(autoincrement())
  slug      String   @unique
  title     String
  note      String?
  amount    Decimal  @default(0) @db.Decimal(12, 2)
  state     State    @default(DRAFT)
  isPublic  Boolean  @default(false) @map("is_public")
  data      Json?
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt
  ownerId   Int
  owner     Model${owner}    @relation("owner${n}", fields: [ownerId], references: [id], onDelete: Cascade)
${[n, n + 1].flatMap((of) => (Math.max(0, of - 1) === n && of < models ? [`  owned${of}   Model${of}[] @relation("owner${of}")\n`] : [])).join('')}
  @@index([ownerId, createdAt])
  @@map("model_${n}")
}
`;
  });
  const head = 'datasource db {\n  provider = "postgresql"\n}\n\nenum State {\n  DRAFT\n  LIVE\n  GONE\n}\n';
  return [head, ...blocks].join('\n');
}
