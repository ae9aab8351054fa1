import { type Disposable, LanguageStatusSeverity, languages } from 'vscode';
import { clientCommands, type ProjectStatus, type SchemaStatus } from '../../../server/src/protocol';
import { analysedDocuments } from '../selector';
import type { Server, ServerState } from '../server';
import { counted, sum } from './wording';

/** What the schema is measured against, and how much of it is in no migration yet. */
export function createSchemaStatus(server: Server): Disposable {
  const item = languages.createLanguageStatusItem('lockstep.schema', analysedDocuments);
  item.name = 'Lockstep: Schema';
  item.severity = LanguageStatusSeverity.Information;

  function show(state: ServerState): void {
    const projects = state.kind === 'running' ? state.status.projects : [];
    const schemas = projects.flatMap(({ name, pending, schema }) => (schema === null ? [] : [{ name, pending, schema }]));
    const [first] = schemas;
    item.selector = first === undefined ? [] : analysedDocuments;
    if (first === undefined) return;
    item.text = schemas.length === 1 ? `Schema: ${changesOf(first.schema)}` : `${schemas.length} schemas: ${changesOfAll(schemas)}`;
    item.detail =
      schemas.length === 1
        ? detailOf(first)
        : schemas.map((schema) => `${schema.name}: ${changesOf(schema.schema)}, ${detailOf(schema)}`).join(' · ');
    item.command = { title: 'Show difference', command: clientCommands.showSchemaDifference };
  }

  show(server.state());
  const listening = server.onDidChangeState(show);
  return { dispose: () => [listening, item].forEach((part) => void part.dispose()) };
}

interface ShownSchema extends Pick<ProjectStatus, 'name' | 'pending'> {
  readonly schema: SchemaStatus;
}

function changesOf(schema: SchemaStatus): string {
  if (!schema.analysed) return 'not analysed';
  if (schema.changes === 0) return 'no change';
  return `${counted(schema.changes, 'change')}${schema.hasMigrations ? ' in no migration' : ''}`;
}

function changesOfAll(schemas: readonly ShownSchema[]): string {
  const changes = sum(schemas, ({ schema }) => (schema.analysed ? schema.changes : 0));
  return changes === 0 ? 'no change' : counted(changes, 'change');
}

function detailOf({ pending, schema }: ShownSchema): string {
  if (!schema.analysed) return schema.reason;
  const { baseline, hasMigrations, unresolved } = schema;
  const against = hasMigrations && pending > 0 ? `${baseline}, ${pending} pending` : baseline;
  return unresolved === 0 ? against : `${against}, waits for a valid schema: ${counted(unresolved, 'place')} cannot be read`;
}
