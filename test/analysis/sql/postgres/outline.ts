import type { Operation } from '../../../../server/src/analysis/operation/operation';

/**
 * One line for an operation: its kind, then every field that says something, without spans. `false`, null and empty lists are
 * left out; names, types and expressions stand as text.
 */
export function outline(operation: Operation): string {
  const { kind, span: _span, ...fields } = operation;
  return [kind, ...parts(fields)].join(' ');
}

function parts(fields: object): string[] {
  return Object.entries(fields)
    .filter(([key, value]) => key !== 'span' && !isSilent(value))
    .map(([key, value]) => (value === true ? key : `${key}=${show(value)}`));
}

function isSilent(value: unknown): boolean {
  return value === false || value === null || (Array.isArray(value) && value.length === 0) || isEmptyQuery(value);
}

function isEmptyQuery(value: unknown): boolean {
  return isRecord(value) && 'relations' in value && showQuery(value) === '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (!isRecord(value)) return String(value);
  if ('constant' in value) return `'${String(value.text)}'`;
  if ('relations' in value) return `(${showQuery(value)})`;
  if ('dimensions' in value) return showType(value);
  const names = Object.keys(value).filter((key) => key !== 'span');
  if (names.length === 1 && names[0] === 'text') return String(value.text);
  if (names.length === 2 && 'schema' in value && 'name' in value) return qualified(value);
  return `{${parts(value).join(' ')}}`;
}

function qualified(name: Record<string, unknown>): string {
  return name.schema === null ? String(name.name) : `${String(name.schema)}.${String(name.name)}`;
}

function showType(type: Record<string, unknown>): string {
  const modifiers = type.modifiers as readonly number[];
  return `${qualified(type)}${modifiers.length > 0 ? `(${modifiers.join(',')})` : ''}${'[]'.repeat(Number(type.dimensions))}`;
}

function showQuery(query: Record<string, unknown>): string {
  const relations = query.relations as readonly {
    readonly access: string;
    readonly name: Record<string, unknown>;
    readonly alias: string | null;
  }[];
  const columns = query.columns as readonly { readonly qualifier: string | null; readonly column: string }[];
  const functions = query.functions as readonly { readonly name: Record<string, unknown> }[];
  return [
    ...relations.map(({ access, name, alias }) => `${access} ${qualified(name)}${alias === null ? '' : ` ${alias}`}`),
    ...columns.map(({ qualifier, column }) => (qualifier === null ? column : `${qualifier}.${column}`)),
    ...functions.map(({ name }) => `${qualified(name)}()`),
  ].join(', ');
}
