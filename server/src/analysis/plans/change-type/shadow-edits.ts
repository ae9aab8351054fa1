import { ignoredField } from '../rename/column-edits';
import type { PlacedSchema } from '../rollout/rollout';
import type { SchemaEdit } from '../rollout/schema-edit';
import type { PlacedField } from '../rollout/schema-member';

/** A field that changes its type, with a second column for a while. */
export interface Shadowed {
  readonly previous: PlacedSchema;
  readonly schema: PlacedSchema;
  readonly old: PlacedField;
  readonly next: PlacedField;
  /** Columns: of the new type until the swap, of the old one from then on. */
  readonly shadow: string;
  readonly spare: string;
}

/** From the edited schema to the old type with a second field, from there to the new type with the old one as second field, and back. */
export function shadowEdits({
  previous,
  schema,
  old,
  next,
  shadow,
  spare,
}: Shadowed): Readonly<Record<'expand' | 'swap' | 'contract', readonly SchemaEdit[]>> {
  const { block, member, after } = next;
  const field = (expected: string, text: string): SchemaEdit => ({ block, member, expected, text, after });
  const second = (column: string, text: string, isThere: boolean): SchemaEdit => ({
    block,
    member: column,
    expected: isThere ? text : null,
    text: isThere ? null : text,
    after: member,
  });
  const shadowText = ignoredField(schema, next, ['db'], shadow);
  const spareText = ignoredField(previous, old, ['db'], spare);
  return {
    expand: [field(next.text, old.text), second(shadow, shadowText, false)],
    swap: [field(old.text, next.text), second(shadow, shadowText, true), second(spare, spareText, false)],
    contract: [second(spare, spareText, true)],
  };
}
