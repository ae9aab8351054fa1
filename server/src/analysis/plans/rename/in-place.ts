import { quotedName, splitId } from '../../render/postgres-names';
import { instantOnly, type PlanAnswer, type PlanContext, type PlanKind, refused, type Step } from '../plan';
import { fillStep, requiredSteps } from '../required-steps';
import { type FoundRenames, foundRenames, nameIn, replaced } from './found-renames';
import type { Rename } from './rename';

export interface RenameInPlace {
  readonly id: PlanKind['id'];
  readonly rename: Rename;
  /** False: nobody but a person can know that it is a rename. */
  readonly automatic: boolean;
}

/** A rename in the place of what a migration drops and makes anew under another name. */
export function renamedInPlace({ id, rename, automatic }: RenameInPlace, context: PlanContext): PlanAnswer {
  const search = foundRenames(rename, context);
  if (!search.ok) return refused(search.reason);
  const { found } = search;
  return {
    ok: true,
    plan: {
      id,
      title: titleOf(rename, found.asked - 1),
      way: 'one-release',
      preferred: false,
      automatic,
      promise: instantOnly('ACCESS EXCLUSIVE'),
      end: 'same-for-prisma',
      replaces: replaced(found.parts, found.place, withComment(found.renames, inTransaction(found.statements, context))),
      steps: requiredAfter(found, context),
    },
  };
}

function requiredAfter({ required, reached, isQualified }: FoundRenames, { valueFor }: PlanContext): readonly Step[] {
  return required.flatMap(({ table: id, column }): readonly Step[] => {
    const table = reached.tables.get(id);
    const value = valueFor(id, column);
    const name = nameIn(id, isQualified);
    if (table === undefined) return [];
    return [...(value === null ? [] : [fillStep(name, column, value)]), ...requiredSteps(name, table, column)];
  });
}

/** Several statements take effect together, also where Prisma lets each commit on its own: nobody meets half of the names. */
export function inTransaction(sql: readonly string[], { statements }: PlanContext): readonly string[] {
  const isInside = statements.some(({ operations }) => operations.some(({ kind }) => kind === 'transaction-control'));
  return sql.length === 1 || isInside ? sql : ['BEGIN', ...sql, 'COMMIT'];
}

function withComment(renames: readonly Rename[], [first = '', ...others]: readonly string[]): readonly string[] {
  const lines = renames.map((rename) =>
    rename.kind === 'table'
      ? `Renames ${shown(rename.from)} to ${shown(rename.to)}: its rows stay.`
      : `Renames ${shown(rename.table)}.${quotedName(rename.from)} to ${quotedName(rename.to)}: its values stay.`,
  );
  const notes = [
    'Code that uses the old name fails from here on: deploy the new code together with it.',
    'Undo: rename the other way round.',
  ];
  return [`${[...lines, ...notes].map((line) => `-- ${line.replace(/\s*\r?\n\s*/g, ' ')}\n`).join('')}${first}`, ...others];
}

export function shown(id: string): string {
  return quotedName(splitId(id).name);
}

function titleOf(rename: Rename, others: number): string {
  const [from, to] = rename.kind === 'table' ? [splitId(rename.from).name, splitId(rename.to).name] : [rename.from, rename.to];
  const more = others === 0 ? '' : `, and ${others} more`;
  return `Rename ${quotedName(from)} to ${quotedName(to)}${more} in place of dropping it: its data stays`;
}
