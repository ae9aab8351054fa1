import type { Node } from 'jsonc-parser';
import { nearestName } from './nearest-name';
import type { JsonSchema } from './settings-schema';

/** Something that does not fit the schema. `key` is a path such as `environments[0].kind`; the root's is empty. */
export interface Mismatch {
  readonly key: string;
  readonly node: Node;
  readonly message: string;
}

/** What a JSON value has that the schema does not allow, and what would have been right. */
export function mismatches(node: Node, schema: JsonSchema, key = ''): readonly Mismatch[] {
  const refuse = (expected: string): readonly Mismatch[] => [{ key, node, message: `is ${shown(node)}; expected ${expected}` }];
  if (schema.oneOf !== undefined) return mismatchesOfAlternatives(node, schema.oneOf, key);
  if (schema.enum !== undefined && !schema.enum.some((allowed) => allowed === node.value))
    return refuse(alternatives(schema.enum, node.value));
  if (schema.type !== undefined && !hasType(node, schema.type)) return refuse(typeNames[schema.type]);
  if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(String(node.value))) {
    return refuse(schema.patternErrorMessage ?? `something like ${schema.pattern}`);
  }
  if (schema.minimum !== undefined && Number(node.value) < schema.minimum) return refuse(`at least ${schema.minimum}`);
  if (node.type === 'array') {
    return (node.children ?? []).flatMap((item, index) => mismatches(item, schema.items ?? {}, `${key}[${index}]`));
  }
  return node.type === 'object' ? mismatchesOfObject(node, schema, key) : [];
}

function mismatchesOfObject(node: Node, schema: JsonSchema, key: string): readonly Mismatch[] {
  const found: Mismatch[] = [];
  const known = schema.properties ?? {};
  const others = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  const seen = new Set<string>();
  for (const property of node.children ?? []) {
    const [nameNode, value] = property.children ?? [];
    if (nameNode === undefined) continue;
    const name = String(nameNode.value);
    const path = key === '' ? name : `${key}.${name}`;
    const expected = Object.hasOwn(known, name) ? known[name] : others;
    if (seen.has(name)) found.push({ key: path, node: nameNode, message: 'is written twice; expected once' });
    seen.add(name);
    if (expected === undefined) found.push({ key: path, node: nameNode, message: unknownKey(key, name, Object.keys(known)) });
    else if (value !== undefined) found.push(...mismatches(value, expected, path));
  }
  for (const name of schema.required ?? []) {
    if (!seen.has(name)) found.push({ key: key === '' ? name : `${key}.${name}`, node, message: 'is missing; expected a value' });
  }
  return found;
}

/** Judged by the alternative whose keys fit best. */
function mismatchesOfAlternatives(node: Node, options: readonly JsonSchema[], key: string): readonly Mismatch[] {
  const results = options.map((option) => mismatches(node, option, key));
  if (results.some((result) => result.length === 0)) return [];
  const written = new Set((node.children ?? []).map((property) => String(property.children?.[0]?.value)));
  const meant = options.findIndex((option) => option.required?.some((name) => written.has(name)));
  if (meant >= 0) return results[meant] ?? [];
  const forms = options.map(({ type = 'object', required = [] }) =>
    type === 'object' ? `{ ${required.map((name) => `"${name}"`).join(', ')} }` : typeNames[type],
  );
  return [{ key, node, message: `is ${shown(node)}; expected ${oneOf(forms)}` }];
}

function unknownKey(parent: string, name: string, known: readonly string[]): string {
  const what = parent === 'rules' ? 'is not a rule' : 'is not a setting';
  const near = nearestName(name, known);
  if (near !== null) return `${what}; expected "${near}"?`;
  return parent === 'rules' ? `${what}; expected an id that "lockstep rules" lists` : `${what}; expected ${oneOf(known.map(quote))}`;
}

function alternatives(allowed: readonly (string | boolean)[], value: unknown): string {
  const near = typeof value === 'string' ? nearestName(value, allowed.map(String)) : null;
  const all = oneOf(allowed.map((one) => (typeof one === 'string' ? quote(one) : String(one))));
  return near === null || allowed.length < 3 ? all : `${all} (${quote(near)}?)`;
}

function oneOf(options: readonly string[]): string {
  return options.length < 2 ? (options[0] ?? 'nothing') : `${options.slice(0, -1).join(', ')} or ${options.at(-1)}`;
}

const typeNames: Readonly<Record<NonNullable<JsonSchema['type']>, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

function hasType(node: Node, type: NonNullable<JsonSchema['type']>): boolean {
  return type === 'integer' ? node.type === 'number' && Number.isInteger(node.value) : node.type === type;
}

function shown(node: Node): string {
  if (node.type === 'object') return 'an object';
  if (node.type === 'array') return 'a list';
  if (node.type === 'null') return 'null';
  // Somebody may have written a connection URL where only its place belongs: it must not reach a log.
  if (typeof node.value === 'string' && /[:@]/.test(node.value)) return 'a string';
  const text = JSON.stringify(node.value);
  return `the ${node.type} ${text.length > 40 ? `${text.slice(0, 39)}…` : text}`;
}

function quote(text: string): string {
  return `"${text}"`;
}
