import { isBroken, isOpen, strayProblems } from '../position';
import type { ModelBlock } from '../schema';
import { type DeclaredField, declaredField } from './declared-field';
import { type DeclaredKey, declaredKey } from './declared-key';
import { declaredNames } from './declared-names';
import { type Doubt, tableDoubt } from './doubt';
import { isScalar } from './flavours/native-type';

/** What a model's own text says, whatever the other blocks are. */
export interface DeclaredModel {
  readonly name: string;
  /** Its name in the database; null where it cannot be told. */
  readonly table: string | null;
  /** `@@schema`; null where none is written, undefined where it cannot be read. */
  readonly schema: string | null | undefined;
  readonly fields: readonly DeclaredField[];
  /** In Prisma's order: those of the fields, then `@@id`, `@@index`, `@@unique` and `@@fulltext`. */
  readonly keys: readonly DeclaredKey[];
  readonly doubts: readonly Doubt[];
  /** Those whose name another one has as well. */
  readonly repeated: ReadonlySet<DeclaredField>;
  /** The fields whose type is another block, or not known yet. */
  readonly linked: readonly DeclaredField[];
  /** The types that the table depends on besides its own text; `Unsupported` may name any. */
  readonly links: readonly Link[];
}

/** Attributes that declare no key. */
const others: ReadonlySet<string> = new Set(['map', 'schema', 'ignore', 'shardKey']);

export interface Link {
  readonly type: string;
  /** Of a list of a model only the name matters: the table does not depend on the other one. */
  readonly isList: boolean;
}

const order = { 'primary-key': 0, index: 1, unique: 2, fulltext: 3 } as const;

export function declaredModel(block: ModelBlock, name: string, storedName: (name: string) => string): DeclaredModel {
  const fields = block.fields.map((field) => declaredField(block, field, storedName));
  const names = declaredNames(block);
  const doubts: Doubt[] = fields.flatMap((field) => field.doubts);
  const keys: DeclaredKey[] = [];
  for (const attribute of block.attributes) {
    if (others.has(attribute.name)) continue;
    const key = isBroken(block, attribute) ? undefined : declaredKey(attribute, null);
    if (key === undefined || key === null) doubts.push(tableDoubt('keys', attribute.span.start, `@@${attribute.name} is not clear.`));
    else keys.push(key);
  }
  for (const { span, message } of strayProblems(block)) doubts.push(tableDoubt('everything', span.start, message));
  return {
    name,
    table: isNameOpen(block, names.map) ? null : storedName(names.map ?? name),
    schema: names.schema,
    fields,
    keys: [...fields.flatMap((field) => field.keys), ...keys.sort((a, b) => order[a.kind] - order[b.kind])],
    doubts,
    repeated: repeatedFields(fields),
    linked: fields.filter(({ field }) => field.type === null || !(isScalar(field.type.name) || field.type.name === 'Unsupported')),
    links: linksOf(fields),
  };
}

/** Whether the block may yet get another name in the database. */
function isNameOpen(block: ModelBlock, map: string | null | undefined): boolean {
  return map === undefined || (map === null && isOpen(block)) || isBroken(block, { span: block.header });
}

function repeatedFields(fields: readonly DeclaredField[]): ReadonlySet<DeclaredField> {
  const repeated = new Set<DeclaredField>();
  const first = new Map<string, DeclaredField>();
  for (const declared of fields) {
    const twin = first.get(declared.field.name.text);
    if (twin === undefined) first.set(declared.field.name.text, declared);
    else repeated.add(twin).add(declared);
  }
  return repeated;
}

function linksOf(fields: readonly DeclaredField[]): readonly Link[] {
  const links = new Map<string, Link>();
  for (const { field } of fields) {
    if (field.type === null || isScalar(field.type.name)) continue;
    const { name, arity } = field.type;
    links.set(name, { type: name, isList: arity === 'list' && links.get(name)?.isList !== false });
  }
  return [...links.values()];
}
