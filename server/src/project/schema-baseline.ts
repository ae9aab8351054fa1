import type { Schema } from '../analysis/schema/schema';
import { type CommittedSchema, readCommittedSchema } from './committed-schema';
import type { Provider } from './project';
import { providerNamed } from './provider';
import type { Snapshot } from './snapshot';
import { providerNames } from './support';

/** What an edited schema is measured against. `reason` completes the sentence "The schema is not analysed: …". */
export type SchemaBaseline =
  /** What all migrations have built, pending ones included. `newest`: the last of them; null where the folder holds none. */
  | { readonly type: 'migrations'; readonly newest: string | null }
  /** In a project without migrations (`db push`): the schema as a branch has it. */
  | { readonly type: 'branch'; readonly ref: string; readonly committed: CommittedSchema & { readonly ok: true } }
  | { readonly type: 'none'; readonly reason: string };

/** Chooses the baseline of a snapshot whose schema has been read as `schema`. Starts git only where there are no migrations. */
export async function schemaBaselineOf(snapshot: Snapshot, schema: Schema): Promise<SchemaBaseline> {
  const { project, migrations } = snapshot;
  const problem = schemaProblem(snapshot, schema);
  if (problem !== null) return { type: 'none', reason: problem };
  if (snapshot.unread.migrations) return { type: 'none', reason: 'a migration cannot be read' };
  if (project.migrationsDirectory !== null) return { type: 'migrations', newest: migrations.at(-1)?.name ?? null };
  const committed = await committedSchema(snapshot);
  if (!committed.ok) return { type: 'none', reason: `there are no migrations, and ${committed.reason}` };
  return { type: 'branch', ref: committed.ref, committed };
}

/** Why nothing may be concluded from a schema, whatever it is measured against. */
function schemaProblem({ project, unread, schema: { files } }: Snapshot, schema: Schema): string | null {
  // What it declares must not look dropped.
  if (unread.schema) return files.length === 0 ? 'it cannot be read' : 'a file of it cannot be read';
  if (files.length === 0) return 'there is no schema';
  const datasource = schema.blocks.find(({ kind }) => kind === 'datasource');
  // Prisma refuses it, and a file that has been emptied must not look like the end of all tables.
  if (datasource === undefined) return 'the schema has no datasource';
  const written = datasource.kind === 'datasource' ? datasource.settings.find(({ name }) => name.text === 'provider')?.value : undefined;
  const provider = written?.type === 'string' ? providerNamed(written.value) : null;
  if (provider === null || provider === (project.provider ?? 'postgresql')) return null;
  return `its provider is ${providerNames[provider]}, that of the ${otherSide(project.migrationsDirectory)} ${nameOf(project.provider)}`;
}

function otherSide(migrationsDirectory: string | null): string {
  return migrationsDirectory === null ? 'saved file' : 'migrations';
}

function nameOf(provider: Provider | null): string {
  return providerNames[provider ?? 'postgresql'];
}

/** Each answer of git is asked for the schema once; what git says later is another object. */
const answers = new WeakMap<Snapshot['git'], Promise<CommittedSchema>>();

/** The schema on the default branch, or why it is not known. */
export function committedSchema({ git, project }: Snapshot): Promise<CommittedSchema> {
  const known = answers.get(git) ?? askFor(git, project.schema);
  answers.set(git, known);
  return known;
}

async function askFor(git: Snapshot['git'], schema: string | null): Promise<CommittedSchema> {
  if (!git.ok) return git;
  return schema === null ? { ok: false, reason: 'there is no schema' } : readCommittedSchema(schema, git.committed);
}
