import type { Column } from '../catalog/catalog';
import { findTable } from '../catalog/resolve';
import { typeLoss } from '../migration/type-loss';
import type { Operation } from '../operation/operation';
import { quotedName } from '../render/postgres-names';
import { inPhases } from './arrange';
import { type Conversion, type ConversionTypes, conversionOf, guardedCast } from './change-type/conversion';
import { type Converted, columnsOf, convertSteps, holdProblem } from './change-type/converted';
import { changeTypeRollout } from './change-type/rollout';
import { typeSql } from './change-type/type-sql';
import { clauseText } from './clause';
import { instantOnly, type Plan, type PlanAnswer, type PlanContext, type PlanKind, type PlanPromise, refused } from './plan';
import { isCautious, type Part, partsOf } from './rename/parts';
import { settled } from './rename/settled';

/** A column keeps its values in another type. */
export const changeType: PlanKind = {
  id: 'change-type',
  summary: 'Proves by a check that no value is lost in the new type, and converts the column in place of dropping it.',
  answers: ['type-change-loses-data'],
  rollsOut: ['type-change-loses-data', 'type-change-rewrites-table'],
  rollout: changeTypeRollout,
  make: (operation, context) => {
    if (operation.kind !== 'drop-column' && operation.kind !== 'change-type') return null;
    const found = findTable(context.before, operation.table);
    const columns = found === null ? null : columnsOf(found.table, context.after.tables.get(found.id), operation.column.text);
    if (found === null || columns === null) return refused('it is not known which column that is');
    const [from, to] = columns;
    if (operation.ifExists || operation.conditional) return refused('the statement may not run');
    const problem = holdProblem(found.id, found.table, from, context.before.tables.values());
    if (problem !== null) return refused(problem);
    const types = { from: from.type, to: to.type, written: typeSql(to.type, operation.table.schema !== null), catalog: context.after };
    const place: Placed = { operation, id: found.id, context, types, from, to };
    const converted = {
      table: operation.table,
      shape: found.table,
      column: from.name,
      from: typeSql(from.type, operation.table.schema !== null),
    };
    return operation.kind === 'drop-column' ? inPlaceOfDrop(place, converted) : guarded(place, converted);
  },
};

interface Placed {
  readonly operation: Operation;
  /** Of the table. */
  readonly id: string;
  readonly context: PlanContext;
  readonly types: ConversionTypes;
  readonly from: Column;
  readonly to: Column;
}

type Known = Pick<Converted, 'table' | 'shape' | 'column' | 'from'>;

/** It says so in its title. */
const rewriting: PlanPromise = { ...instantOnly('ACCESS EXCLUSIVE'), rewrites: true };

/** Where Prisma drops the column and adds it again. */
function inPlaceOfDrop({ operation, id, context, types, from, to }: Placed, known: Known): PlanAnswer {
  const conversion = conversionOf(types);
  if (conversion === null) return refused(`nobody can know which ${types.written} a value of type ${known.from} becomes`);
  const { text, statements, statement, after } = context;
  const all = statements.flatMap((one) => partsOf({ kind: 'column', table: id, from: from.name, to: to.name }, [one], after));
  const own: Part = { statement: statement.index, operation };
  const parts = [own, ...all.filter((part) => part.operation !== operation)];
  if (parts.some((part) => part.operation.conditional || isCautious(part.operation))) return refused('a statement of it may not run');
  const looksLossy = conversion.using?.('x') === `x::${types.written}` && typeLoss(from.type, to.type, 'explicit') !== null;
  const converted = {
    ...known,
    to: types.written,
    looksLossy,
    ...clausesFor(conversion, types.written, from, to, context.valueFor(id, to.name)),
  };
  const steps = convertSteps(converted);
  const plan = planned(`Keep the values of ${quotedName(to.name)} as ${types.written}`, steps);
  const textWith = (_: unknown, some: readonly Part[]): string => {
    const replaces = some.map((part) => ({ ...part, replacement: null, ...(part === own && { ahead: steps.at(-1)?.statements ?? [] }) }));
    const files = inPhases({ text, statements, plans: [{ ...plan, steps: [], replaces }] });
    return files.flatMap((file) => (file.kind === 'rest' ? [file.text] : [])).join('');
  };
  const before = statements[0]?.before;
  const found = before === undefined ? null : settled({ renames: [], parts, before, after, textWith });
  if (found === null || found.changes.length > 0)
    return refused('more than the type changes: change it in one migration, and the rest in the next');
  return { ok: true, plan: { ...plan, end: 'same-for-prisma', replaces: found.parts.map((part) => ({ ...part, replacement: null })) } };
}

/** The default goes before the type and comes back behind it; what is required then is checked with the conversion. */
function clausesFor(
  { using, fits }: Conversion,
  written: string,
  from: Column,
  to: Column,
  value: string | null,
): Pick<Converted, 'clauses' | 'fits'> {
  const quoted = quotedName(to.name);
  const plain = using?.(quoted) ?? quoted;
  const becomesRequired = to.notNull && !from.notNull;
  const filled = becomesRequired && value !== null ? `COALESCE(${plain}, ${value})` : plain;
  const conditions = [
    ...(fits === null ? [] : [from.notNull || (becomesRequired && value === null) ? fits(quoted) : `${quoted} IS NULL OR ${fits(quoted)}`]),
    ...(becomesRequired && value === null ? [`${quoted} IS NOT NULL`] : []),
  ];
  return {
    clauses: [
      ...(from.default === null ? [] : [`ALTER COLUMN ${quoted} DROP DEFAULT`]),
      `ALTER COLUMN ${quoted} SET DATA TYPE ${written} USING ${filled}`,
      ...(to.default === null ? [] : [`ALTER COLUMN ${quoted} SET DEFAULT ${to.default.text}`]),
      ...(becomesRequired ? [`ALTER COLUMN ${quoted} SET NOT NULL`] : []),
      ...(from.notNull && !to.notNull ? [`ALTER COLUMN ${quoted} DROP NOT NULL`] : []),
    ],
    fits: conditions.length === 0 ? null : conditions.join(' AND '),
  };
}

/** Where the server casts by itself and may cut or refuse values: the same clause, once it is proven that it does neither. */
function guarded({ operation, context, types, from }: Placed, known: Known): PlanAnswer {
  if (operation.kind !== 'change-type' || operation.using !== null) return refused('the conversion is one that somebody has written');
  const cast = guardedCast(types);
  if (cast?.fits == null) return refused('it is not known which values survive');
  const quoted = quotedName(from.name);
  const fits = from.notNull ? cast.fits(quoted) : `${quoted} IS NULL OR ${cast.fits(quoted)}`;
  const { text, statement } = context;
  const together = statement.operations.filter(
    (one) => (one.kind === 'drop-default' || one.kind === 'set-default' || one === operation) && one.column.text === from.name,
  );
  const clauses = together.map((one) => clauseText(text, one));
  const plan = planned(
    `Change the type of ${quoted} once a check has proven that no value is lost`,
    convertSteps({ ...known, to: types.written, clauses, fits, looksLossy: true }),
  );
  const parts = [operation, ...together.filter((one) => one !== operation)];
  return { ok: true, plan: { ...plan, replaces: parts.map((one) => ({ statement: statement.index, operation: one, replacement: null })) } };
}

function planned(title: string, steps: Plan['steps']): Plan {
  const many = steps.length === 1 ? '' : ', after a check that they all fit';
  return {
    id: changeType.id,
    title: `${title}${title.includes('check') ? '' : many}; writes the table anew`,
    way: 'one-release',
    preferred: false,
    promise: rewriting,
    replaces: [],
    steps,
  };
}
