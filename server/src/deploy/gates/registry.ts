import { backup } from './backup';
import { branch } from './branch';
import { cleanTree } from './clean-tree';
import { drift } from './drift';
import { findings } from './findings';
import type { Gate } from './gate';
import { longTransactions } from './long-transactions';
import { migrationLock } from './migration-lock';
import { pooledConnection } from './pooled-connection';
import { prismaVersion } from './prisma-version';
import { promotion } from './promotion';
import { rehearsal } from './rehearsal';
import { statements } from './statements';
import { status } from './status';

/** Every gate, in the order of `gateIds`. Each has a section of docs/gates.md. */
export const gates: readonly Gate[] = [
  prismaVersion,
  status,
  migrationLock,
  pooledConnection,
  longTransactions,
  drift,
  findings,
  statements,
  rehearsal,
  promotion,
  branch,
  cleanTree,
  backup,
];
