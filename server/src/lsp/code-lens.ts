import type { CodeLens } from 'vscode-languageserver';
import { effectLine } from '../analysis/migration/effect-words';
import { clientCommands } from '../protocol';
import type { MigrationView } from './migration-view';
import { statementAnchor } from './reports/effects-report';

/** One line above each statement that does something to a relation in use; nothing above the others. */
export function codeLenses(view: MigrationView, commands: boolean): readonly CodeLens[] {
  return view.analysis.statements.flatMap((statement) => {
    const title = effectLine(statement.effect, view.isNew, view.sizes);
    if (title === null) return [];
    const start = view.positions.position(statement.span.start);
    // A lens without a command is text only, which every client can show.
    const command = commands
      ? { title, command: clientCommands.showEffects, arguments: [view.uri, statementAnchor(view, statement)] }
      : { title, command: '' };
    return [{ range: { start, end: start }, command }];
  });
}
