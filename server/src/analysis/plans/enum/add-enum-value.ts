import { findType } from '../../catalog/resolve';
import type { AddEnumValue } from '../../operation/type-operation';
import { quotedText } from '../../render/postgres-names';
import { listed, quoted } from '../../wording/wording';
import { clauseText } from '../clause';
import { folderWords, writtenTable } from '../names';
import { nothingBlocked, type PlanContext, type PlanKind, type Replacement, refused, type Step } from '../plan';

/** New values are committed before anything uses them. */
export const addEnumValue: PlanKind = {
  id: 'add-enum-value',
  summary: 'Adds values to an enum in a migration of its own, before the one that uses them.',
  answers: ['enum-value-used-before-commit'],
  make: (operation, context) => {
    if (operation.kind === 'add-enum-value') return null;
    const added = addedValues(context);
    if (added.length === 0) return refused('the migration makes the enum itself');
    if (added.some(({ operation: one }) => one.conditional)) return refused('the statement may not run');
    const values = added.map(({ operation: one }) => one.value.text);
    const types = [...new Set(added.map(({ operation: one }) => typeOf(one)))];
    return {
      ok: true,
      plan: {
        id: addEnumValue.id,
        title: `Add ${listed(values.map(quoted))} in a migration of ${values.length === 1 ? 'its' : 'their'} own, before the use`,
        way: 'one-release',
        preferred: true,
        promise: nothingBlocked,
        replaces: added.map(({ statement, operation: one }) => ({ statement, operation: one, replacement: null })),
        settles: context.findings.flatMap(({ rule, operation: one }) =>
          rule === 'enum-value-used-before-commit' && one !== null ? [one] : [],
        ),
        steps: types.map((type) =>
          enumStep(
            added.flatMap(({ operation: one }) => (typeOf(one) === type ? one : [])),
            context.text,
          ),
        ),
      },
    };
  },
};

interface Added extends Pick<Replacement, 'statement'> {
  readonly operation: AddEnumValue;
}

function typeOf({ type }: AddEnumValue): string {
  return writtenTable(type);
}

/** All of them, and not only the ones of the finding: to add a value earlier does no harm, and their order stays. */
function addedValues({ statements, start }: PlanContext): readonly Added[] {
  return statements.flatMap(({ index, operations, kind }) =>
    operations.flatMap((operation) =>
      operation.kind === 'add-enum-value' && kind !== 'do' && findType(start, operation.type) !== null
        ? [{ statement: index, operation }]
        : [],
    ),
  );
}

function enumStep(added: readonly AddEnumValue[], text: string): Step {
  const name = added[0]?.type.name ?? '';
  const values = added.map(({ value }) => value.text);
  return {
    phase: 'prepare',
    alone: false,
    name: folderWords('add', name, ...values),
    purpose: `Adds ${listed(values.map(quotedText))} to the enum ${quoted(name)}: a new value can be used once it is committed.`,
    statements: added.map((one) => sparingExisting(clauseText(text, one))),
    undo: 'an enum keeps its values; one that nobody uses does no harm.',
    notes: [],
  };
}

/** Where an earlier attempt has committed it and failed later, the value is there. */
function sparingExisting(sql: string): string {
  return sql.replace(/\bADD\s+VALUE\s+(?:IF\s+NOT\s+EXISTS\s+)?/i, 'ADD VALUE IF NOT EXISTS ');
}
