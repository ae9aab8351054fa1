import type { Column, Sequence, UserType } from '../../catalog/catalog';
import { freeName } from '../../catalog/default-names';
import { objectId } from '../../catalog/references';
import { nextValue } from '../../catalog/stored-expression';
import type { Field } from '../schema';
import { type ColumnMeaning, columnDefault } from './column-default';
import type { DeclaredField } from './declared-field';
import { columnDoubt, type Doubt } from './doubt';
import { enumType, meaningOf } from './field-type';
import type { NamedModel, SchemaNames } from './names-in-schema';

/** The columns of a model's table, with what they bring along. */
export interface TableColumns {
  readonly columns: readonly Column[];
  readonly sequences: readonly Sequence[];
  /** MySQL: the type of each enum column. */
  readonly types: readonly UserType[];
  readonly origins: ReadonlyMap<string, Field>;
  /** The column of a field, for those that have one that is clear. */
  readonly byField: ReadonlyMap<string, Column>;
  readonly clientDefaults: readonly { readonly column: string; readonly text: string }[];
  readonly doubts: readonly Doubt[];
}

/** `isTaken`: whether a relation of this name exists when the table is made. */
export function tableColumns(model: NamedModel, names: SchemaNames, isTaken: (name: string) => boolean): TableColumns {
  const { keys, fields, repeated } = model.declared;
  const key = keys.find(({ kind }) => kind === 'primary-key')?.parts ?? [];
  const made: MadeColumn[] = [];
  const doubts: Doubt[] = [];
  const sequences: Sequence[] = [];
  const taken = new Set<string>();
  for (const declared of fields) {
    const { field, column: name } = declared;
    const meaning = meaningOf(declared, names);
    if (name === null || meaning.kind === 'relation' || meaning.kind === 'nothing') continue;
    const doubt = (reason: string) => doubts.push(columnDoubt(name, field.span.start, reason));
    const isTwin = repeated.has(declared) || taken.has(name);
    taken.add(name);
    if (isTwin) doubt(`${field.name.text} is declared more than once.`);
    else if (declared.doubts.length > 0) continue;
    else if (meaning.kind === 'unclear') {
      if (mayBeColumn(declared)) doubt(meaning.reason);
    } else {
      const inKey = key.some((part) => part.field === field.name.text);
      const own = columnOf(name, declared, meaning, { model, names, inKey, soleKey: inKey && key.length === 1, sequences, isTaken });
      if (own === null) doubt(`The default of ${field.name.text} is not clear.`);
      else made.push(own);
    }
  }
  return {
    columns: made.map(({ column }) => column),
    sequences,
    types: made.flatMap(({ type }) => type ?? []),
    origins: new Map(made.map(({ column, field }) => [column.name, field])),
    byField: new Map(made.map(({ column, field }) => [field.name.text, column])),
    clientDefaults: made.flatMap(({ column, client }) => (client === null ? [] : [{ column: column.name, text: client }])),
    doubts,
  };
}

interface MadeColumn {
  readonly field: Field;
  readonly column: Column;
  readonly type: UserType | null;
  readonly client: string | null;
}

interface Place {
  readonly model: NamedModel;
  readonly names: SchemaNames;
  readonly inKey: boolean;
  readonly soleKey: boolean;
  /** Those of the columns before. */
  readonly sequences: Sequence[];
  readonly isTaken: (name: string) => boolean;
}

/** Null where the default is not clear. */
function columnOf(name: string, declared: DeclaredField, meaning: ColumnMeaning, place: Place): MadeColumn | null {
  const { flavour } = place.names;
  const { schema, name: table } = place.model.table;
  const byDefault = columnDefault(declared, meaning, flavour);
  if (byDefault.kind === 'unclear') return null;
  const counting =
    meaning.kind === 'scalar'
      ? flavour.autoincrement({ type: meaning.used, scalar: meaning.scalar, asked: byDefault.kind === 'counting', soleKey: place.soleKey })
      : 'none';
  const sequence = counting === 'sequence' ? ownedSequence(schema, table, name, place) : null;
  const isList = declared.field.type?.arity === 'list';
  const type = columnType(name, meaning, place);
  return {
    field: declared.field,
    column: {
      name,
      type: isList ? { ...type.type, dimensions: type.type.dimensions + 1 } : type.type,
      notNull: declared.field.type?.arity === 'required' || place.inKey || sequence !== null,
      default: sequence !== null ? nextValue(sequence) : byDefault.kind === 'stored' ? byDefault.expression : null,
      identity: counting === 'identity' ? 'by-default' : null,
      generated: null,
      collation: null,
    },
    type: type.own,
    client: byDefault.kind === 'client' ? byDefault.text : null,
  };
}

function columnType(
  column: string,
  meaning: ColumnMeaning,
  { model, names }: Place,
): { readonly type: Column['type']; readonly own: UserType | null } {
  if (meaning.kind === 'scalar') return { type: meaning.used.type, own: null };
  if (meaning.kind === 'unsupported') return { type: meaning.type, own: null };
  const shared = enumType(meaning.enum);
  switch (names.flavour.enums) {
    case 'types':
      return { type: userType(shared), own: null };
    case 'columns': {
      const own = { ...shared, schema: model.table.schema, name: `${model.table.name}_${column}` };
      return { type: userType(own), own };
    }
    case 'text':
      return { type: names.flavour.defaultType('String').type, own: null };
  }
}

function userType({ schema, name }: { readonly schema: string; readonly name: string }): Column['type'] {
  return { name: objectId(schema, name), user: true, modifiers: [], dimensions: 0 };
}

/** The sequence of a `SERIAL` column: the server chooses its name. */
function ownedSequence(schema: string, table: string, column: string, { sequences, isTaken }: Place): Sequence {
  const name = freeName(table, column, 'seq', (taken) => isTaken(taken) || sequences.some((other) => other.name === taken));
  const sequence: Sequence = { schema, name, ownedBy: { table: objectId(schema, table), column } };
  sequences.push(sequence);
  return sequence;
}

/** With `@relation` a field of an unknown type is a relation whose other side is being renamed; the keys over it are in doubt then. */
function mayBeColumn({ relation }: DeclaredField): boolean {
  return relation === null;
}
