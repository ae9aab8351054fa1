import { isObject, listIn, numberIn, objectIn, readJson, textIn, textsIn } from '../../project/json';
import type { Provider } from '../../project/project';

/** What lies in a backup. `own`: whatever a command of the user's own has written. `snapshot`: nothing here; the reference says where. */
export const backupForms = ['pg_dump', 'sql', 'sqlite', 'own', 'snapshot'] as const;

export type BackupForm = (typeof backupForms)[number];

/** Stands beside a backup as `<name>.json`. It holds no secret. */
export interface BackupStamp {
  readonly version: 1;
  readonly environment: string;
  readonly provider: Provider;
  /** `host:port/database`. */
  readonly target: string;
  readonly form: BackupForm;
  /** Name of the file beside the stamp; null for a snapshot. */
  readonly file: string | null;
  /** What a command of the user's own has named in place of a file. */
  readonly reference: string | null;
  readonly serverVersion: string;
  /** `pg_dump 15.18`. */
  readonly tool: string;
  readonly bytes: number;
  /** In hexadecimal digits; null for a snapshot. */
  readonly sha256: string | null;
  /** ISO 8601 in UTC. The backup holds what was committed when it began. */
  readonly beganAt: string;
  readonly finishedAt: string;
  /** Null where they changed while the backup was made. */
  readonly migrations: HeldMigrations | null;
  /** Tables that the backup holds; null where nobody has counted. */
  readonly tables: number | null;
  /** How the backup was checked, a phrase for each check. */
  readonly verified: readonly string[];
}

/** The migrations that a database has. */
export interface HeldMigrations {
  /** Applied, in the order of their names, with the checksum that Prisma has kept. */
  readonly applied: readonly HeldMigration[];
  /** Begun, and neither finished nor rolled back. */
  readonly failed: readonly string[];
  /** In the project, and not applied. */
  readonly pending: readonly string[];
}

export interface HeldMigration {
  readonly name: string;
  readonly checksum: string;
}

/** A backup as it lies on this machine. */
export interface Backup {
  /** Absolute path of the backup; of its stamp where it is a snapshot. */
  readonly path: string;
  readonly stamp: BackupStamp;
  /** Of the file as it is now; 0 where it is gone. */
  readonly bytes: number;
  /** Whether it was verified when it was made and still has its size. `verifyBackup` looks closer. */
  readonly isVerified: boolean;
}

/** The stamp in a file; null where there is none, or another JSON. */
export function readStamp(path: string): BackupStamp | null {
  const value = readJson(path);
  if (value === null || value.version !== 1) return null;
  const [environment, provider, target, form] = [value.environment, value.provider, value.target, value.form].map(textIn);
  const [serverVersion, tool, beganAt, finishedAt] = [value.serverVersion, value.tool, value.beganAt, value.finishedAt].map(textIn);
  const knownProvider = providers.find((one) => one === provider);
  const knownForm = backupForms.find((one) => one === form);
  const bytes = numberIn(value.bytes);
  if (environment == null || target == null || serverVersion == null || tool == null || beganAt == null || finishedAt == null) return null;
  if (knownProvider === undefined || knownForm === undefined || bytes === null || Number.isNaN(Date.parse(beganAt))) return null;
  return {
    version: 1,
    ...{ environment, provider: knownProvider, target, form: knownForm, serverVersion, tool, bytes, beganAt, finishedAt },
    file: textIn(value.file),
    reference: textIn(value.reference),
    sha256: textIn(value.sha256),
    migrations: isObject(value.migrations) ? heldIn(value.migrations) : null,
    tables: numberIn(value.tables),
    verified: textsIn(value.verified),
  };
}

const providers = ['postgresql', 'mysql', 'sqlite'] as const;

function heldIn(value: Readonly<Record<string, unknown>>): HeldMigrations {
  const applied = listIn(value.applied).map(objectIn);
  return {
    applied: applied.map(({ name, checksum }) => ({ name: textIn(name) ?? '', checksum: textIn(checksum) ?? '' })),
    failed: textsIn(value.failed),
    pending: textsIn(value.pending),
  };
}
