import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** The versions of Prisma's own command line that are installed for tests: `tools/prisma-6`, `tools/prisma-7`. */
export const prismaMajors = [6, 7] as const;

export type PrismaMajor = (typeof prismaMajors)[number];

export function prismaIsInstalled(major: PrismaMajor): boolean {
  return existsSync(join(packagesOf(major), 'prisma', 'package.json'));
}

export function skipWithoutPrisma(context: Mocha.Context, major: PrismaMajor): void {
  if (prismaIsInstalled(major)) return;
  console.log(`      skipped: no Prisma CLI ${major} (npm ci in tools/prisma-${major})`);
  context.skip();
}

function packagesOf(major: PrismaMajor): string {
  return join(root, 'tools', `prisma-${major}`, 'node_modules');
}

/** Puts the real CLI into a project's folder, as its package manager would have. */
export function installPrisma(folder: string, major: PrismaMajor): void {
  symlinkSync(packagesOf(major), join(folder, 'node_modules'), 'junction');
}

/**
 * The variables with which the CLI works on the stand-in for its engine, also with one that Prisma 6 does not use here and wants to have. `per-statement`
 * runs a file as Prisma since 7.4 does.
 */
export function engineVariables(execution: 'one-transaction' | 'per-statement' = 'one-transaction'): Readonly<Record<string, string>> {
  return {
    PRISMA_SCHEMA_ENGINE_BINARY: join(__dirname, 'schema-engine.mjs'),
    PRISMA_QUERY_ENGINE_LIBRARY: join(__dirname, 'schema-engine.mjs'),
    LOCKSTEP_TEST_EXECUTION: execution,
  };
}

/** Sets variables of this process while `body` runs: what the CLI inherits. */
export async function withVariables<T>(variables: Readonly<Record<string, string>>, body: () => Promise<T>): Promise<T> {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  try {
    return await body();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

/** The files of a small project for one version of Prisma, with its connection URL in the variable `DATABASE_URL`. */
export function projectFiles(
  major: PrismaMajor,
  provider: 'postgresql' | 'sqlite' | 'mysql',
  url = 'env("DATABASE_URL")',
): Record<string, string> {
  const files = {
    'package.json': '{ "name": "shop", "devDependencies": { "prisma": "*" } }',
    'prisma/migrations/migration_lock.toml': `provider = "${provider}"\n`,
  };
  if (major === 6) return { ...files, 'prisma/schema.prisma': `datasource db {\n  provider = "${provider}"\n  url      = ${url}\n}\n` };
  return {
    ...files,
    'prisma/schema.prisma': `datasource db {\n  provider = "${provider}"\n}\n`,
    'prisma.config.ts': `import { defineConfig, env } from 'prisma/config';
export default defineConfig({ schema: 'prisma/schema.prisma', datasource: { url: ${url} } });
`,
  };
}
