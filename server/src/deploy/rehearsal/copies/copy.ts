import type { RehearsalProblem } from '../outcome';
import type { Watch } from '../postgres/watch';
import type { CopyKind } from '../rehearsal';
import type { Session, SqlError } from '../session';

/** A throw-away database. */
export interface Copy {
  readonly kind: CopyKind;
  /** `PostgreSQL 15.18`. */
  readonly server: string;
  readonly target: string | null;
  /** Whether it holds what the environment holds; else the history has to be run first. */
  readonly isCloned: boolean;
  readonly withRows: boolean;
  readonly notes: readonly string[];
  readonly session: Session;
  readonly watch: Watch;
  readonly ownSchema: string | null;
  /** Why a statement fails here and would not on a server of the environment's; null where it would. */
  readonly lacking: (error: SqlError) => string | null;
  /** Removes it, or leaves it where `keep` asks for that. Resolves to what is left, as a phrase; null where nothing is. Never rejects. */
  readonly dispose: (keep: boolean) => Promise<string | null>;
}

export type MadeCopy = { readonly ok: true; readonly copy: Copy } | { readonly ok: false; readonly problem: RehearsalProblem };

export function noCopy(message: string, help: string, code: string | null = null): Extract<MadeCopy, { readonly ok: false }> {
  return { ok: false, problem: { code, message, help } };
}
