import { everywhere } from '../environments';
import type { Gate } from './gate';

/** Somebody has said, by name, that the application with the change is all that runs there. */
export const releaseConfirmed: Gate = {
  id: 'release-confirmed',
  check: async ({ record, stage, environment }) => {
    const place = environment?.name ?? everywhere;
    const found = record.state.confirmations.find((one) => one.stage === stage.name && one.environment === place);
    if (found !== undefined) return { ok: true, evidence: `${found.by} has confirmed it on ${found.at.slice(0, 10)}.` };
    const option = environment === null ? '' : ` --env ${place}`;
    return { ok: false, evidence: `Nobody has confirmed the release yet: "lockstep plan confirm ${record.name}${option}".` };
  },
};
