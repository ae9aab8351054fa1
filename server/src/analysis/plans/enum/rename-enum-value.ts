import type { Finding } from '../../finding';
import { quotedText } from '../../render/postgres-names';
import { listed, quoted } from '../../wording/wording';
import { writtenTable } from '../names';
import { instantOnly, type PlanContext, type PlanKind, type Replacement, refused } from '../plan';
import { type EnumSwap, enumSwap, writtenType } from './swap';

/** A value gets another name and stays the same value. */
export const renameEnumValue: PlanKind = {
  id: 'rename-enum-value',
  summary: 'Renames the value of an enum, in place of a new type that lacks it.',
  answers: ['possible-rename', 'enum-value-removed'],
  make: (operation, context) => {
    if (operation.kind !== 'change-type') return null;
    const { finding, findings } = context;
    const isRename = valueRenames([finding]).length > 0;
    const swap = enumSwap(operation, context);
    if (swap === null) return isRename ? refused('the change of the enum is not written as Prisma does') : null;
    const renames = isRename ? valueRenames(findings).filter(({ type }) => type === swap.type) : onlyRename(swap);
    if (renames.length === 0) return null;
    const left = otherChange(swap, renames);
    if (left !== null) return refused(left);
    const type = writtenTable(writtenType(swap, context));
    const statements = renames.map(({ from, to }) => `ALTER TYPE ${type} RENAME VALUE ${quotedText(from)} TO ${quotedText(to)}`);
    const names = renames.map(({ from, to }) => `${quoted(from)} to ${quoted(to)}`);
    return {
      ok: true,
      plan: {
        id: renameEnumValue.id,
        title: `Rename ${listed(names)} in the database (breaks running code for the length of the deploy)`,
        way: 'one-release',
        preferred: false,
        automatic: isRename || isSaid(swap, context),
        promise: instantOnly('ACCESS EXCLUSIVE'),
        end: 'same-for-prisma',
        replaces: replacements(swap, renames, statements).sort(
          (a, b) => Number(b.operation === operation) - Number(a.operation === operation),
        ),
        steps: [],
      },
    };
  },
};

interface ValueRename {
  readonly type: string;
  readonly from: string;
  readonly to: string;
}

function valueRenames(findings: readonly Finding[]): readonly ValueRename[] {
  return findings.flatMap(({ renamed }) =>
    renamed?.from.type === 'enum-value' && renamed.to.type === 'enum-value' && renamed.from.id === renamed.to.id
      ? [{ type: renamed.from.id, from: renamed.from.value, to: renamed.to.value }]
      : [],
  );
}

/** One value goes and one comes: where that is the one that the rows of the other are to get, nothing has to be written anew. */
function onlyRename({ type, before, after }: EnumSwap): readonly ValueRename[] {
  const [removed, ...others] = before.filter((value) => !after.includes(value));
  const [added, ...more] = after.filter((value) => !before.includes(value));
  return removed === undefined || added === undefined || others.length + more.length > 0 ? [] : [{ type, from: removed, to: added }];
}

function isSaid(swap: EnumSwap, { valueFor }: PlanContext): boolean {
  const [rename] = onlyRename(swap);
  return swap.columns.every(({ table, operation }) => {
    const given = valueFor(table, operation.column.text)?.trim();
    return rename !== undefined && (given === rename.to || given === quotedText(rename.to));
  });
}

/** What else becomes of the enum, as a reason; null where nothing does. */
function otherChange({ before, after }: EnumSwap, renames: readonly ValueRename[]): string | null {
  const renamed = new Set(before.map((value) => renames.find(({ from }) => from === value)?.to ?? value));
  const removed = [...renamed].find((value) => !after.includes(value));
  const added = after.find((value) => !renamed.has(value));
  if (removed !== undefined) return `the enum loses ${quoted(removed)} as well`;
  return added === undefined ? null : `the enum gets ${quoted(added)} as well`;
}

/** Defaults go along with their value; what is left are those that the migration sets to one that was renamed. */
function replacements({ operations }: EnumSwap, renames: readonly ValueRename[], statements: readonly string[]): Replacement[] {
  const isNewName = (text: string): boolean => renames.some(({ to }) => text.includes(quotedText(to)));
  return operations.flatMap(({ statement, operation }, index): readonly Replacement[] => {
    if (operation.kind === 'set-default' && isNewName(operation.default.text)) return [];
    return [{ statement, operation, replacement: null, ...(index === 0 && { ahead: statements }) }];
  });
}
