import type { ObjectId, Table } from '../catalog/catalog';
import { findTable } from '../catalog/resolve';
import type { MigrationContext } from '../migration/migration';
import { netTables } from '../migration/net-changes';
import type { Operation } from '../operation/operation';
import { listed } from '../wording/wording';
import type { MigrationRule } from './rule';

export const unrelatedChangesInOneMigration: MigrationRule = {
  id: 'unrelated-changes-in-one-migration',
  severity: 'information',
  scope: 'migration',
  summary: 'One migration changes several tables that have nothing to do with each other.',
  help: 'Make one migration of each change: then each can be reviewed, deployed and taken back on its own.',
  speaks: 'sql',
  detect: (context) => {
    const groups = unrelatedGroups(context);
    if (groups.length < fewestGroups) return [];
    const tables = groups.flatMap(([table]) => table ?? []);
    const first = context.operationsOn(tables[0] ?? '').find(({ operation }) => changeOf(operation) !== null);
    const message = `Unrelated tables change together: ${listed(tables.map(context.names.relation))}.`;
    return first === undefined ? [] : [{ message, statement: first.statement.index }];
  },
};

/** Two changes may belong to one feature without a trace in the schema; three hardly do. */
const fewestGroups = 3;

/** The existing tables that are changed, in groups that have a tie in common. */
function unrelatedGroups(context: MigrationContext): readonly (readonly ObjectId[])[] {
  const changes = changesByTable(context);
  if (changes.size < fewestGroups) return [];
  const leaders = new Map<ObjectId, ObjectId>();
  const leaderOf = (table: ObjectId): ObjectId => {
    let leader = table;
    for (let next = leaders.get(leader); next !== undefined && next !== leader; next = leaders.get(leader)) leader = next;
    return leader;
  };
  const holders = new Map<string, ObjectId>();
  const referencing = createdByReference(context);
  for (const [table, found] of changes) {
    for (const tie of [...tiesOf(context, table, found), ...(referencing.get(table) ?? [])]) {
      const holder = holders.get(tie) ?? table;
      leaders.set(leaderOf(table), leaderOf(holder));
      holders.set(tie, leaderOf(table));
    }
  }
  const groups = new Map<ObjectId, ObjectId[]>();
  for (const table of changes.keys()) {
    const leader = leaderOf(table);
    const group = groups.get(leader);
    if (group === undefined) groups.set(leader, [table]);
    else group.push(table);
  }
  return [...groups.values()];
}

/** The changes of each table that existed before, in the order in which they are first touched. */
function changesByTable(context: MigrationContext): ReadonlyMap<ObjectId, readonly string[]> {
  const changes = new Map<ObjectId, string[]>();
  for (const { operation, before } of context.operations) {
    const change = changeOf(operation);
    if (change === null || !('table' in operation) || operation.table === null) continue;
    const id = findTable(before, operation.table)?.id;
    if (id === undefined || !context.before.tables.has(id) || context.isNew(id)) continue;
    const known = changes.get(id);
    if (known === undefined) changes.set(id, [change]);
    else known.push(change);
  }
  return changes;
}

/** One word for a change of what a table holds; null for indexes, defaults and whatever else goes along with anything. */
function changeOf(operation: Operation): string | null {
  switch (operation.kind) {
    case 'add-column':
      return `column ${operation.column.name.text}`;
    case 'drop-column':
    case 'rename-column':
    case 'change-type':
    case 'set-not-null':
    case 'drop-not-null':
      return `column ${operation.column.text}`;
    case 'drop-table':
    case 'rename-table':
    case 'update-rows':
    case 'delete-rows':
    case 'truncate':
      return operation.kind;
    default:
      return null;
  }
}

/** What a table may have in common with another one: foreign keys, the same change, types, the first word of its name. */
function tiesOf(context: MigrationContext, table: ObjectId, changes: readonly string[]): Set<string> {
  const ties = new Set<string>([tableTie(table), ...changes]);
  for (const state of [context.before, context.after]) {
    const known = state.tables.get(table);
    if (known === undefined) continue;
    ties.add(`name ${/^_?(?:\p{Lu}?[\p{Ll}\d]+|\p{Lu}+)/u.exec(known.name)?.[0].toLowerCase() ?? known.name}`);
    for (const reference of referencesOf(known)) ties.add(tableTie(reference));
    for (const { type } of known.columns) if (type.user && !context.before.types.has(type.name)) ties.add(`type ${type.name}`);
  }
  return ties;
}

/** The ties to new tables that reference a table. */
function createdByReference(context: MigrationContext): ReadonlyMap<ObjectId, readonly string[]> {
  const ties = new Map<ObjectId, string[]>();
  for (const { id, table } of netTables(context).come) {
    for (const reference of referencesOf(table)) {
      const known = ties.get(reference);
      if (known === undefined) ties.set(reference, [tableTie(id)]);
      else known.push(tableTie(id));
    }
  }
  return ties;
}

function referencesOf(table: Table): readonly ObjectId[] {
  return table.constraints.flatMap((constraint) => (constraint.type === 'foreign-key' ? [constraint.references] : []));
}

function tableTie(table: ObjectId): string {
  return `table ${table}`;
}
