import type { Catalog, ObjectId } from '../../analysis/catalog/catalog';
import type { Server } from '../../analysis/effects/effect';
import { proposedValue, valuePrompt } from '../../analysis/plans/typed-value';
import type { AskedValue, GivenValue } from '../../protocol';

/** Notes which values plans ask for while they are made. */
export interface ValueRecorder {
  readonly valueFor: (table: ObjectId, column: string) => string | null;
  readonly isAsked: () => boolean;
  /** Each once, with what is proposed for it. */
  readonly asked: (catalog: Catalog, server: Server) => readonly AskedValue[];
}

/** Answers with what a person has said, and remembers the question. */
export function recordValues(given: readonly GivenValue[]): ValueRecorder {
  const questions = new Map<string, { readonly table: ObjectId; readonly column: string }>();
  return {
    valueFor: (table, column) => {
      questions.set(JSON.stringify([table, column]), { table, column });
      return given.find((one) => one.table === table && one.column === column)?.sql ?? null;
    },
    isAsked: () => questions.size > 0,
    asked: (catalog, server) =>
      [...questions.values()].map((target) => ({
        ...target,
        sql: proposedValue({ ...target, catalog, server }),
        prompt: valuePrompt(target),
      })),
  };
}
