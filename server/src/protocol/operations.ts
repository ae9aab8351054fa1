import type { AboutBackups, BackupOperation } from './backups';
import type { AboutDeploys, DeployOperation } from './deploy';
import type { AboutDrift, DriftOperation } from './drift';
import type { AboutJournal, JournalOperation } from './journal';
import type { AboutRecovery, RecoveryOperation } from './recovery';
import type { AboutRehearsals, RehearsalOperation } from './rehearsals';
import type { Report } from './reports';

/**
 * Client to server: something that takes a while, such as a deploy. Parameters: `OperationParams`; result: `OperationResults` of its type. How it goes on
 * is told by `operationEvent`. `$/cancelRequest` cancels it, and it is answered all the same: with what has come of it.
 */
export const operationRequest = 'lockstep/operation';

export interface OperationParams<Asked extends Operation = Operation> {
  /** Made by the client: it names the operation in its events. */
  readonly token: string;
  /** URI of the project's directory. */
  readonly root: string;
  /** Null where the operation is about none. */
  readonly environment: string | null;
  readonly operation: Asked;
}

/** What can be asked for. Nothing is asked back: what a person has to decide is in here. */
export type Operation = DeployOperation | BackupOperation | RehearsalOperation | DriftOperation | RecoveryOperation | JournalOperation;

/** How each ends, by its type. What is optional is left out of one that has not come so far. */
export interface OperationResults extends AboutDeploys, AboutBackups, AboutRehearsals, AboutDrift, AboutRecovery, AboutJournal {}

/** How every operation ends. All texts are without secrets. */
export interface OperationEnd {
  /** `refused`: it has not begun. */
  readonly state: 'done' | 'refused' | 'failed' | 'cancelled';
  /** One or more sentences: what came of it, or why nothing did and what to do. */
  readonly words: string;
  /** What there is to read, in Markdown. */
  readonly document: Report | null;
}

/** Server to client. Parameters: `OperationEvent`. */
export const operationEvent = 'lockstep/operationEvent';

export interface OperationEvent {
  readonly token: string;
  /** One line, without secrets. */
  readonly text: string;
  /** Whether it stays in the log; otherwise it only says how far something is. */
  readonly isStep: boolean;
  /** Of `total`, in the same unit; null where that is not known. */
  readonly done: number | null;
  readonly total: number | null;
}
