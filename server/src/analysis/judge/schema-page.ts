import type { Subject } from '../catalog/subject';
import { schemaSuppressions } from '../migration/schema-suppressions';
import type { Operation } from '../operation/operation';
import type { SqlText } from '../render/sql-text';
import { headerOf } from '../schema/place/block-spans';
import { type Placing, placeOf, placeOfType } from '../schema/place/place';
import type { SchemaText } from '../schema/schema-text';
import type { Span } from '../text/span';
import type { Found, Page } from './judge';

/** A schema whose edit asks for this SQL: a finding stands where the schema says what the SQL says there. */
export function schemaPage(sql: SqlText, source: SchemaText, placing: Placing): Page {
  const { schema } = placing.wanted;
  return {
    line: 'schema',
    suppressions: schemaSuppressions(source, schema),
    place: (found) => {
      const subject = found.subject ?? (found.span === null ? null : subjectOf(sql, found.span));
      return subject === null ? headerOf(schema, source.text) : placeOfFound(subject, found, placing);
    },
  };
}

/** To remove a value Prisma changes each column of the enum: what the person has edited is the enum. */
function subjectOf(sql: SqlText, span: Span): Subject | null {
  const parts = sql.covering(span);
  const outer = parts[0]?.subject;
  return outer?.type === 'enum' ? outer : (parts.at(-1)?.subject ?? null);
}

function placeOfFound(subject: Subject, { operation, subject: named }: Found, placing: Placing): Span {
  // A rule that names what it is about means all of it.
  const type =
    named === null && subject.type === 'column' && changesType(operation) ? placeOfType(subject.table, subject.column, placing) : null;
  return type ?? placeOf(subject, placing);
}

/** A column that is dropped and still stands in the schema comes again with another type. */
function changesType(operation: Operation | null): boolean {
  return operation?.kind === 'change-type' || operation?.kind === 'drop-column';
}
