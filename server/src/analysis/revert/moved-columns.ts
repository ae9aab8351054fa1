import type { Index, ObjectId, TableConstraint } from '../catalog/catalog';
import { typeText } from '../catalog/column-type';
import type { Writing } from './table-differences';

/** The columns of a table that stay and get another type, or whose enum is exchanged for another of its name. */
export function movedColumns(id: ObjectId, { from, to }: Writing): readonly string[] {
  const wanted = to.tables.get(id);
  return (from.tables.get(id)?.columns ?? []).flatMap(({ name, type }) => {
    const other = wanted?.columns.find((column) => column.name === name);
    const [a, b] = [from.types.get(type.name), to.types.get(type.name)];
    const isExchanged = a?.type === 'enum' && b?.type === 'enum' && a.values.some((value) => !b.values.includes(value));
    return other !== undefined && (isExchanged || typeText(other.type) !== typeText(type)) ? [name] : [];
  });
}

/** Whether an index compares a column that moves with a value of its old type: the server cannot build it again by itself. */
export function comparesMoved({ table, keys, where }: Index, writing: Writing): boolean {
  const compared = [...(where?.columns ?? []), ...keys.flatMap((key) => (key.type === 'expression' ? key.expression.columns : []))];
  return compared.length > 0 && movedColumns(table, writing).some((name) => compared.includes(name));
}

/** Whether a constraint has to go while columns move: a check compares them, a foreign key needs the same type on both sides. */
export function holdsMoved(id: ObjectId, constraint: TableConstraint, writing: Writing): boolean {
  const own = movedColumns(id, writing);
  switch (constraint.type) {
    case 'check':
      return constraint.columns.some((name) => own.includes(name));
    case 'foreign-key': {
      const far = movedColumns(constraint.references, writing);
      return constraint.columns.some((name) => own.includes(name)) || constraint.referencedColumns.some((name) => far.includes(name));
    }
    default:
      return false;
  }
}
