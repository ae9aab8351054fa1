import type { MigrationAnalysis } from '../analysis/analyze';
import type { ObjectId } from '../analysis/catalog/catalog';
import type { Finding } from '../analysis/finding';
import type { AnalysedStatement, Execution } from '../analysis/migration/migration';
import type { Positions } from './positions';

/** One analysed migration, with all that the features show of it. Never changes: an edit makes a new one. */
export interface MigrationView {
  readonly uri: string;
  readonly text: string;
  /** Of the open document that the text comes from; null where it was read from the disk. */
  readonly version: number | null;
  readonly positions: Positions;
  readonly analysis: MigrationAnalysis;
  readonly execution: Execution;
  /** `PostgreSQL 15`. */
  readonly serverName: string;
  /** `Prisma 7.10.1`. */
  readonly prismaName: string;
  /** Whether nobody uses the relation yet, because it is created together with this migration. */
  readonly isNew: (relation: ObjectId) => boolean;
}

/** The statement at an offset, its semicolon included; undefined between statements. */
export function statementAt(view: MigrationView, offset: number): AnalysedStatement | undefined {
  return view.analysis.statements.find(({ span }) => {
    const end = view.text[span.end] === ';' ? span.end + 1 : span.end;
    return span.start <= offset && offset <= end;
  });
}

/** What is to be told about the migration. Nothing of history: it is applied, so nothing can be done about it any more. */
export function shownFindings({ analysis }: MigrationView): readonly Finding[] {
  return analysis.facts.state === 'history' ? [] : analysis.findings;
}
