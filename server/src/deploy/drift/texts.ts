import type { Catalog } from '../../analysis/catalog/catalog';
import { describeCatalog } from '../../analysis/catalog/describe';
import { writeDatamodel } from '../../analysis/schema/datamodel/write-datamodel';
import type { Wanted } from '../../analysis/schema/wanted/wanted';
import type { Project } from '../../project/project';
import { isOwn } from './compare';
import { againstWords } from './difference';
import type { DriftFound } from './drift';
import { withDrifted } from './with-drifted';

/** Both sides of a comparison as texts for a diff editor. */
export interface DriftTexts {
  readonly expected: DriftText;
  readonly database: DriftText;
}

export interface DriftText {
  /** Short: `history of production`. */
  readonly label: string;
  readonly text: string;
}

/**
 * A database and what it should be, as Prisma would describe either, and below in comments what Prisma does not know of. What the two only spell in
 * different ways looks the same, so that the editor marks the differences and nothing else.
 */
export function driftTexts({ sides, differences, environment, against }: DriftFound, project: Project): DriftTexts {
  const expected = withDrifted(sides.database, sides.expected, differences);
  const write = (catalog: Catalog): string => `${schemaText(catalog, sides.wanted, project)}${otherObjects(catalog)}`;
  return {
    expected: { label: `${againstWords[against].replace(/^the /, '')} of ${environment}`, text: write(expected) },
    database: { label: environment, text: write(sides.database) },
  };
}

function schemaText(catalog: Catalog, wanted: Wanted | null, { prismaVersion }: Project): string {
  return wanted === null || wanted.provider !== 'postgresql' ? '' : plainNames(writeDatamodel(catalog, wanted, prismaVersion));
}

/** The datamodel is made for Prisma's engine, with names that are never taken. People read those of the database. */
function plainNames(datamodel: string): string {
  const relations = new Map<string, string>();
  for (const [, name, map] of datamodel.matchAll(/@relation\("(r\d+)",[^\n]*map: "([^"]+)"\)/g)) relations.set(name ?? '', map ?? '');
  const text = datamodel
    .slice(datamodel.indexOf('\n}\n', datamodel.indexOf('generator client')) + 3)
    .replace(/"(r\d+)"/g, (text, name: string) => (relations.has(name) ? `"${relations.get(name)}"` : text));
  const declared = new Set([...text.matchAll(/^(?:model|enum) (\w+) \{$/gm)].map(([, name]) => name ?? ''));
  return outsideStrings(text, (part) =>
    part
      .replace(/\b(r\d+)(_back)?\b/g, (text, name: string, back: string | undefined) => {
        const map = relations.get(name);
        return map === undefined ? text : `${map.replace(/\W/g, '_')}${back ?? ''}`;
      })
      .replace(/\b[ME]_\w+/g, (name) => (declared.has(name) ? name.slice(2) : name)),
  )
    .replace(/^( {2}(\w+)(?: [^\n]*?)?) @map\("([^"]+)"\)/gm, (text, line: string, name: string, column: string) =>
      name === column ? line : text,
    )
    .replace(
      /^((?:model|enum) (\w+) \{\n(?:(?!\})[^\n]*\n)*?)\n? {2}@@map\("([^"]+)"\)\n/gm,
      (text, block: string, name: string, own: string) => (name === own ? block : text),
    )
    .trimStart();
}

/** What stands in quotes is the database's own, whatever it looks like. */
function outsideStrings(text: string, change: (part: string) => string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|[^"]+/g, (part) => (part.startsWith('"') ? part : change(part)));
}

/** Everything else in words, a line each. */
function otherObjects(catalog: Catalog): string {
  const described = describeCatalog(catalog);
  const lines = [
    ...described.extensions.map((name) => `extension ${name}`),
    ...Object.entries(described.tables).flatMap(([id, { constraints, more }]) =>
      [...constraints.filter((one) => / (?:check|exclusion) /.test(one)), ...more].map((words) => `table ${id}: ${words}`),
    ),
    ...[...catalog.indexes]
      .filter(([, { keys, where }]) => where !== null || keys.some(({ type }) => type === 'expression'))
      .map(([id]) => `index ${id}: ${described.indexes[id] ?? ''}`),
    ...Object.entries(described.views).map(([id, words]) => `view ${id}: ${words}`),
    ...Object.entries(described.sequences).flatMap(([id, words]) => (words === 'free' ? [`sequence ${id}`] : [])),
    ...Object.entries(described.types).flatMap(([id, words]) => (words.startsWith('enum') ? [] : [`type ${id}: ${words}`])),
    ...Object.entries(described.functions).map(([id, words]) => `function ${id}: ${words}`),
  ].filter((line) => !isOwn(/^\w+ ([^:]+)/.exec(line)?.[1] ?? ''));
  return lines.length === 0 ? '' : `\n// What Prisma does not manage\n${lines.map((line) => `// ${line.replace(/\s+/g, ' ')}\n`).join('')}`;
}
