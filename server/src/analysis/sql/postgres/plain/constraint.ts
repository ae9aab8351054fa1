import type { ForeignKeyConstraint, PrimaryKeyConstraint, ReferentialAction } from '../../../operation/constraint';
import type { Identifier } from '../../../operation/name';
import { skip, skipBlanks, spanFrom, takeIdentifier, takeList, takeName, type Walk } from './walk';

/** A primary key or a foreign key, named or not. Prisma writes other unique keys as indexes. */
export function takeConstraint(walk: Walk): PrimaryKeyConstraint | ForeignKeyConstraint | null {
  skipBlanks(walk);
  const start = walk.at;
  let name: Identifier | null = null;
  if (skip(walk, 'CONSTRAINT')) {
    name = takeIdentifier(walk);
    if (name === null) return null;
  }
  return skip(walk, 'PRIMARY KEY') ? takePrimaryKey(walk, start, name) : takeForeignKey(walk, start, name);
}

function takePrimaryKey(walk: Walk, start: number, name: Identifier | null): PrimaryKeyConstraint | null {
  const columns = takeList(walk, takeIdentifier);
  return columns && { type: 'primary-key', name, span: spanFrom(walk, start), inline: false, columns, include: [], usingIndex: null };
}

function takeForeignKey(walk: Walk, start: number, name: Identifier | null): ForeignKeyConstraint | null {
  const columns = skip(walk, 'FOREIGN KEY') ? takeList(walk, takeIdentifier) : null;
  if (columns === null || !skip(walk, 'REFERENCES')) return null;
  const references = takeName(walk);
  if (references === null) return null;
  const referencedColumns = takeList(walk, takeIdentifier);
  if (referencedColumns === null) return null;
  const onDelete = skip(walk, 'ON DELETE') ? takeAction(walk) : 'no-action';
  const onUpdate = skip(walk, 'ON UPDATE') ? takeAction(walk) : 'no-action';
  if (onDelete === null || onUpdate === null) return null;
  return {
    type: 'foreign-key',
    name,
    span: spanFrom(walk, start),
    inline: false,
    columns,
    references,
    referencedColumns,
    onDelete,
    onUpdate,
    notValid: false,
    enforced: true,
  };
}

const actions: readonly (readonly [string, ReferentialAction])[] = [
  ['CASCADE', 'cascade'],
  ['RESTRICT', 'restrict'],
  ['SET NULL', 'set-null'],
  ['NO ACTION', 'no-action'],
  ['SET DEFAULT', 'set-default'],
];

function takeAction(walk: Walk): ReferentialAction | null {
  return actions.find(([words]) => skip(walk, words))?.[1] ?? null;
}
