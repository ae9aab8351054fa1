import { join } from 'node:path';
import { rules } from '../analysis/rules/registry';
import { nearestName } from '../project/nearest-name';
import { readText } from '../project/read-files';
import { commonOptions, parseArguments } from './arguments';
import { type ExitCode, exitCode } from './exit-code';
import { openOutput } from './output';
import { Problem } from './problem';

export const explainOptions = commonOptions;

/** `dist/` and `docs/` stand beside each other in the repository and in the package. */
const pages = join(__dirname, '..', 'docs', 'rules');

/** `lockstep explain <rule>`: the rule's page. */
export async function explain(words: readonly string[]): Promise<ExitCode> {
  const { positionals } = parseArguments('explain', words, explainOptions);
  const [id, ...others] = positionals;
  if (id === undefined || others.length > 0)
    throw new Problem('"lockstep explain" takes the id of one rule.', '"lockstep rules" lists them.');
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined) {
    const near = nearestName(
      id,
      rules.map((candidate) => candidate.id),
    );
    throw new Problem(`There is no rule "${id}"${near === null ? '.' : `; did you mean "${near}"?`}`, '"lockstep rules" lists them.');
  }
  await openOutput(undefined).write(readText(join(pages, `${id}.md`)) ?? `${rule.summary}\n\n${rule.help}\n`);
  return exitCode.ok;
}
