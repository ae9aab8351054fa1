import { foldMigration } from '../../analysis/analyze';
import type { Catalog } from '../../analysis/catalog/catalog';
import { emptyCatalog } from '../../analysis/catalog/draft';
import type { PostgresServer } from '../../analysis/effects/effect';
import { createFollower } from '../../analysis/migration/follow';
import { quotedName, splitId } from '../../analysis/render/postgres-names';
import { revertMigration } from '../../analysis/revert/revert';
import { readPostgres as readScript } from '../../analysis/sql/postgres/read';
import { executionFor } from '../../project/chain';
import type { ConnectionAddress } from '../connection/address';
import { readPostgres } from '../connection/read-postgres';
import { introspectPostgres } from '../introspection/postgres';
import type { BegunMigration, Examined, Undo } from './examined';
import { catalogChanges, catalogFacts } from './facts/catalog-facts';
import type { FactChange } from './facts/facts';
import { postgresQuestions } from './offending/postgres';
import { foldedCatalog, followedPostgresFile } from './postgres-file';

/** Reads what the database holds, and follows the file from what the earlier migrations have built. Rejects with the driver's error. */
export async function examinePostgres(
  begun: BegunMigration & { readonly address: { readonly postgres: ConnectionAddress } },
  timeLimit: number,
  abort: AbortSignal,
): Promise<Examined> {
  const { project, earlier, failed, address } = begun;
  const server = { provider: 'postgresql', version: project.settings.server.postgresql, timeZone: null } as const;
  const before = await foldedCatalog(earlier.map(({ text }) => text));
  const own = address.postgres.schema ?? 'public';
  const file = followedPostgresFile(failed.text, before, server);
  const schemas = [...before.schemas, ...file.changes.flatMap(schemasIn)].filter((schema) => schema !== 'public');
  const { catalog } = await readPostgres(address.postgres, timeLimit, abort, (query) => introspectPostgres(query, { own, schemas }));
  return {
    file,
    execution: executionFor(project),
    held: catalogFacts(catalog),
    along: changesAlong,
    questions: ({ analysed }) =>
      (analysed?.operations ?? []).flatMap((operation) => postgresQuestions(operation, analysed?.before ?? before, own)),
    undo: (count) =>
      undone(
        begun,
        file.statements.slice(0, count).map(({ sql }) => sql),
        server,
      ),
    refusals: (text) => certainRefusals(text, catalog, server),
    dropLeftover: (key) => {
      const { schema, name } = splitId(key.replace(/^index /, ''));
      return `DROP INDEX CONCURRENTLY IF EXISTS ${schema === 'public' ? '' : `${quotedName(schema)}.`}${quotedName(name)};`;
    },
  };
}

/** Only what the first statements meet is known for certain: behind a refused one nothing runs. */
function certainRefusals(text: string, catalog: Catalog, server: PostgresServer): readonly string[] {
  const script = readScript(text);
  return createFollower()(script, text, catalog, server).statements.flatMap(({ index, effect }) => {
    const failure = effect.failures.find(({ when }) => when === 'certain');
    return failure === undefined ? [] : [`Statement ${index + 1} is refused: ${failure.reason} (${failure.code}).`];
  });
}

function changesAlong(texts: readonly string[]): readonly (readonly FactChange[])[] {
  let catalog = emptyCatalog('postgresql');
  return texts.map((text) => {
    const before = catalog;
    catalog = foldMigration(text, before);
    return catalogChanges(before, catalog);
  });
}

function schemasIn(changes: readonly FactChange[]): readonly string[] {
  return changes.flatMap(({ key }) => (key.startsWith('schema ') ? [key.slice('schema '.length)] : []));
}

/** The statements that have run are a migration of their own, which is taken back like any other. */
function undone(
  { earlier, failed }: BegunMigration,
  statements: readonly string[],
  server: Parameters<typeof revertMigration>[0]['server'],
): Undo {
  const text = statements.map((sql) => `${sql};\n`).join('');
  const revert = revertMigration({ migrations: [...earlier, { name: failed.name, text }], index: earlier.length, server });
  return revert.ok ? { ok: true, sql: revert.text, losses: revert.losses } : { ok: false, reason: revert.reason };
}
