import type { SchemaAnalysis } from '../analyze-schema';
import type { Catalog, ObjectId } from '../catalog/catalog';
import type { Change } from '../catalog/diff/change';
import { diffCatalogs } from '../catalog/diff/diff';
import type { DiffOptions } from '../catalog/diff/options';
import type { Server } from '../effects/effect';
import type { Finding } from '../finding';
import { type SafeMigrations, safeMigrations } from './safe-migrations';

export interface SchemaMigrationsInput {
  readonly analysis: SchemaAnalysis;
  /** What the migrations have built. */
  readonly history: Catalog;
  readonly server: Server;
  readonly prismaVersion: string | null;
  /** Tables and enums that Prisma leaves to others. */
  readonly external: readonly ObjectId[];
  /** The value that existing rows get, as SQL; null where nobody has said. */
  readonly valueFor: (table: ObjectId, column: string) => string | null;
  /** Rows of a table in the environment that counts; null where nobody has looked. */
  readonly rowsOf?: (table: ObjectId) => number | null;
  /** When they are written, in UTC, as in the names of their folders: `20261120093000`. */
  readonly time?: string;
  /** Rules whose findings get no plan: what they are about is meant, and stays as Prisma writes it. */
  readonly allowed?: ReadonlySet<string>;
  /** A person has chosen the plan for this one, which may rest on a guess. */
  readonly chosen?: Finding;
}

/** `reason` is a sentence. */
export type SchemaMigrations =
  | ({
      readonly ok: true;
      /** Changes that Prisma finds again after its own migration: they come back each time. */
      readonly recurring: () => readonly Change[];
    } & SafeMigrations)
  | { readonly ok: false; readonly reason: string };

/** The migrations for the whole difference between history and schema: what is harmless as Prisma would write it, the rest as plans. */
export function schemaMigrations(input: SchemaMigrationsInput): SchemaMigrations {
  const { analysis, history, server, valueFor, rowsOf, time, allowed, chosen } = input;
  if (analysis.unresolved > 0) return { ok: false, reason: 'The schema has places that are not clear yet. Complete them first.' };
  if (analysis.statements.length === 0)
    return { ok: false, reason: 'The migrations have built what the schema asks for: there is nothing to write.' };
  const found = safeMigrations({
    text: analysis.sql.text,
    statements: analysis.statements,
    findings: [...analysis.findings, ...analysis.failuresInTransaction]
      .filter(({ rule }) => allowed?.has(rule) !== true)
      .map((finding) => ({ ...finding, span: finding.operation?.span ?? finding.span })),
    before: history,
    server,
    valueFor,
    ...(rowsOf !== undefined && { rowsOf }),
    ...(chosen !== undefined && { chosen }),
    ...(time !== undefined && { time }),
    clientDefaultFor: (table, column) =>
      analysis.wanted.clientDefaults.find((one) => one.table === table && one.column === column)?.text ?? null,
    headRest: true,
  });
  const last = found.files.at(-1);
  if (last === undefined)
    return { ok: false, reason: `No migrations are written: ${found.refusals[0]?.reason ?? 'they could not be verified'}.` };
  return {
    ok: true,
    ...found,
    // The whole schema is compared for it, and hardly anybody asks.
    recurring: () => diffCatalogs(last.after, analysis.wanted.catalog, diffOptions(input)),
  };
}

function diffOptions({ analysis, external, prismaVersion }: SchemaMigrationsInput): DiffOptions {
  const unresolved = external.map((table) => ({ table, column: null, part: 'everything' as const }));
  return { ...analysis.wanted, unresolved, from: 'migrations', prismaVersion };
}
