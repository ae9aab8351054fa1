import type { Catalog, ObjectId } from '../catalog/catalog';
import { describeCatalog, type TableDescription } from '../catalog/describe';
import { changedSubjects } from '../catalog/diff/changed-subjects';
import { diffCatalogs } from '../catalog/diff/diff';
import type { DiffOptions } from '../catalog/diff/options';
import { ownSchema } from '../catalog/own-schema';
import type { Subject } from '../catalog/subject';
import { objectName } from '../wording/wording';

/**
 * The first difference between two catalogs that Prisma would migrate, or what the first one has lost that Prisma does not know: it
 * may have more, such as triggers, checks, another order of columns, objects in the schema `lockstep`. As the end of a sentence; null
 * where there is none.
 */
export function prismaDifference(found: Catalog, wanted: Catalog): string | null {
  const [a, b] = [withoutOwn(found), withoutOwn(wanted)];
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const [first] = changedSubjects(diffCatalogs(from, to, asTheyAre), from);
    if (first !== undefined) return `: ${subjectName(first)} differs`;
  }
  const lost = lostObject(a, b);
  return lost === null ? null : `: ${objectName(lost)} would lose something`;
}

/** For two catalogs that come from migrations: compared as they are, and not as a server would describe one of them. */
export const asTheyAre: DiffOptions = {
  provider: 'postgresql',
  from: 'schema',
  schemas: [],
  extensions: null,
  previewFeatures: new Set(),
  prismaVersion: null,
  unresolved: [],
};

function withoutOwn(catalog: Catalog): Catalog {
  const isOther = ({ schema }: { readonly schema: string }): boolean => schema !== ownSchema;
  return {
    ...catalog,
    schemas: new Set([...catalog.schemas].filter((schema) => schema !== ownSchema)),
    tables: filtered(catalog.tables, isOther),
    indexes: filtered(catalog.indexes, isOther),
    types: filtered(catalog.types, isOther),
  };
}

function filtered<T>(map: ReadonlyMap<ObjectId, T>, keep: (object: T) => boolean): ReadonlyMap<ObjectId, T> {
  return new Map([...map].filter(([, object]) => keep(object)));
}

/** Of what Prisma does not look at: views, functions, indexes over expressions or parts, checks, triggers, policies. */
function lostObject(found: Catalog, wanted: Catalog): ObjectId | null {
  const [has, wants] = [describeCatalog(found), describeCatalog(wanted)];
  for (const section of ['views', 'functions', 'indexes', 'types'] as const) {
    // The values of enums are Prisma's; their order is nobody's: it adds each new one at the end.
    const lost = Object.entries(wants[section]).find(([id, text]) => has[section][id] !== text && wanted.types.get(id)?.type !== 'enum');
    if (lost !== undefined) return lost[0];
  }
  const lost = Object.entries(wants.tables).find(
    ([id, table]) => !unseenOf(table).every((text) => unseenOf(has.tables[id]).includes(text)),
  );
  return lost?.[0] ?? null;
}

function unseenOf(table: TableDescription | undefined): readonly string[] {
  return table === undefined ? [] : [...table.constraints, ...table.more];
}

function subjectName(subject: Subject): string {
  switch (subject.type) {
    case 'column':
    case 'constraint':
    case 'index':
      return objectName(subject.table);
    case 'table':
    case 'enum':
    case 'enum-value':
      return objectName(subject.id);
    case 'schema':
    case 'extension':
      return objectName(subject.name);
  }
}
