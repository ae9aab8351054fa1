import type { ObjectId } from '../../catalog/catalog';
import type { Field, ModelBlock } from '../../schema/schema';
import type { PlacedSchema } from './rollout';
import { plainText } from './schema-edit';

/** A field where it stands, as an edit names it. */
export interface PlacedField {
  readonly block: string;
  readonly member: string;
  /** In one line, one blank between its parts. */
  readonly text: string;
  /** The field above; null for the first one. */
  readonly after: string | null;
  readonly field: Field;
  readonly model: ModelBlock;
}

/** The field of a column; null where the schema has none. */
export function placedField(schema: PlacedSchema, table: ObjectId, column: string): PlacedField | null {
  const origin = schema.wanted.origins.tables.get(table);
  const field = origin?.type === 'model' ? origin.columns.get(column) : undefined;
  return origin?.type !== 'model' || field === undefined ? null : placed(schema, origin.model, field);
}

/** The relation fields that a column is one of the `fields` of. */
export function relationsOver(schema: PlacedSchema, { model, member }: PlacedField): readonly PlacedField[] {
  const isOver = ({ attributes }: Field): boolean =>
    attributes.some(
      (attribute) =>
        attribute.name === 'relation' &&
        attribute.arguments.some(
          ({ name, value }) =>
            name === 'fields' && value.type === 'list' && value.items.some((item) => item.type === 'word' && item.text === member),
        ),
    );
  return model.fields.filter(isOver).flatMap((field) => placed(schema, model, field) ?? []);
}

/** `status String @db.Text` → `status String? @db.Text`. */
export function withQuestionMark({ field, text, member }: PlacedField): string {
  const type = field.type?.name ?? '';
  const written = field.type?.unsupported == null ? type : /^Unsupported\("(?:[^"\\]|\\.)*"\)/.exec(text.slice(member.length + 1))?.[0];
  const end = member.length + 1 + (written ?? type).length;
  return `${text.slice(0, end)}?${text.slice(end)}`;
}

function placed({ source }: PlacedSchema, model: ModelBlock, field: Field): PlacedField | null {
  if (model.name === null) return null;
  const index = model.fields.indexOf(field);
  return {
    block: model.name.text,
    member: field.name.text,
    text: plainText(source.text.slice(model.start + field.span.start, model.start + field.span.end)),
    after: model.fields[index - 1]?.name.text ?? null,
    field,
    model,
  };
}
