import type { Catalog } from '../../analysis/catalog/catalog';
import { definitionsIn, type MigrationText } from '../../analysis/revert/definitions';
import type { Introspection } from '../introspection/introspection';
import { isOwn } from './compare';
import type { Difference } from './difference';
import { createTell } from './tell';

/**
 * Functions that do something else than the last migration that defined them says. The server keeps a body to the letter, so it must stand in
 * that migration. Where one name has several functions, or a migration made one in a way that its text does not show, nothing is said.
 */
export function changedBodies(
  { catalog, bodies }: Introspection,
  expected: Catalog,
  applied: readonly MigrationText[],
): readonly Difference[] {
  const definitions = definitionsIn(applied);
  const tell = createTell('history');
  return [...expected.functions].flatMap(([id, called]): readonly Difference[] => {
    const body = bodies.get(id) ?? null;
    if (body === null || isOwn(id) || called.overloads.length !== 1 || catalog.functions.get(id)?.overloads.length !== 1) return [];
    const found = definitions.find({ kind: 'function', id, name: null }).at(-1);
    if (found === undefined || escaped.test(found.text) || holds(found.text, body)) return [];
    const kind = called.procedure ? 'procedure' : 'function';
    const subject = { kind, object: id, part: null, concerns: 'other' } as const;
    // Its text is nobody's business but that of whoever may read the database.
    return [
      tell.changed(subject, 'another text', 'the text of its last migration', [
        { phrase: 'does something else than its last migration says' },
      ]),
    ];
  });
}

/** A body with escapes is kept without them. */
const escaped = /\bAS\s+[EU]&?'/i;

function holds(text: string, body: string): boolean {
  const plain = (one: string): string => one.replaceAll('\r\n', '\n').trim();
  return plain(text).includes(plain(body)) || plain(text).includes(plain(body).replaceAll("'", "''"));
}
