import type { ObjectId } from '../../catalog/catalog';
import { columnOf } from '../../catalog/resolve';
import type { Operation } from '../../operation/operation';
import { quotedName } from '../../render/postgres-names';
import type { Block, Field, ModelBlock } from '../../schema/schema';
import { folderWords, writtenTable } from '../names';
import { instantOnly } from '../plan';
import type { Rollout, RolloutAnswer, RolloutContext, Stage } from '../rollout/rollout';
import { reversed, type SchemaEdit } from '../rollout/schema-edit';
import { type PlacedField, placedField } from '../rollout/schema-member';
import { dropColumnsStep, dropTableStep } from './drop-steps';
import { spared } from './spared';

/** The application forgets a field in one release, and its column goes in a later one. */
export function dropColumnRollout(operation: Operation, context: RolloutContext): RolloutAnswer {
  if (operation.kind !== 'drop-column') return null;
  const found = dropColumnsStep([operation], context);
  if (!found.ok) return found;
  const { previous, start, statement } = context;
  const column = operation.column.text;
  const shape = start.tables.get(found.table);
  const held = shape === undefined ? null : columnOf(shape, column);
  const place = previous === null ? null : placedField(previous, found.table, column);
  if (previous === null || held === null || place === null) return refusal(`the earlier schema has no field for ${quotedName(column)}`);
  // Prisma Client does not write what it does not know: the database has to have a value, or to do without.
  const needsHelp = held.notNull && held.default === null && held.identity === null && place.field.type?.arity === 'required';
  const help = needsHelp ? spared(operation, found.table, held, place, { ...context, previous }) : null;
  const member = freeMember(place, found.table, context);
  const edit: SchemaEdit = {
    block: place.block,
    member,
    expected: null,
    text: `${mappedTo(column, member, place, withoutKeys(help?.text ?? place.text))} @ignore`,
    after: place.after,
  };
  const subject = `${place.block}.${place.member}`;
  const of = `${writtenTable(operation.table)}.${quotedName(column)}`;
  const stages: readonly Stage[] = [
    {
      type: 'migrate',
      name: 'hide',
      purpose: `Takes ${subject} from Prisma Client with @ignore${help === null ? '' : `, and ${help.how}`}; the column stays.`,
      steps: help === null ? [] : [help.step],
      edits: [edit],
    },
    released(subject, [
      `The code is built with the new Prisma Client, which has no ${place.member}: no place in it uses the field.`,
      `No raw SQL reads or writes ${of}.`,
    ]),
    { type: 'migrate', name: 'drop', purpose: `Keeps a copy of ${of} and drops it.`, steps: [found.step], edits: [reversed(edit)] },
  ];
  return {
    ok: true,
    rollout: {
      ...described('drop-column', subject, stages),
      name: folderWords('drop', operation.table.name, column),
      replaces: [{ statement: statement.index, operation, replacement: null }],
    },
  };
}

/** Another field may have its name already: the relation that takes its place. */
function freeMember({ member }: PlacedField, table: ObjectId, { schema }: RolloutContext): string {
  const origin = schema.wanted.origins.tables.get(table);
  const taken = origin?.type === 'model' && origin.model.fields.some(({ name }) => name.text === member);
  return taken ? `${member}_dropped` : member;
}

function mappedTo(column: string, member: string, place: PlacedField, text: string): string {
  if (member === place.member) return text;
  const map = place.field.attributes.some(({ name }) => name === 'map') ? '' : ` @map(${JSON.stringify(column)})`;
  return `${member}${text.slice(place.member.length)}${map}`;
}

/** The application forgets a model in one release, and its table goes in a later one. */
export function dropTableRollout(operation: Operation, context: RolloutContext): RolloutAnswer {
  if (operation.kind !== 'drop-table') return null;
  const found = dropTableStep(operation, context);
  if (!found.ok) return found;
  const { previous, statement } = context;
  const origin = previous?.wanted.origins.tables.get(found.table);
  if (previous == null || origin?.type !== 'model' || origin.model.name === null)
    return refusal('the earlier schema has no model for the table');
  const { model } = origin;
  const name = origin.model.name.text;
  const written = writtenTable(operation.table);
  const at = previous.source.text;
  const { blocks } = previous.wanted.schema;
  const edit: SchemaEdit = {
    block: name,
    member: null,
    expected: null,
    text: ignoredModel(model, at, (field) => isRelation(field, blocks)),
    after: blocks[blocks.indexOf(model) - 1]?.name?.text ?? null,
  };
  const stages: readonly Stage[] = [
    {
      type: 'migrate',
      name: 'hide',
      purpose: `Takes ${name} from Prisma Client with @@ignore; the table stays.`,
      steps: [],
      edits: [edit],
    },
    released(name, [
      `The code is built with the new Prisma Client, which has no ${name}: no place in it uses the model.`,
      `No raw SQL reads or writes ${written}.`,
    ]),
    { type: 'migrate', name: 'drop', purpose: `Keeps a copy of ${written} and drops it.`, steps: [found.step], edits: [reversed(edit)] },
  ];
  return {
    ok: true,
    rollout: {
      ...described('drop-table', name, stages),
      name: folderWords('drop', operation.table.name),
      replaces: [{ statement: statement.index, operation, replacement: null }],
    },
  };
}

function described(plan: string, subject: string, stages: readonly Stage[]): Omit<Rollout, 'name' | 'replaces'> {
  return {
    plan,
    title: `Drop ${subject} over two releases: @ignore first, a copy and the drop later`,
    subject,
    promise: instantOnly('ACCESS EXCLUSIVE'),
    stages,
  };
}

function released(subject: string, application: readonly string[]): Stage {
  return {
    type: 'release',
    name: 'release',
    purpose: `The application does without ${subject}.`,
    application: [...application, 'No instance of an earlier release is running any more.'],
    code: null,
  };
}

/** The migration that goes with the edit drops its unique index. */
function withoutKeys(text: string): string {
  return text.replace(/ @unique(?:\((?:[^()"]|"(?:[^"\\]|\\.)*")*\))?/, '');
}

function isRelation({ type }: Field, blocks: readonly Block[]): boolean {
  return blocks.some(({ kind, name }) => (kind === 'model' || kind === 'view') && name?.text === type?.name);
}

/** Without its relations, whose other sides are gone and whose foreign keys go now. */
function ignoredModel(model: ModelBlock, text: string, isGone: (field: Field) => boolean): string {
  const whole = text.slice(model.start + model.span.start, model.start + model.span.end);
  const gone = model.fields.filter(isGone);
  const lines = whole.split('\n');
  let at = model.span.start;
  const kept = lines.filter((line) => {
    const [start, end] = [at, at + line.length];
    at = end + 1;
    return !gone.some(({ span }) => span.start >= start && span.start < end);
  });
  const close = kept.length - 1;
  return [...kept.slice(0, close), ...(model.attributes.length === 0 ? [''] : []), '  @@ignore', ...kept.slice(close)].join('\n');
}

function refusal(reason: string): RolloutAnswer {
  return { ok: false, reason };
}
