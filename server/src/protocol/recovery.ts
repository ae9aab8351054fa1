import type { OperationEnd } from './operations';
import type { Report } from './reports';

/** Operations for when a deploy went wrong. */
export type RecoveryOperation =
  /** What happened, and what to do next. */
  | { readonly type: 'recovery' }
  | ResolveOperation
  /** The text that was applied beside the one that is here now. */
  | { readonly type: 'compare-migration'; readonly migration: string };

export interface AboutRecovery {
  readonly recovery: RecoveryEnd;
  readonly resolve: ResolveEnd;
  readonly 'compare-migration': CompareEnd;
}

export interface RecoveryEnd extends OperationEnd {
  readonly steps?: readonly RecoveryStep[];
}

export interface RecoveryStep {
  readonly title: string;
  readonly why: string;
  /** The way out that it belongs to: there may be several. */
  readonly way: string;
  /** The command line that does the same; null where there is none. */
  readonly command: string | null;
  /** What it will do, in Markdown. */
  readonly preview: string;
  readonly act: RecoveryAct;
}

/** What the editor does for a step; `read`: it only shows it. */
export type RecoveryAct =
  | { readonly type: 'read' }
  | { readonly type: 'query'; readonly sql: string }
  | { readonly type: 'resolve'; readonly migration: string; readonly as: ResolveAs }
  | { readonly type: 'deploy' }
  | { readonly type: 'restore' }
  | { readonly type: 'revert'; readonly uri: string }
  | { readonly type: 'edit'; readonly uri: string };

export type ResolveAs = 'rolled-back' | 'applied';

export interface ResolveOperation {
  readonly type: 'resolve';
  readonly migration: string;
  readonly as: ResolveAs;
  /** Whether it is only looked at: what it would do, and what speaks against it. */
  readonly isPreview: boolean;
  readonly confirmed: string | null;
  /** Why it is done in spite of what speaks against it; null where nobody says. */
  readonly reason: string | null;
}

export interface ResolveEnd extends OperationEnd {
  /** What speaks against it, in sentences, and could be overridden with a reason. */
  readonly doubts?: readonly string[];
  readonly isProtected?: boolean;
}

export interface CompareEnd extends OperationEnd {
  readonly applied?: Report;
  /** Of the file that is here now. */
  readonly uri?: string;
}
