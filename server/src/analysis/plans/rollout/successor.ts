import type { Catalog, Column, Index, ObjectId, Table, TableForeignKey } from '../../catalog/catalog';
import { allDependentViews, columnOf, indexesOf, type QualifiedName, referencesTo } from '../../catalog/resolve';
import type { Server } from '../../effects/effect';
import { isVolatileStored } from '../../effects/volatility';
import { writeMigration } from '../../render/migration';
import { quotedName } from '../../render/postgres-names';
import { readPostgres } from '../../sql/postgres/read';
import { typeSql } from '../change-type/type-sql';
import { indexStep } from '../create-index';
import { folderWords, writtenTable } from '../names';
import type { Step } from '../plan';
import { requiredSteps } from '../required-steps';
import { validateStep } from '../validate';

/** A column, and the one that takes its place: as Prisma wants it in the end. */
export interface Succession {
  readonly id: ObjectId;
  readonly table: QualifiedName;
  /** Before the rollout. */
  readonly shape: Table;
  readonly old: Column;
  readonly next: Column;
  /** Over `next`, and nothing else of the kind. */
  readonly indexes: readonly Index[];
  readonly foreignKeys: readonly TableForeignKey[];
}

/** `reason` completes "No rollout is offered: …". */
export type SuccessionAnswer = { readonly ok: true; readonly succession: Succession } | { readonly ok: false; readonly reason: string };

interface Sought {
  readonly id: ObjectId;
  readonly table: QualifiedName;
  readonly old: string;
  readonly next: string;
  readonly before: Catalog;
  /** What the edited schema asks for. */
  readonly wanted: Catalog;
  readonly server: Server;
}

/** What takes the place of a column; refused where something hangs on it that could not move along. */
export function successionOf({ id, table, old, next, before, wanted, server }: Sought): SuccessionAnswer {
  const [shape, target] = [before.tables.get(id), wanted.tables.get(id)];
  const [from, to] = [shape && columnOf(shape, old), target && columnOf(target, next)];
  if (shape === undefined || from == null || to == null) return refusal('it is not known which column takes its place');
  const quoted = quotedName(old);
  if (shape.partitionBy !== null || shape.partitionOf !== null) return refusal('the table is partitioned');
  if (from.generated !== null || from.identity !== null || to.generated !== null) return refusal(`${quoted} is generated`);
  const held = shape.constraints.find((one) => 'columns' in one && one.columns.includes(old) && !moved.has(one.type));
  if (held !== undefined) return refusal(`the constraint ${quotedName(held.name)} is over it`);
  const key = target?.constraints.find((one) => one.type === 'primary-key' && one.columns.includes(next));
  if (key !== undefined) return refusal('the primary key would be over it');
  if (referencesTo(before, id).some(({ constraint }) => constraint.referencedColumns.includes(old))) {
    return refusal(`a foreign key refers to ${quoted}`);
  }
  if (allDependentViews(before, id, old).length > 0) return refusal(`a view uses ${quoted}`);
  const own = indexesOf(before, id).find(
    (index) => index.where?.columns.includes(old) || index.keys.some((one) => isExpressionOver(one, old)),
  );
  if (own !== undefined) return refusal(`the index ${quotedName(own.name)} is one that Prisma does not know`);
  if (noEquality.has(from.type.name) || noEquality.has(to.type.name)) return refusal('values of its type cannot be compared');
  const given = [from.default, to.default];
  if (given.some((one) => one !== null && isVolatileStored(one, { before, server })))
    return refusal('its default gives each row another value');
  const indexes = indexesOf(wanted, id).filter(({ keys }) => keys.some((one) => one.type === 'column' && one.column === next));
  const foreignKeys = target?.constraints.filter((one) => one.type === 'foreign-key').filter(({ columns }) => columns.includes(next)) ?? [];
  return { ok: true, succession: { id, table, shape, old: from, next: to, indexes, foreignKeys } };
}

/** The new column is made over what is in these. */
const moved: ReadonlySet<string> = new Set(['foreign-key', 'unique', 'not-null']);

/** https://www.postgresql.org/docs/current/datatype-json.html, https://www.postgresql.org/docs/current/functions-geometry.html */
const noEquality: ReadonlySet<string> = new Set(['json', 'xml', 'point', 'line', 'lseg', 'box', 'path', 'polygon', 'circle', 'unknown']);

function isExpressionOver(key: Index['keys'][number], column: string): boolean {
  return key.type === 'expression' && key.expression.columns.includes(column);
}

function refusal(reason: string): SuccessionAnswer {
  return { ok: false, reason };
}

/** The new column, empty and without a default: so that it shows who has written it. `name`: where it is not its own yet. */
export function addStep({ table, next }: Succession, name: string): Step {
  const written = writtenTable(table);
  return {
    phase: 'fill',
    alone: true,
    name: folderWords('add', table.name, name),
    purpose: `Adds ${written}.${quotedName(name)} empty.`,
    statements: [`ALTER TABLE ${written} ADD COLUMN ${quotedName(name)} ${typeSql(next.type, table.schema !== null)}`],
    undo: `ALTER TABLE ${written} DROP COLUMN ${quotedName(name)};`,
    notes: [],
  };
}

/** How the new column and what is over it are called while they are built. */
export interface BuiltAs {
  readonly column: string;
  readonly nameOf: (name: string) => string;
}

/** Indexes built while everyone reads and writes, foreign keys and NOT NULL proven the same way. `shape`: with the new column. */
export function buildSteps({ table, next, indexes, foreignKeys }: Succession, shape: Table, { column, nameOf }: BuiltAs): readonly Step[] {
  const written = writtenTable(table);
  const renamed = (name: string): string => (name === next.name ? column : name);
  const required = next.notNull ? requiredSteps(table, shape, column) : [];
  const keys = foreignKeys.map((foreignKey) => {
    const made = { ...foreignKey, name: nameOf(foreignKey.name), columns: foreignKey.columns.map(renamed) };
    const id = `${shape.schema}.${shape.name}`;
    const [sql = ''] = statementsOf([{ kind: 'add-foreign-key', table: id, foreignKey: made }], table);
    return { made, sql: `${sql} NOT VALID` };
  });
  const constrain = keys.map(
    ({ made, sql }): Step => ({
      phase: 'constrain',
      alone: false,
      name: folderWords('foreign_key', table.name, column),
      purpose: `Adds the foreign key ${quotedName(made.name)} for new rows.`,
      statements: [`ALTER TABLE ${written} DROP CONSTRAINT IF EXISTS ${quotedName(made.name)}`, sql],
      undo: `ALTER TABLE ${written} DROP CONSTRAINT ${quotedName(made.name)};`,
      notes: [],
    }),
  );
  const validate = keys.map(({ made }) =>
    validateStep({
      table: written,
      constraint: made.name,
      name: folderWords('validate', table.name, column),
      purpose: `Checks that ${quotedName(made.name)} holds for the rows that were there before it.`,
      note: null,
    }),
  );
  const build = indexes.map((index): Step => {
    const made: Index = {
      ...index,
      name: nameOf(index.name),
      keys: index.keys.map((key) => (key.type === 'column' ? { ...key, column: renamed(key.column) } : key)),
    };
    const [sql = ''] = statementsOf([{ kind: 'create-index', index: made }], table);
    return indexStep(made.name, table, sql.replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX CONCURRENTLY '), []);
  });
  const inPhase = (phase: Step['phase']): readonly Step[] => required.filter((step) => step.phase === phase);
  return [...build, ...inPhase('constrain'), ...constrain, ...inPhase('validate'), ...validate, ...inPhase('finish')];
}

/** As Prisma writes them. */
export function statementsOf(changes: Parameters<typeof writeMigration>[0], { schema }: QualifiedName): readonly string[] {
  const { text } = writeMigration(changes, schema === null ? { schemas: [] } : { schemas: [schema], prismaVersion: '7.0' });
  return readPostgres(text).statements.map(({ span }) => text.slice(span.start, span.end));
}
