import type { Failure } from '../effects/effect';
import type { OperationKind } from '../operation/operation';
import type { MigrationContext, PlacedOperation } from './migration';

/** A failure that the rows have no say in, and the operation that meets it. */
export interface CertainFailure {
  readonly failure: Failure;
  readonly placed: PlacedOperation;
}

/** The rule that speaks of a certain failure. */
export type FailureSubject = 'missing' | 'existing' | 'refused';

/**
 * What the server is certain to refuse, sorted by the rule that says so. Failures with a rule of their own are left out, and
 * so is what an operation in a branch of a DO block meets: it may not run.
 */
export function certainFailures(context: MigrationContext, subject: FailureSubject): readonly CertainFailure[] {
  const found: CertainFailure[] = [];
  for (const placed of context.operations) {
    const { operation, effect } = placed;
    if (operation.conditional || effect.failures.length === 0) continue;
    for (const failure of effect.failures) {
      if (failure.when === 'certain' && subjectOf(failure, operation.kind) === subject) found.push({ failure, placed });
    }
  }
  return found;
}

/** The sentence that says so. What stands in a server's way bears the name that it has there. */
export function failing(context: MigrationContext, reason: string): string {
  if (context.edit === null) return `This statement fails: ${reason}.`;
  return `The migration fails: ${reason.replaceAll(/"((?:[^"]|"")*)"/g, '`$1`')}.`;
}

/** SQLSTATEs: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const missingCodes: ReadonlySet<string> = new Set(['3F000', '42P01', '42703', '42704', '42883', '22023', '22P02']);
const existingCodes: ReadonlySet<string> = new Set(['42P06', '42P07', '42701', '42710', '42723']);

function subjectOf({ code }: Failure, kind: OperationKind): FailureSubject | null {
  if (missingCodes.has(code)) return 'missing';
  if (existingCodes.has(code) || (code === '42P16' && kind === 'add-primary-key')) return 'existing';
  // Changing the type of a column that a view uses: type-change-blocked-by-view.
  return kind === 'change-type' && code === '0A000' ? null : 'refused';
}
