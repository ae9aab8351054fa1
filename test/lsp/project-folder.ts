import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of its own for one test, with helpers to change it as people and tools do. */
export interface ProjectFolder {
  readonly path: string;
  readonly at: (file: string) => string;
  readonly write: (file: string, text: string) => string;
  /** By absolute path. */
  readonly read: (path: string) => string;
  readonly rename: (from: string, to: string) => void;
  readonly remove: (file: string) => void;
  readonly git: (...args: readonly string[]) => void;
  readonly dispose: () => void;
}

/** What Prisma reads as the schema that `init` builds. */
export const schema = `datasource db {
  provider = "postgresql"
}

model User {
  id    Int     @id @default(autoincrement())
  email String
  name  String?
}
`;

export const init = 'CREATE TABLE "User" (\n  "id" SERIAL PRIMARY KEY,\n  "email" TEXT NOT NULL,\n  "name" TEXT\n);\n';

/** A folder with these files, by relative path. */
export function createFolder(files: Readonly<Record<string, string>>): ProjectFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-lsp-')));
  const at = (file: string): string => join(path, file);
  const write = (file: string, text: string): string => {
    mkdirSync(dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
    return at(file);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  // The server keeps its cache there, so nothing is left on the machine.
  mkdirSync(at('node_modules'));
  return {
    path,
    at,
    write,
    read: (file) => readFileSync(file, 'utf8'),
    rename: (from, to) => renameSync(at(from), at(to)),
    remove: (file) => rmSync(at(file), { recursive: true, force: true }),
    git: (...args) => {
      const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
      execFileSync('git', [...identity, ...args], { cwd: path, stdio: 'ignore' });
    },
    dispose: () => rmSync(path, { recursive: true, force: true, maxRetries: 10 }),
  };
}

/** Path of a migration's file in the usual place. */
export function migration(name: string): string {
  return `prisma/migrations/${name}/migration.sql`;
}

/**
 * A project whose history is one table `User` with `id`, `email` and `name`; `files` are added.
 * The baseline makes the later migrations pending without a repository.
 */
export function createProject(files: Readonly<Record<string, string>> = {}): ProjectFolder {
  return createFolder({
    'package.json': JSON.stringify({ dependencies: { prisma: '7.2.0' } }),
    'lockstep.json': JSON.stringify({ baseline: '20240101000000_init' }),
    'prisma/schema.prisma': schema,
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    [migration('20240101000000_init')]: init,
    ...files,
  });
}
