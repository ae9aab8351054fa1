import { dirname } from 'node:path';
import type { MigrationAnalysis } from '../analysis/analyze';
import type { ObjectId } from '../analysis/catalog/catalog';
import type { Server } from '../analysis/effects/effect';
import type { Finding } from '../analysis/finding';
import type { AnalysedStatement, Execution } from '../analysis/migration/migration';
import type { Sizes } from '../analysis/statistics/statistics';
import type { SchemaResult } from '../project/schema-analysis';
import type { MigrationFile, Snapshot } from '../project/snapshot';
import type { Positions } from './positions';

/** One analysed migration, with all that the features show of it. Never changes: an edit makes a new one. */
export interface MigrationView {
  readonly uri: string;
  readonly text: string;
  /** Of the open document that the text comes from; null where it was read from the disk. */
  readonly version: number | null;
  readonly positions: Positions;
  readonly analysis: MigrationAnalysis;
  /** How large the tables of an environment are; null where nobody has asked it. */
  readonly sizes: Sizes | null;
  readonly execution: Execution;
  readonly server: Server;
  /** Where new migrations go, and behind which. */
  readonly place: MigrationPlace;
  /** What it is a part of. */
  readonly whole: { readonly snapshot: Snapshot; readonly schema: SchemaResult };
  /** How long the project lets a migration wait for a lock, as PostgreSQL writes it: `5s`. */
  readonly lockTimeout: string | null;
  /** `PostgreSQL 15`. */
  readonly serverName: string;
  /** `Prisma 7.10.1`. */
  readonly prismaName: string;
  /** Whether nobody uses the relation yet, because it is created together with this migration. */
  readonly isNew: (relation: ObjectId) => boolean;
}

export interface MigrationPlace {
  /** Absolute. */
  readonly directory: string;
  /** Name of the last migration that is there. */
  readonly newest: string | null;
  /** Texts of the migrations that are applied after this one. */
  readonly later: readonly string[];
}

/** The place of what comes after a migration. */
export function placeBehind({ name, path }: MigrationFile, { migrations }: Snapshot): MigrationPlace {
  const later = migrations.slice(migrations.findIndex((migration) => migration.name === name) + 1).map(({ text }) => text);
  return { directory: dirname(dirname(path)), newest: migrations.at(-1)?.name ?? null, later };
}

/** The statement at an offset, its semicolon included; undefined between statements. */
export function statementAt(view: MigrationView, offset: number): AnalysedStatement | undefined {
  return view.analysis.statements.find(({ span }) => {
    const end = view.text[span.end] === ';' ? span.end + 1 : span.end;
    return span.start <= offset && offset <= end;
  });
}

/** What is to be told about the migration. Nothing of history: it is applied, so nothing can be done about it any more. */
export function shownFindings({ analysis }: MigrationView): readonly Finding[] {
  return analysis.facts.state === 'history' ? [] : analysis.findings;
}
