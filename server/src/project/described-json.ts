import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import { tooDeepAt } from './json-depth';
import type { JsonSchema } from './settings-schema';
import { mismatches } from './settings-validation';

/** A file of JSON, with comments and trailing commas, that has the form of its schema. */
export type DescribedJson =
  | {
      readonly ok: true;
      readonly data: unknown;
      /** A sentence about a key, as all others here: names the line of its value, or of what it should stand in. */
      readonly problemAt: (key: readonly string[], message: string) => string;
    }
  | { readonly ok: false; readonly problems: readonly string[] };

/** `what`: the file in a sentence, `backfill`. */
export function readDescribed(text: string, schema: JsonSchema, what: string): DescribedJson {
  const tooDeep = tooDeepAt(text);
  if (tooDeep !== null) return { ok: false, problems: [`Line ${lineOf(text, tooDeep)}: nests deeper than a ${what} does.`] };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (tree === undefined || error !== undefined) {
    return { ok: false, problems: [`Line ${lineOf(text, error?.offset ?? 0)}: is not valid JSON here.`] };
  }
  const problem = (offset: number, key: string, message: string): string =>
    `Line ${lineOf(text, offset)}: ${key === '' ? `the ${what}` : `"${key}"`} ${message}${/[.?]$/.test(message) ? '' : '.'}`;
  const found = mismatches(tree, schema).map(({ key, node, message }) => problem(node.offset, key, message));
  if (found.length > 0) return { ok: false, problems: found };
  return { ok: true, data: dataOf(tree), problemAt: (key, message) => problem(nodeAt(tree, key).offset, key.join('.'), message) };
}

function dataOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(dataOf);
  if (node.type !== 'object') return node.value;
  return Object.fromEntries(
    (node.children ?? []).flatMap(({ children: [name, value] = [] }) =>
      name === undefined || value === undefined ? [] : [[String(name.value), dataOf(value)]],
    ),
  );
}

function nodeAt(tree: Node, key: readonly string[]): Node {
  let at = tree;
  for (const name of key) at = at.children?.find(({ children }) => children?.[0]?.value === name)?.children?.[1] ?? at;
  return at;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
