import type { Change } from '../catalog/diff/change';
import type { Subject } from '../catalog/subject';
import type { ColumnStyle } from './postgres-column';
import { writeEnumValues } from './postgres-enum-values';
import { quotedName, splitId } from './postgres-names';
import type { SqlWriter } from './sql-writer';

/** A new type beside the old one, the columns moved over, the names exchanged: a transaction of its own. */
export function writeRedefineEnum(writer: SqlWriter, change: RedefineEnum, style: ColumnStyle): void {
  // The whole block is about the enum: nobody has edited the columns that are moved over.
  writer.part({ type: 'enum', id: change.type }, () => writeBlock(writer, change, style));
}

type RedefineEnum = Extract<Change, { kind: 'redefine-enum' }>;

function writeBlock(writer: SqlWriter, change: RedefineEnum, { nameOf, nameBefore }: ColumnStyle): void {
  const { schema, name } = splitId(change.type);
  const subject: Subject = { type: 'enum', id: change.type };
  const temporary = nameOf(`${schema}.${name}_new`);
  const statement = (about: Subject, text: string) => {
    writer.part(about, () => writer.write(text));
    writer.write(';\n');
  };
  statement(subject, 'BEGIN');
  writer.part(subject, () => {
    writer.write(`CREATE TYPE ${temporary} AS ENUM (`);
    writeEnumValues(writer, change.type, change.values);
    writer.write(')');
  });
  writer.write(';\n');
  for (const { table, before } of change.defaults) {
    const column: Subject = { type: 'column', table, column: before.name };
    statement(column, `ALTER TABLE ${nameBefore(table)} ALTER COLUMN ${quotedName(before.name)} DROP DEFAULT`);
  }
  for (const { table, column } of change.columns) {
    const target = `${temporary}${column.type.dimensions > 0 ? '[]' : ''}`;
    const quoted = quotedName(column.name);
    statement(
      { type: 'column', table, column: column.name },
      `ALTER TABLE ${nameOf(table)} ALTER COLUMN ${quoted} TYPE ${target} USING (${quoted}::text::${target})`,
    );
  }
  statement(subject, `ALTER TYPE ${nameOf(change.type)} RENAME TO ${quotedName(`${name}_old`)}`);
  statement(subject, `ALTER TYPE ${temporary} RENAME TO ${quotedName(name)}`);
  statement(subject, `DROP TYPE ${nameBefore(`${schema}.${name}_old`)}`);
  for (const { table, after } of change.defaults) {
    if (after?.default == null) continue;
    const column: Subject = { type: 'column', table, column: after.name };
    statement(column, `ALTER TABLE ${nameOf(table)} ALTER COLUMN ${quotedName(after.name)} SET DEFAULT ${after.default.text}`);
  }
  writer.part(subject, () => writer.write('COMMIT'));
}
