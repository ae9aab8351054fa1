import { existsSync } from 'node:fs';
import { assertNever } from '../../analysis/assert-never';
import { byteWords } from '../../analysis/statistics/size-words';
import { counted } from '../../analysis/wording/wording';
import { type DatabaseFacts, readFacts } from '../backup/database-facts';
import { heldWords } from '../backup/held-migrations';
import { type Failure, failed, refused, type Step } from '../backup/outcome';
import type { Connection, Environment } from '../environments/environment';
import { majorVersion } from '../programs/find-tools';
import { isMariadb } from '../programs/mysql-tools';
import type { RestoreJob } from './job';
import { inUse } from './restore-sqlite';
import { openSource, type RestoreSource } from './source';
import { connectionOfTarget, environmentOfTarget, nameOfTarget } from './target';

/** What a restore would do, before it does it. */
export interface RestorePreview {
  readonly source: RestoreSource;
  readonly connection: Extract<Connection, { readonly ok: true }>;
  /** The environment whose database the target is; null for any other database. */
  readonly environment: Environment | null;
  /** Of the target's server; null where there is no file yet. */
  readonly facts: DatabaseFacts | null;
  readonly isEmpty: boolean;
  /** What has to be typed first; null where nothing is lost. */
  readonly confirmation: string | null;
  /** Whether a backup of what is there is made first. */
  readonly backsUpFirst: boolean;
  /** What happens, a sentence each. */
  readonly sentences: readonly string[];
}

/** Reads the whole backup and asks the target; changes nothing. Never rejects. */
export async function previewRestore(job: RestoreJob): Promise<Step<RestorePreview>> {
  const { target, project, sources, variables, abort } = job;
  const source = await openSource(job.backup, variables, abort);
  if (source.type !== 'done') return source;
  const connection = connectionOfTarget(target);
  if (!connection.ok) return refused('no-url', connection.problem.message, connection.problem.help);
  const { address } = connection;
  if (address.provider !== source.value.content.provider) {
    const message = `The backup is of ${providerWords[source.value.content.provider]}, and ${address.target} is ${providerWords[address.provider]}.`;
    return refused('wrong-provider', message, 'Name a database of the same kind.');
  }
  const isNewFile = address.provider === 'sqlite' && (target.type === 'scratch' || !existsSync(address.sqlite.file));
  const facts = isNewFile ? null : await readFacts(connection);
  if (facts !== null && !facts.ok) return failed('unreachable', facts.problem.message, facts.problem.help);
  const versions = facts === null ? null : tooOld(source.value, facts.value);
  if (versions !== null) return versions;
  const isEmpty = target.type === 'scratch' || facts === null || facts.value.isEmpty;
  if (!isEmpty && !job.clean) {
    const message = `${nameOfTarget(target)} (${address.target}) is not empty: ${contentWords(facts.value)}.`;
    return refused('not-empty', message, '--clean drops what is there; --scratch restores into a new database beside it.');
  }
  if (!isEmpty && address.provider === 'sqlite') {
    const holder = inUse(address.sqlite.file);
    if (holder !== null) return holder;
  }
  const environment = await environmentOfTarget(target, project, sources);
  const isProtected = environment?.kind === 'production';
  const confirmation =
    target.type !== 'scratch' && (isProtected || !isEmpty) ? (isProtected ? environment.name : nameOfTarget(target)) : null;
  const backsUpFirst = isProtected && !isEmpty && job.backUpFirst;
  const preview = { source: source.value, connection, environment, facts: facts?.value ?? null, isEmpty, confirmation, backsUpFirst };
  return { type: 'done', value: { ...preview, sentences: sentencesOf(preview, job) } };
}

const providerWords = { postgresql: 'PostgreSQL', mysql: 'MySQL', sqlite: 'SQLite' } as const;

/** `12 tables, 34 MB`. */
function contentWords({ tables, bytes }: DatabaseFacts): string {
  return `${counted(tables, 'table')}, ${byteWords(bytes)}`;
}

/** What a newer server has written may be something that an older one does not know. The other way is what servers promise. */
function tooOld({ content }: RestoreSource, { serverVersion }: DatabaseFacts): Failure | null {
  if (content.provider === 'sqlite' || content.serverVersion === null) return null;
  if (content.provider === 'mysql' && isMariadb(content.serverVersion) !== isMariadb(serverVersion)) return null;
  if (majorVersion(content.serverVersion) <= majorVersion(serverVersion)) return null;
  const message = `The backup is of a server ${content.serverVersion}, and this one is ${serverVersion}.`;
  return refused('server-too-old', message, 'Restore into a server of the same or of a newer major version.');
}

function sentencesOf(preview: Omit<RestorePreview, 'sentences'>, { target }: RestoreJob): readonly string[] {
  const { source, connection, facts, isEmpty, backsUpFirst } = preview;
  const { stamp, content } = source;
  const of =
    stamp === null ? 'a dump without a stamp' : `the backup of ${stamp.environment}, ${stamp.beganAt.slice(0, 16).replace('T', ' ')} UTC`;
  const held = stamp?.migrations == null ? '' : `; it holds ${heldWords(stamp.migrations)}`;
  const where = target.type === 'scratch' ? 'a new scratch database beside' : `${nameOfTarget(target)},`;
  return [
    `Restores ${of} with ${counted(content.tables, 'table')} into ${where} ${connection.address.target}${held}.`,
    ...(backsUpFirst ? ['Backs up what is there first.'] : []),
    ...(isEmpty || facts === null ? [] : [`Drops everything that is there: ${contentWords(facts)}.`]),
    ...(isEmpty ? [] : [undoWords(connection.address.provider)]),
  ];
}

function undoWords(provider: 'postgresql' | 'mysql' | 'sqlite'): string {
  switch (provider) {
    case 'postgresql':
      return 'One transaction: if anything goes wrong, the database stays as it is.';
    case 'mysql':
      return 'MySQL commits each table by itself: if anything goes wrong, what was there is gone.';
    case 'sqlite':
      return 'The file is replaced in one step, once the copy is verified.';
    default:
      return assertNever(provider);
  }
}
