import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { builtBundle, root } from './run';

/** A job of an example pipeline: what it runs, in order, each with the variables that it sees. */
export interface Job {
  readonly name: string;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What the service fills in: `github.base_ref` → `main`. Asking for anything else fails the test. */
export type Context = Readonly<Record<string, string>>;

export function githubJobs(file: string, context: Context): readonly Job[] {
  const workflow = record(parse(textOf(file)));
  assert.ok(workflow.on !== undefined && workflow.permissions !== undefined, `${file} says when it runs, and what it may do`);
  return Object.entries(record(workflow.jobs)).map(([name, value]) => {
    const job = record(value);
    assert.equal(typeof job['runs-on'], 'string');
    const steps = list(job.steps).map(record);
    for (const step of steps)
      assert.ok((typeof step.run === 'string') !== (typeof step.uses === 'string'), `${name} has a step that does nothing`);
    const scripts = steps.flatMap((step) => {
      if (typeof step.run !== 'string') return [];
      assert.doesNotMatch(step.run, /\$\{\{/, 'what others may write goes into a script through its environment');
      return [{ script: step.run, env: filled({ ...strings(workflow.env), ...strings(job.env), ...strings(step.env) }, context) }];
    });
    return { name, steps: scripts };
  });
}

export function gitlabJobs(file: string, context: Context): readonly Job[] {
  const { default: _, variables, stages, ...jobs } = record(parse(textOf(file)));
  return Object.entries(jobs).map(([name, value]) => {
    const job = record(value);
    assert.ok(list(stages).includes(job.stage), `${name} has a stage that there is`);
    const env = { ...strings(variables), ...context };
    return { name, steps: list(job.script).map((script) => ({ script: text(script), env })) };
  });
}

/** Where the scripts run, and what stands in for programs that reach a service. */
export interface Place {
  readonly cwd: string;
  /** Programs by name, as shell scripts. */
  readonly programs: Readonly<Record<string, string>>;
}

/** Runs the scripts of a job as a runner does: each in a shell that ends at the first failure. The rest is left out after one that fails. */
export function runJob({ steps }: Job, { cwd, programs }: Place): { readonly code: number; readonly output: string } {
  const bin = join(cwd, '.bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  let output = '';
  for (const { script, env } of steps) {
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
      cwd,
      encoding: 'utf8',
      env: {
        PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
        HOME: cwd,
        ...env,
        LOCKSTEP: `${process.execPath} ${builtBundle()}`,
      },
    });
    output += `${stdout}${stderr}`;
    if (status !== 0) return { code: status ?? -1, output };
  }
  return { code: 0, output };
}

function textOf(file: string): string {
  return readFileSync(join(root, 'examples/pipelines', file), 'utf8');
}

function filled(env: Readonly<Record<string, string>>, context: Context): Readonly<Record<string, string>> {
  const fill = (value: string): string =>
    value.replace(/\$\{\{\s*([\w.]+)\s*\}\}/g, (_, name: string) => {
      const known = context[name];
      assert.ok(known !== undefined, `nobody fills in ${name}`);
      return known;
    });
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)]));
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value), `expected a mapping; found ${JSON.stringify(value)}`);
  return { ...value };
}

function strings(value: unknown): Readonly<Record<string, string>> {
  return value === undefined ? {} : Object.fromEntries(Object.entries(record(value)).map(([name, one]) => [name, String(one)]));
}

function list(value: unknown): readonly unknown[] {
  assert.ok(Array.isArray(value), `expected a list; found ${JSON.stringify(value)}`);
  return value;
}

function text(value: unknown): string {
  assert.ok(typeof value === 'string', `expected a script; found ${JSON.stringify(value)}`);
  return value;
}
