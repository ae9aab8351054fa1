import type { Catalog, Column, ObjectId } from '../catalog/catalog';
import type { SchemaEdit } from '../plans/rollout/schema-edit';
import { writeDatamodel } from '../schema/datamodel/write-datamodel';
import { readSchema } from '../schema/read';
import type { Block, Field } from '../schema/schema';
import type { Wanted } from '../schema/wanted/wanted';

/**
 * The edits of a schema that follow from a revert without its earlier text: models and fields that go, fields that come back as the catalog has
 * them, a question mark. What else changes is left to whoever compares the result with the catalog.
 */
export function editsFromCatalogs(
  text: string,
  wanted: Wanted,
  today: Catalog,
  target: Catalog,
  prismaVersion: string | null,
): readonly SchemaEdit[] {
  const edits: SchemaEdit[] = [];
  const written = fieldsOf(writeDatamodel(target, wanted, prismaVersion));
  for (const [id, origin] of wanted.origins.tables) {
    if (origin.type !== 'model') continue;
    const { model, columns } = origin;
    const block = model.name?.text;
    const [table, other] = [today.tables.get(id), target.tables.get(id)];
    if (block === undefined || table === undefined) continue;
    const slice = ({ start, end }: Field['span']): string => text.slice(model.start + start, model.start + end);
    if (other === undefined) {
      edits.push({ block, member: null, expected: slice(model.span), text: null, after: null });
      continue;
    }
    for (const [name, field] of columns) {
      const [from, to] = [columnOf(table.columns, name), columnOf(other.columns, name)];
      const edit = { block, member: field.name.text, expected: slice(field.span), after: null };
      if (from !== undefined && to === undefined) edits.push({ ...edit, text: null });
      if (from === undefined || to === undefined || from.notNull === to.notNull || field.type === null) continue;
      const at = field.type.span.end - field.span.start;
      const mark = edit.expected[at - 1] === '?' ? at - 1 : at;
      edits.push({ ...edit, text: `${edit.expected.slice(0, mark)}${to.notNull ? '' : '?'}${edit.expected.slice(at)}` });
    }
    for (const { name } of other.columns) {
      const field = written.get(keyOf(id, name));
      if (columns.has(name) || columnOf(table.columns, name) !== undefined || field === undefined) continue;
      const isTaken = model.fields.some((one) => one.name.text === field.name);
      if (!isTaken) edits.push({ block, member: field.name, expected: null, text: field.text, after: null });
    }
  }
  return edits;
}

function columnOf(columns: readonly Column[], name: string): Column | undefined {
  return columns.find((column) => column.name === name);
}

function keyOf(table: ObjectId, column: string): string {
  return `${table.slice(table.indexOf('.') + 1)}\0${column}`;
}

/** The fields of a written datamodel by table and column, without a name of the database that is their own. */
function fieldsOf(datamodel: string): ReadonlyMap<string, { readonly name: string; readonly text: string }> {
  const fields = new Map<string, { readonly name: string; readonly text: string }>();
  for (const block of readSchema(datamodel).blocks) {
    if (block.kind !== 'model') continue;
    const table = mapped(datamodel, block, block.attributes.find(({ name }) => name === 'map')?.span);
    for (const field of block.fields) {
      const text = datamodel.slice(block.start + field.span.start, block.start + field.span.end);
      const column = /@map\("((?:[^"\\]|\\.)*)"\)/.exec(text)?.[1];
      if (table === null || column === undefined) continue;
      const own = column === field.name.text ? text.replace(` @map("${column}")`, '') : text;
      fields.set(`${table}\0${column}`, { name: field.name.text, text: own });
    }
  }
  return fields;
}

function mapped(text: string, { start }: Block, span: Field['span'] | undefined): string | null {
  const attribute = span === undefined ? '' : text.slice(start + span.start, start + span.end);
  return /"((?:[^"\\]|\\.)*)"/.exec(attribute)?.[1] ?? null;
}
