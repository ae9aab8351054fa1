import { foldMigration, prepare } from '../../analysis/analyze';
import type { Catalog } from '../../analysis/catalog/catalog';
import { emptyCatalog } from '../../analysis/catalog/draft';
import type { PostgresServer } from '../../analysis/effects/effect';
import { createFollower } from '../../analysis/migration/follow';
import type { Operation } from '../../analysis/operation/operation';
import { readPostgres } from '../../analysis/sql/postgres/read';
import { catalogChanges, catalogFacts } from './facts/catalog-facts';
import type { FollowedFile } from './file-statements';

/** What migrations have built, in their order. */
export async function foldedCatalog(texts: readonly string[]): Promise<Catalog> {
  await prepare();
  return texts.reduce((catalog, text) => foldMigration(text, catalog), emptyCatalog('postgresql'));
}

/** Follows a file statement by statement. `prepare` must have run. */
export function followedPostgresFile(text: string, before: Catalog, server: PostgresServer): FollowedFile {
  const script = readPostgres(text);
  const { statements, after } = createFollower()(script, text, before, server);
  return {
    text,
    statements: statements.map((analysed) => ({
      index: analysed.index,
      start: analysed.span.start,
      sql: text.slice(analysed.span.start, analysed.span.end),
      changesRows: analysed.operations.some(changesRows),
      isBlind: analysed.kind === 'invalid' || analysed.effect.failures.some(({ when }) => when === 'certain'),
      codes: analysed.effect.failures.map(({ code }) => code),
      analysed,
    })),
    before: catalogFacts(before),
    changes: statements.map((statement, index) => catalogChanges(statement.before, statements[index + 1]?.before ?? after)),
    controlsTransactions: statements.some(({ operations }) => operations.some(({ kind }) => kind === 'transaction-control')),
  };
}

function changesRows({ kind }: Operation): boolean {
  switch (kind) {
    case 'insert-rows':
    case 'update-rows':
    case 'delete-rows':
    case 'merge-rows':
    case 'truncate':
    case 'copy-rows':
    case 'call-procedure':
    case 'unknown':
      return true;
    default:
      return false;
  }
}
