import type { TableForeignKey } from '../../catalog/catalog';
import type { ReferentialAction } from '../../operation/constraint';
import type { DeclaredField } from './declared-field';
import type { DeclaredRelation } from './declared-relation';
import { type Doubt, tableDoubt } from './doubt';
import { meaningOf } from './field-type';
import { foreignKeyName } from './names';
import type { NamedModel, SchemaNames } from './names-in-schema';
import { oppositeOf } from './opposite';
import type { TableColumns } from './table-columns';

/** The foreign keys of a model's table: one for each relation field with `fields`. */
export interface TableForeignKeys {
  readonly foreignKeys: readonly TableForeignKey[];
  readonly origins: ReadonlyMap<string, DeclaredField>;
  readonly doubts: readonly Doubt[];
}

/** Source: `push_inline_relations` in …/sql_schema_calculator.rs, and psl/parser-database/src/relations.rs */
export function tableForeignKeys(model: NamedModel, names: SchemaNames, columns: TableColumns): TableForeignKeys {
  const foreignKeys: TableForeignKey[] = [];
  const origins = new Map<string, DeclaredField>();
  const doubts: Doubt[] = [];
  const doubt = (at: number, reason: string) => doubts.push(tableDoubt('foreign-keys', at, reason));
  for (const declared of model.declared.linked) {
    const { field, relation } = declared;
    const meaning = meaningOf(declared, names);
    const at = field.span.start;
    if (meaning.kind !== 'relation') {
      if (meaning.kind === 'unclear' && relation !== null) doubt(at, `The other side of ${field.name.text} is not clear.`);
    } else if (relation === undefined && field.type?.arity !== 'list') doubt(at, `@relation of ${field.name.text} is not clear.`);
    else if (relation?.fields) {
      const key = foreignKey(model, declared, relation, meaning.model, names, columns);
      if (key === null || origins.has(key.name)) doubt(at, `@relation of ${field.name.text} is not clear.`);
      else {
        foreignKeys.push(key);
        origins.set(key.name, declared);
      }
    } else if (field.type?.arity !== 'list' && !isOtherSide(model, declared, meaning.model)) {
      doubt(at, `The fields of ${field.name.text} are missing.`);
    }
  }
  if (names.configuration.relationMode === 'prisma') return { foreignKeys: [], origins: new Map(), doubts: [] };
  if (names.configuration.relationMode === null) doubt(0, 'relationMode is not clear.');
  return { foreignKeys, origins, doubts };
}

/** The field on the other side holds the foreign key. */
function isOtherSide(model: NamedModel, declared: DeclaredField, other: NamedModel): boolean {
  return (oppositeOf(model, declared, other)?.relation?.fields ?? null) !== null;
}

function foreignKey(
  model: NamedModel,
  { field }: DeclaredField,
  relation: DeclaredRelation,
  other: NamedModel,
  { flavour, models }: SchemaNames,
  own: TableColumns,
): TableForeignKey | null {
  const fields = relation.fields ?? [];
  const columns = fields.map((name) => own.byField.get(name)?.name ?? null);
  const referencedColumns = (relation.references ?? []).map((name) => columnOfField(other, name, models));
  if (other.table.id === null || field.type === null || field.type.arity === 'list') return null;
  if (columns.length !== referencedColumns.length || columns.includes(null) || referencedColumns.includes(null)) return null;
  const named = columns.flatMap((column) => column ?? []);
  return {
    type: 'foreign-key',
    name: relation.map === null ? foreignKeyName(model.table.name, named, flavour.maximumName) : flavour.storedName(relation.map),
    columns: named,
    references: other.table.id,
    referencedColumns: referencedColumns.flatMap((column) => column ?? []),
    onDelete: relation.onDelete ?? defaultOnDelete(model, fields, field.type.arity),
    onUpdate: relation.onUpdate ?? 'cascade',
    valid: true,
    enforced: true,
  };
}

/** As if the relation were required where one of its columns is. */
function defaultOnDelete(model: NamedModel, fields: readonly string[], arity: 'required' | 'optional'): ReferentialAction {
  const isRequired = model.declared.fields.some(({ field }) => fields.includes(field.name.text) && field.type?.arity === 'required');
  return isRequired || arity === 'required' ? 'restrict' : 'set-null';
}

function columnOfField({ declared }: NamedModel, name: string, models: SchemaNames['models']): string | null {
  const [field, ...others] = declared.fields.filter((one) => one.field.name.text === name);
  if (field === undefined || others.length > 0 || field.doubts.length > 0) return null;
  return field.field.type === null || models.has(field.field.type.name) ? null : field.column;
}
