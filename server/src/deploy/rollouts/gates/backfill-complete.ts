import { join } from 'node:path';
import { prepareGrammar } from '../../../analysis/sql/postgres/grammar';
import { counted } from '../../../analysis/wording/wording';
import { readText } from '../../../project/read-files';
import { planBackfill } from '../../backfill/plan';
import { readSpec } from '../../backfill/read-spec';
import type { BackfillSpec } from '../../backfill/spec';
import { verifyRows } from '../../backfill/verify';
import type { Database } from '../../connection/database';
import { postgresDriver } from '../../connection/drivers';
import { postgresFailure } from '../../connection/postgres-failure';
import { problemOf } from '../../connection/problem';
import { type Gate, type GateAnswer, noEnvironment } from './gate';

/** The backfill's final query yields 0: counted now, whatever runners have said. */
export const backfillComplete: Gate = {
  id: 'backfill-complete',
  check: async ({ directory, stage, environment }) => {
    if (environment === null) return noEnvironment;
    if (stage.type !== 'backfill') return { ok: true, evidence: 'The stage has no backfill.' };
    const text = readText(join(directory, stage.file));
    if (text === null) return blocked(`${stage.file} cannot be read.`);
    await prepareGrammar();
    const read = readSpec(text);
    if (!read.ok) return blocked(`${stage.file}: ${read.problems[0] ?? 'it cannot be read.'}`);
    const { connection } = environment;
    if (!connection.ok) return blocked(`${connection.problem.message} ${connection.problem.help}`);
    if (connection.address.provider !== 'postgresql') return blocked('Backfills run on PostgreSQL only.');
    const { address, redact } = connection;
    const database = postgresDriver().openPostgres(address.postgres);
    try {
      return await counting(read.spec, database, stage.file);
    } catch (error) {
      return blocked(redact(problemOf(postgresFailure(error), address.target).message));
    } finally {
      await database.close();
    }
  },
};

async function counting(spec: BackfillSpec, database: Database, file: string): Promise<GateAnswer> {
  const planned = await planBackfill(spec, database);
  if (!planned.ok) return blocked(`${planned.problem} ${planned.next}`);
  const patient = { lockTimeout: spec.lockTimeout, statementTimeout: 0, access: 'read-only' } as const;
  const { remaining, check } = await database.transaction(patient, (query) => verifyRows(query, { plan: planned.plan, spec }));
  if (remaining > 0) return blocked(`${counted(remaining, 'row is', 'rows are')} still to do: run "lockstep backfill" with ${file}.`);
  if (check !== null && Number(check) !== 0) return blocked(`No row is to do, but "check" yields ${check}; expected 0.`);
  return { ok: true, evidence: 'No row is left to do.' };
}

function blocked(evidence: string): GateAnswer {
  return { ok: false, evidence };
}
