import type { Attribute, ModelBlock, Value } from '../../schema/schema';
import type { PlacedSchema } from '../rollout/rollout';
import { plainText, type SchemaEdit } from '../rollout/schema-edit';
import { type PlacedField, relationsOver } from '../rollout/schema-member';

/** A field that takes the place of another one, and the edits by which the schema goes from the one to the other. */
export interface FieldSuccession {
  /** From the edited schema to where the old field is the one that counts, and the new one is ignored. */
  readonly expand: readonly SchemaEdit[];
  /** From there to where the new field counts, and the old one is ignored. */
  readonly change: readonly SchemaEdit[];
  /** From there to the edited schema. */
  readonly contract: readonly SchemaEdit[];
}

/** Two schemas and the field in each. */
export interface Fields {
  readonly previous: PlacedSchema;
  readonly schema: PlacedSchema;
  readonly old: PlacedField;
  readonly next: PlacedField;
}

/** `reason` completes "No rollout is offered: …". */
export type FieldSuccessionAnswer =
  | { readonly ok: true; readonly edits: FieldSuccession }
  | { readonly ok: false; readonly reason: string };

/** What becomes of both fields, of relations over them, and of the attributes of the model that list them. */
export function fieldSuccession({ previous, schema, old, next }: Fields): FieldSuccessionAnswer {
  if (old.member === next.member) return refusal('the field keeps its name');
  if (next.field.type === null || next.field.type.unsupported !== null) return refusal('Prisma does not know its type');
  const relations = { old: relationsOver(previous, old), next: relationsOver(schema, next) };
  const unlike =
    relations.old.length !== relations.next.length || relations.old.some((one, index) => !sameRelation(one, relations.next[index]));
  if (unlike) return refusal('its relation changes in more than the field');
  const before = listing(previous, old);
  const after = listing(schema, next);
  if (before.length !== after.length) return refusal('an index or key over it changes as well');
  if (after.some(({ name }) => name === 'id')) return refusal('the primary key would be over it');
  const { block } = next;
  const bare = ignoredField(schema, next, ['map', 'db']);
  const idle = ignoredField(previous, old, null);
  const added = ({ name, text }: Listed): SchemaEdit => ({ block, member: `@@${name}`, expected: null, text, after: null });
  const removed = ({ name, text }: Listed): SchemaEdit => ({ block, member: `@@${name}`, expected: text, text: null, after: null });
  return {
    ok: true,
    edits: {
      expand: [
        edit(next, next.text, bare),
        { block, member: old.member, expected: null, text: old.text, after: next.member },
        ...relations.next.flatMap((one, index) => replacedBy(one, relations.old[index])),
        ...after.map(removed),
        ...before.map(added),
      ],
      change: [
        edit(next, bare, next.text),
        { block, member: old.member, expected: old.text, text: idle, after: next.member },
        ...relations.old.flatMap((one, index) => replacedBy({ ...one, block }, relations.next[index])),
        ...after.map(added),
      ],
      contract: [{ block, member: old.member, expected: idle, text: null, after: next.member }, ...before.map(removed)],
    },
  };
}

function edit({ block, member, after }: PlacedField, expected: string, text: string): SchemaEdit {
  return { block, member, expected, text, after };
}

/** One relation field in the place of another, which may have the same name. */
function replacedBy(from: PlacedField, to: PlacedField | undefined): readonly SchemaEdit[] {
  if (to === undefined || from.text === to.text) return [];
  const { block } = from;
  if (from.member === to.member) return [edit(from, from.text, to.text)];
  return [
    { block, member: to.member, expected: null, text: to.text, after: from.member },
    { block, member: from.member, expected: from.text, text: null, after: from.after },
  ];
}

/** To the same model, under the same name, in the same way. */
function sameRelation(a: PlacedField, b: PlacedField | undefined): boolean {
  if (b === undefined) return false;
  const words = ({ field, text }: PlacedField): string =>
    `${field.type?.name} ${field.type?.arity} ${text.slice(text.indexOf('@relation')).replace(/fields: \[[^\]]*\]/, '')}`;
  return words(a) === words(b);
}

/** The field as one that Prisma Client does not see: it may be empty. `kept`: the attributes that stay; null: all of them. `name`: another one. */
export function ignoredField(
  schema: PlacedSchema,
  { field, model, member }: PlacedField,
  kept: readonly string[] | null,
  name: string = member,
): string {
  const { type, attributes } = field;
  const stays = attributes.filter(({ name }) => name !== 'ignore' && (kept === null || kept.includes(name.split('.')[0] ?? '')));
  const written = stays.map((one) => ` ${attributeText(schema, model, one)}`).join('');
  return `${name} ${type?.name ?? ''}${type?.arity === 'list' ? '[]' : '?'}${written} @ignore`;
}

/** An attribute of a model that lists a field. */
interface Listed {
  readonly name: string;
  readonly text: string;
}

function listing(schema: PlacedSchema, { model, member }: PlacedField): readonly Listed[] {
  return model.attributes
    .filter((attribute) => attribute.arguments.some(({ value }) => mentions(value, member)))
    .map((attribute) => ({ name: attribute.name, text: attributeText(schema, model, attribute) }));
}

function attributeText({ source }: PlacedSchema, { start }: ModelBlock, { span }: Attribute): string {
  return plainText(source.text.slice(start + span.start, start + span.end));
}

function mentions(value: Value, member: string): boolean {
  if (value.type === 'list') return value.items.some((item) => mentions(item, member));
  return (value.type === 'word' && value.text === member) || (value.type === 'call' && value.name === member);
}

function refusal(reason: string): FieldSuccessionAnswer {
  return { ok: false, reason };
}
