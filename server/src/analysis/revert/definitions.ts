import type { ObjectId } from '../catalog/catalog';
import type { Constraint } from '../operation/constraint';
import type { Name } from '../operation/name';
import type { Operation } from '../operation/operation';
import { splitId } from '../render/postgres-names';
import { readPostgres } from '../sql/postgres/read';
import type { Span } from '../text/span';

/** What a catalog keeps only the name of: its definition is the text that has made it. */
export type DefinedKind = 'function' | 'view' | 'trigger' | 'policy' | 'rule' | 'index' | 'constraint' | 'type' | 'sequence' | 'extension';

export interface Defined {
  readonly kind: DefinedKind;
  /** Of what has a schema, or the table of a constraint, trigger, policy or rule; the bare name of an extension. */
  readonly id: ObjectId;
  /** Of a constraint, trigger, policy or rule on that table; null for all others. */
  readonly name: string | null;
}

export interface Definition {
  /** The whole statement, without semicolon; for a constraint its clause. */
  readonly text: string;
  readonly operation: Operation;
}

export interface MigrationText {
  readonly name: string;
  readonly text: string;
}

/** Finds the last definition in migrations, each of which is read at most once and only where it mentions the name. */
export interface Definitions {
  /** Of several statements where overloads of a function have one name. Empty where none is found. */
  find(defined: Defined): readonly Definition[];
}

export function definitionsIn(migrations: readonly MigrationText[]): Definitions {
  const read = new Map<string, readonly Placed[]>();
  const operationsOf = ({ name, text }: MigrationText): readonly Placed[] => {
    const found = read.get(name) ?? placedIn(text);
    read.set(name, found);
    return found;
  };
  return {
    find(defined) {
      const word = defined.name ?? splitId(defined.id).name;
      for (const migration of migrations.toReversed()) {
        if (!migration.text.includes(word)) continue;
        const found = operationsOf(migration).flatMap((placed) => {
          const span = definingSpan(placed, defined);
          return span === null ? [] : [{ text: migration.text.slice(span.start, span.end), operation: placed.operation }];
        });
        const last = found.at(-1);
        if (last !== undefined) return defined.kind === 'function' ? found : [last];
      }
      return [];
    },
  };
}

interface Placed {
  readonly operation: Operation;
  readonly statement: Span;
}

/** What a DO block does is no statement that could be written again. */
function placedIn(text: string): readonly Placed[] {
  return readPostgres(text).statements.flatMap(({ kind, span, operations }) =>
    kind === 'do' ? [] : operations.map((operation) => ({ operation, statement: span })),
  );
}

/** Null where the operation defines something else. */
function definingSpan({ operation, statement }: Placed, { kind, id, name }: Defined): Span | null {
  const whole = (is: boolean): Span | null => (is ? statement : null);
  switch (operation.kind) {
    case 'create-function':
      return whole(kind === 'function' && means(operation.function, id));
    case 'create-view':
      return whole(kind === 'view' && means(operation.view, id));
    case 'create-trigger':
      return whole(kind === 'trigger' && operation.trigger.text === name && means(operation.table, id));
    case 'create-policy':
      return whole(kind === 'policy' && operation.policy.text === name && means(operation.table, id));
    case 'create-rule':
      return whole(kind === 'rule' && operation.rule.text === name && means(operation.table, id));
    case 'create-index':
      return whole(kind === 'index' && operation.name?.text === splitId(id).name);
    case 'create-domain':
    case 'create-type':
      return whole(kind === 'type' && means(operation.type, id));
    case 'create-sequence':
      return whole(kind === 'sequence' && means(operation.sequence, id));
    case 'create-extension':
      return whole(kind === 'extension' && operation.extension.text === id);
    case 'create-table':
      return kind === 'constraint' && means(operation.table, id) ? constraintSpan(operation.constraints, name) : null;
    case 'add-primary-key':
    case 'add-unique':
    case 'add-foreign-key':
    case 'add-check':
    case 'add-exclusion':
      return kind === 'constraint' && means(operation.table, id) ? constraintSpan([operation.constraint], name) : null;
    default:
      return null;
  }
}

/** Only of one whose name is written, in a clause of its own. */
function constraintSpan(constraints: readonly Constraint[], name: string | null): Span | null {
  return constraints.find((constraint) => constraint.name?.text === name && !constraint.inline)?.span ?? null;
}

/** A name without its schema stands for any: which one it means depends on the search path. */
export function means({ schema, name }: Name, id: ObjectId): boolean {
  const own = splitId(id);
  return name === own.name && (schema === null || schema === own.schema);
}
