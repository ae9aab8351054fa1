import type { ObjectId } from '../catalog/catalog';
import { quotedText } from './postgres-names';
import type { SqlWriter } from './sql-writer';

/** `'A', 'B'`. */
export function writeEnumValues(writer: SqlWriter, id: ObjectId, values: readonly string[]): void {
  for (const [place, value] of values.entries()) {
    if (place > 0) writer.write(', ');
    writer.part({ type: 'enum-value', id, value }, () => writer.write(quotedText(value)));
  }
}
