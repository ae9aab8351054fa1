import { assertNever } from '../../analysis/assert-never';
import type { Catalog } from '../../analysis/catalog/catalog';
import { typeText } from '../../analysis/catalog/column-type';
import { describeColumn, describeConstraint, describeIndex, describeTable } from '../../analysis/catalog/describe';
import type { Change, Clause, ColumnPart } from '../../analysis/catalog/diff/change';
import { diffCatalogs } from '../../analysis/catalog/diff/diff';
import type { Wanted } from '../../analysis/schema/wanted/wanted';
import type { Project } from '../../project/project';
import { asServerKeeps, isOfForeignKey } from './as-server-keeps';
import { differencesBetween } from './compare';
import type { Difference } from './difference';
import { createTell } from './tell';

/** What Prisma would change in a database to make it what the schema asks for. */
export function changesToSchema(database: Catalog, wanted: Wanted, project: Project): readonly Change[] {
  const external = [...(project.config?.external.tables ?? []), ...(project.config?.external.enums ?? [])];
  const left = external.map((table) => ({ table, column: null, part: 'everything' as const }));
  const { prismaVersion } = project;
  return diffCatalogs(database, wanted.catalog, {
    ...wanted,
    unresolved: [...wanted.unresolved, ...left],
    from: 'migrations',
    prismaVersion,
  });
}

/** The same as differences. Only what a schema can say is compared: Prisma leaves views, triggers and checks alone. */
export function schemaDifferences(database: Catalog, wanted: Wanted, project: Project): readonly Difference[] {
  if (wanted.provider !== 'postgresql') return plainDifferences(database, wanted);
  return changesToSchema(database, wanted, project).flatMap((change) => differencesOf(change, database, wanted.catalog));
}

/** Without Prisma's own comparison, which is known for PostgreSQL alone: what both sides say outright. */
function plainDifferences(database: Catalog, wanted: Wanted): readonly Difference[] {
  const unclear = (difference: Difference): boolean =>
    wanted.unresolved.some(({ table, column }) => {
      if (table === null) return difference.part === null;
      return table === difference.object && (column === null || column === difference.part || difference.kind !== 'column');
    });
  const isOfKey = ({ kind, change, object, part }: Difference): boolean =>
    kind === 'index' && change === 'only-in-database' && isOfForeignKey(wanted, object, part ?? '');
  const found = differencesBetween(database, asServerKeeps(wanted), 'schema');
  return found.filter((one) => one.concerns === 'prisma' && !unclear(one) && !isOfKey(one));
}

const tell = createTell('schema');

function differencesOf(change: Change, database: Catalog, wanted: Catalog): readonly Difference[] {
  const subject = (kind: Difference['kind'], object: string, part: string | null = null) =>
    ({ kind, object, part, concerns: 'prisma' }) as const;
  switch (change.kind) {
    case 'create-schema':
      return [tell.missing(subject('schema', change.name), change.name)];
    case 'create-extension':
      return [tell.missing(subject('extension', change.name), change.name)];
    case 'create-enum':
      return [tell.missing(subject('enum', change.type), `enum (${change.values.join(', ')})`)];
    case 'drop-enum':
      return [tell.onlyInDatabase(subject('enum', change.type), 'enum')];
    case 'add-enum-values':
      return [
        tell.changed(subject('enum', change.type), '', change.values.join(', '), [{ phrase: `lacks values: ${change.values.join(', ')}` }]),
      ];
    case 'redefine-enum': {
      const [own, other] = [change.before.join(', '), change.values.join(', ')];
      const extra = change.before.filter((value) => !change.values.includes(value));
      return [tell.changed(subject('enum', change.type), own, other, [{ phrase: `has more values: ${extra.join(', ')}` }])];
    }
    case 'create-table':
      return [
        tell.missing(subject('table', `${change.table.schema}.${change.table.name}`), describeTable(change.table).columns.join(', ')),
      ];
    case 'drop-table': {
      const table = database.tables.get(change.table);
      return [tell.onlyInDatabase(subject('table', change.table), table === undefined ? '' : describeTable(table).columns.join(', '))];
    }
    case 'alter-table':
      return change.clauses.flatMap((clause) => clauseDifferences(change.table, clause, wanted));
    case 'create-index':
      return [tell.missing(subject('index', change.index.table, change.index.name), describeIndex(change.index))];
    case 'drop-index':
      return [tell.onlyInDatabase(subject('index', change.index.table, change.index.name), describeIndex(change.index))];
    case 'rename-index': {
      const words = describeIndex(change.index);
      return [tell.renamed(subject('index', change.index.table, change.index.name), words, change.to)];
    }
    case 'add-foreign-key':
      return [tell.missing(subject('foreign key', change.table, change.foreignKey.name), describeConstraint(change.foreignKey))];
    case 'drop-foreign-key':
      return [tell.onlyInDatabase(subject('foreign key', change.table, change.name), change.name)];
    case 'rename-foreign-key':
      return [tell.renamed(subject('foreign key', change.table, change.name), change.name, change.to)];
    default:
      return assertNever(change);
  }
}

function clauseDifferences(table: string, clause: Clause, wanted: Catalog): readonly Difference[] {
  const subject = (kind: Difference['kind'], part: string) => ({ kind, object: table, part, concerns: 'prisma' }) as const;
  const schema = wanted.tables.get(table)?.schema ?? 'public';
  switch (clause.kind) {
    case 'add-column':
      return [tell.missing(subject('column', clause.column.name), describeColumn(clause.column, schema))];
    case 'drop-column':
      return [tell.onlyInDatabase(subject('column', clause.column.name), describeColumn(clause.column, schema))];
    case 'alter-column':
    case 'redefine-column': {
      const { before, after } = clause;
      const parts: readonly ColumnPart[] = clause.kind === 'alter-column' ? clause.parts : ['set-type'];
      const aspects = [...new Set(parts.map(aspectOf))].map((aspect) => {
        if (aspect === 'type') return { verb: 'is', database: typeText(before.type), expected: typeText(after.type) };
        if (aspect === 'required') return { verb: 'is', database: required(before.notNull), expected: required(after.notNull) };
        return { verb: 'has', database: defaultWords(before), expected: defaultWords(after) };
      });
      return [tell.changed(subject('column', before.name), describeColumn(before, schema), describeColumn(after, schema), aspects)];
    }
    case 'add-primary-key':
      return [tell.missing(subject('primary key', clause.name), `(${clause.columns.join(', ')})`)];
    case 'drop-primary-key':
      return [tell.onlyInDatabase(subject('primary key', clause.name), clause.name)];
    case 'rename-primary-key':
      return [tell.renamed(subject('primary key', clause.name), clause.name, clause.to)];
    default:
      return assertNever(clause);
  }
}

function aspectOf(part: ColumnPart): 'type' | 'required' | 'default' {
  switch (part) {
    case 'set-type':
      return 'type';
    case 'set-not-null':
    case 'drop-not-null':
      return 'required';
    case 'drop-default':
    case 'set-default':
    case 'add-sequence':
      return 'default';
    default:
      return assertNever(part);
  }
}

function required(notNull: boolean): string {
  return notNull ? 'required' : 'optional';
}

function defaultWords({
  default: value,
  identity,
}: {
  readonly default: { readonly text: string } | null;
  readonly identity: string | null;
}): string {
  if (value !== null) return `the default ${value.text}`;
  return identity === null ? 'no default' : `identity ${identity}`;
}
