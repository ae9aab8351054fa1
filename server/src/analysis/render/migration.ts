import { assertNever } from '../assert-never';
import type { Change } from '../catalog/diff/change';
import { writeAlterTable } from './postgres-alter-table';
import { type ColumnStyle, columnDefinition } from './postgres-column';
import { writeRedefineEnum } from './postgres-enum';
import { writeEnumValues } from './postgres-enum-values';
import { writeForeignKey } from './postgres-foreign-key';
import { writeCreateIndex } from './postgres-index';
import { nameWriters, quotedName, quotedNames, quotedText } from './postgres-names';
import { rememberedPiece } from './remembered-piece';
import { noSpelling, type SchemaSpelling } from './schema-spelling';
import { joinPieces, type SqlPiece, type SqlText } from './sql-text';
import { createSqlWriter, type SqlWriter } from './sql-writer';

export interface MigrationStyle {
  /** `schemas` of the datasource; empty where there is none. */
  readonly schemas: readonly string[];
  /** Of the project; null, where it is not known, means the newest. */
  readonly prismaVersion?: string | null;
  /** As for the difference; `migrations` where it is left out. */
  readonly from?: 'migrations' | 'schema';
  /** Of the schema that is wanted. */
  readonly spelling?: SchemaSpelling;
}

/** The migration that Prisma writes for these changes, byte for byte, without its comment of warnings; empty for none. */
export function writeMigration(changes: readonly Change[], style: MigrationStyle): SqlText {
  const { schemas, prismaVersion = null, from = 'migrations', spelling = noSpelling } = style;
  const key = JSON.stringify([schemas, prismaVersion, from]);
  const columns: ColumnStyle = { ...nameWriters({ schemas, prismaVersion, from }), spelling };
  return joinPieces(
    changes.map((change, place) => rememberedPiece(change, place === 0, key, spelling, () => written(change, place === 0, columns))),
  );
}

function written(change: Change, isFirst: boolean, style: ColumnStyle): SqlPiece {
  const writer = createSqlWriter();
  writer.write(`${isFirst ? '' : '\n'}-- ${heading(change)}\n`);
  writeChange(writer, change, style);
  return writer.finish();
}

/** The comment above a step: its name among Prisma's steps (`SqlMigrationStep::description`). */
function heading(change: Change): string {
  switch (change.kind) {
    case 'create-schema':
      return 'CreateSchema';
    case 'create-extension':
      return 'CreateExtension';
    case 'create-enum':
      return 'CreateEnum';
    case 'add-enum-values':
    case 'redefine-enum':
      return 'AlterEnum';
    case 'drop-enum':
      return 'DropEnum';
    case 'create-table':
      return 'CreateTable';
    case 'alter-table':
      return 'AlterTable';
    case 'drop-table':
      return 'DropTable';
    case 'create-index':
      return 'CreateIndex';
    case 'drop-index':
      return 'DropIndex';
    case 'rename-index':
      return 'RenameIndex';
    case 'add-foreign-key':
      return 'AddForeignKey';
    case 'drop-foreign-key':
      return 'DropForeignKey';
    case 'rename-foreign-key':
      return 'RenameForeignKey';
    default:
      return assertNever(change);
  }
}

function writeChange(writer: SqlWriter, change: Change, style: ColumnStyle): void {
  const { nameOf } = style;
  switch (change.kind) {
    case 'create-schema':
      writer.part({ type: 'schema', name: change.name }, () => writer.write(`CREATE SCHEMA IF NOT EXISTS ${quotedName(change.name)}`));
      break;
    case 'create-extension':
      writer.part({ type: 'extension', name: change.name }, () => writer.write(createExtension(change)));
      break;
    case 'create-enum':
      writer.part({ type: 'enum', id: change.type }, () => {
        writer.write(`CREATE TYPE ${nameOf(change.type)} AS ENUM (`);
        writeEnumValues(writer, change.type, change.values);
        writer.write(')');
      });
      break;
    case 'add-enum-values':
      writeAddedValues(writer, change, style);
      break;
    case 'redefine-enum':
      writeRedefineEnum(writer, change, style);
      break;
    case 'drop-enum':
      writer.part({ type: 'enum', id: change.type }, () => writer.write(`DROP TYPE ${nameOf(change.type)}`));
      break;
    case 'create-table':
      writeCreateTable(writer, change, style);
      break;
    case 'alter-table':
      writeAlterTable(writer, change, style);
      break;
    case 'drop-table':
      writer.part({ type: 'table', id: change.table }, () => writer.write(`DROP TABLE ${nameOf(change.table)}`));
      break;
    case 'create-index':
      writeCreateIndex(writer, change.index, style);
      break;
    case 'drop-index':
      writer.part({ type: 'index', table: change.index.table, name: change.index.name }, () =>
        writer.write(`DROP INDEX ${nameOf(`${change.index.schema}.${change.index.name}`)}`),
      );
      break;
    case 'rename-index':
      writer.part({ type: 'index', table: change.index.table, name: change.to }, () =>
        writer.write(`ALTER INDEX ${nameOf(`${change.index.schema}.${change.index.name}`)} RENAME TO ${quotedName(change.to)}`),
      );
      break;
    case 'add-foreign-key':
      writeForeignKey(writer, change, nameOf);
      break;
    case 'drop-foreign-key':
      writer.part({ type: 'constraint', table: change.table, name: change.name }, () =>
        writer.write(`ALTER TABLE ${nameOf(change.table)} DROP CONSTRAINT ${quotedName(change.name)}`),
      );
      break;
    case 'rename-foreign-key':
      writer.part({ type: 'constraint', table: change.table, name: change.to }, () =>
        writer.write(`ALTER TABLE ${nameOf(change.table)} RENAME CONSTRAINT ${quotedName(change.name)} TO ${quotedName(change.to)}`),
      );
      break;
    default:
      assertNever(change);
  }
  writer.write(';\n');
}

function createExtension({ name, schema, version }: Extract<Change, { kind: 'create-extension' }>): string {
  const options = [
    ...(schema === null ? [] : [`SCHEMA ${quotedName(schema)}`]),
    ...(version === null ? [] : [`VERSION ${quotedName(version)}`]),
  ];
  return `CREATE EXTENSION IF NOT EXISTS ${quotedName(name)}${options.length === 0 ? '' : ` WITH ${options.join(' ')}`}`;
}

const severalValues = `-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


`;

function writeAddedValues(
  writer: SqlWriter,
  { type, values }: Extract<Change, { kind: 'add-enum-values' }>,
  { nameOf }: ColumnStyle,
): void {
  if (values.length > 1) writer.write(severalValues);
  for (const [place, value] of values.entries()) {
    if (place > 0) writer.write(';\n');
    writer.part({ type: 'enum-value', id: type, value }, () => writer.write(`ALTER TYPE ${nameOf(type)} ADD VALUE ${quotedText(value)}`));
  }
}

function writeCreateTable(writer: SqlWriter, { table }: Extract<Change, { kind: 'create-table' }>, style: ColumnStyle): void {
  const id = `${table.schema}.${table.name}`;
  const key = table.constraints.find((constraint) => constraint.type === 'primary-key');
  writer.part({ type: 'table', id }, () => {
    writer.write(`CREATE TABLE ${style.nameOf(id)} (\n`);
    for (const [place, column] of table.columns.entries()) {
      writer.write(place === 0 ? '    ' : ',\n    ');
      writer.part({ type: 'column', table: id, column: column.name }, () => writer.write(columnDefinition(id, column, style)));
    }
    if (key !== undefined) {
      writer.write(',\n\n    ');
      writer.part({ type: 'constraint', table: id, name: key.name }, () =>
        writer.write(`CONSTRAINT ${quotedName(key.name)} PRIMARY KEY (${quotedNames(key.columns, ',')})`),
      );
    }
    writer.write('\n)');
  });
}
