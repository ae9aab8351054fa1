import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AnalysisSettings, analyzeMigration, foldMigration, type MigrationAnalysis } from '../../server/src/analysis/analyze';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { rules } from '../../server/src/analysis/rules/registry';
import { findCorpus, histories } from '../corpus/corpus';

/** Every rule on, also those that are off by default: what none of them survives, a user meets sooner or later. */
export const everything: AnalysisSettings = {
  server: { provider: 'postgresql', version: 15, timeZone: null },
  execution: 'unknown',
  rules: new Map(rules.map((rule) => [rule.id, rule.severity === 'off' ? 'information' : rule.severity])),
  newTables: new Set(),
};

/** Tables with everything that a migration can refer to, so that mangled statements reach further than "not found". */
export const before: Catalog = foldMigration(
  `CREATE TYPE "Role" AS ENUM ('admin', 'user');
   CREATE TABLE "User" ("id" TEXT PRIMARY KEY, "email" TEXT NOT NULL, "name" TEXT, "role" "Role" DEFAULT 'user', "age" INTEGER CHECK ("age" > 0));
   CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
   CREATE TABLE "Post" ("id" SERIAL PRIMARY KEY, "authorId" TEXT REFERENCES "User"("id"), "title" VARCHAR(80));
   CREATE VIEW "Author" AS SELECT "id", "name" FROM "User";`,
  emptyCatalog('postgresql'),
);

export function analyse(text: string): MigrationAnalysis {
  return analyzeMigration({ facts: { name: '20250101000000_fuzz', state: 'pending', newestInHistory: null }, text }, before, everything);
}

/** The SQL of every example in the rule pages. */
export function examples(): readonly string[] {
  const pages = join(__dirname, '../../docs/rules');
  return readdirSync(pages)
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      [...readFileSync(join(pages, file), 'utf8').matchAll(/```sql[^\n]*\n([\s\S]*?)```/g)].map((match) => match[1] ?? ''),
    );
}

/** Every `step`th migration of the corpus, or none where it is absent. */
export function realMigrations(step: number): readonly string[] {
  const corpus = findCorpus();
  if (corpus === null) return [];
  return histories(corpus, 'postgresql')
    .flatMap((history) => history.migrations)
    .filter((_, index) => index % step === 0)
    .map((migration) => readFileSync(migration.path, 'utf8'));
}
