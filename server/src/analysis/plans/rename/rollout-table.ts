import { findTable, objectId } from '../../catalog/resolve';
import { quotedName, splitId } from '../../render/postgres-names';
import { folderWords, writtenTable } from '../names';
import { instantOnly, type Step } from '../plan';
import type { MigrateStage, ReleaseStage, RolloutAnswer, RolloutContext } from '../rollout/rollout';
import { foundRenames, nameIn, replaced } from './found-renames';
import { inTransaction, shown } from './in-place';
import type { Rename } from './rename';
import { handWritten, type TableRenamed } from './written-rename';

/** A table gets its new name at once, and a view keeps the old one for the release that is still running. */
export function renameTableRollout(rename: Rename | null, context: RolloutContext): RolloutAnswer {
  const found = rename === null ? handWritten(context) : dropped(rename, context);
  if (found === null || !found.ok) return found;
  const { from, to, columns, isQualified } = found;
  const table = findTable(context.statements[0]?.before ?? context.before, splitId(from))?.table;
  if (table === undefined) return refusal('it is not known which table that is');
  if (table.rowSecurity.enabled && context.server.version < 15) {
    return refusal('a view passes over the row security of the table before PostgreSQL 15');
  }
  const [view, now] = [writtenTable(nameIn(from, isQualified)), writtenTable(nameIn(to, isQualified))];
  const list = table.columns.map(({ name }) => {
    const next = columns.get(name);
    return next === undefined ? quotedName(name) : `${quotedName(next)} AS ${quotedName(name)}`;
  });
  const rights = table.rowSecurity.enabled ? ' WITH (security_invoker = true)' : '';
  const create = `CREATE VIEW ${view}${rights} AS SELECT ${list.join(', ')} FROM ${now}`;
  const [old, next] = [splitId(from).name, splitId(to).name];
  const origin = context.schema.wanted.origins.tables.get(to);
  const model = origin?.type === 'model' ? (origin.model.name?.text ?? next) : next;
  return {
    ok: true,
    rollout: {
      plan: 'rename-table',
      title: `Roll out the rename of ${old} over two releases: a view keeps the old name`,
      name: folderWords('rename', old),
      subject: model,
      replaces: found.replaces,
      promise: instantOnly('ACCESS EXCLUSIVE'),
      stages: [
        expandOf(view, now, inTransaction([...found.statements, create], context), [old, next]),
        releaseOf(model, now),
        contractOf(view, old, create),
      ],
    },
  };
}

function dropped(rename: Rename, context: RolloutContext): TableRenamed {
  const search = foundRenames(rename, context);
  if (!search.ok) return search;
  const { renames, required, parts, place, statements, isQualified } = search.found;
  const tables = renames.filter((one) => one.kind === 'table');
  const [table] = tables;
  if (table === undefined || tables.length > 1) return refusal('another table is renamed with it: rename one after the other');
  const columns = renames.filter((one) => one.kind === 'column');
  if (columns.some((one) => one.table !== table.to)) return refusal('columns of other tables are renamed with it: rename them before');
  if (required.length > 0) return refusal('a column becomes required with it: make it required in a migration of its own');
  const names = new Map(columns.map((one) => [one.from, one.to]));
  return { ok: true, from: table.from, to: table.to, columns: names, statements, replaces: replaced(parts, place, []), isQualified };
}

function expandOf(view: string, table: string, statements: readonly string[], [old, next]: readonly [string, string]): MigrateStage {
  const step: Step = {
    phase: 'finish',
    alone: true,
    name: folderWords('rename', old, next),
    purpose: `Renames ${view} to ${table}, and leaves a view of the old name, through which the running application reads and writes.`,
    statements,
    undo: `DROP VIEW ${view}; and the renames the other way round.`,
    notes: [],
  };
  return { type: 'migrate', name: 'expand', purpose: `Renames the table ${old}; its old name is a view.`, steps: [step], edits: [] };
}

function releaseOf(model: string, table: string): ReleaseStage {
  return {
    type: 'release',
    name: 'release',
    purpose: `The application uses ${table}.`,
    application: [
      `Prisma Client is generated from the schema as it is now, with the model ${model}.`,
      'Raw SQL names the new table.',
      'No instance of an earlier release is running any more.',
    ],
    code: null,
  };
}

function contractOf(view: string, old: string, create: string): MigrateStage {
  const step: Step = {
    phase: 'clean',
    alone: true,
    name: folderWords('no_view', old),
    purpose: `Takes away the view ${view}: nobody uses the old name any more.`,
    statements: [`DROP VIEW IF EXISTS ${view}`],
    undo: `${create};`,
    notes: [],
  };
  return { type: 'migrate', name: 'contract', purpose: `Takes away the view ${shown(objectId('', old))}.`, steps: [step], edits: [] };
}

function refusal(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}
