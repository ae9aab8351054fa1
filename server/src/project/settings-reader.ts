import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type Severity, severities } from '../analysis/finding';
import { isObject, type JsonObject, listIn, numberIn, objectIn, textIn, textsIn } from './json';
import { tooDeepAt } from './json-depth';
import {
  defaultSettings,
  type EnvironmentSettings,
  environmentKinds,
  type RehearsalSettings,
  type Settings,
  type SettingsProblem,
  type UrlSource,
} from './settings';
import { settingsSchema } from './settings-schema';
import { type Mismatch, mismatches } from './settings-validation';

/**
 * Reads the text of `lockstep.json`. What is wrong becomes a problem and keeps its default; the rest counts all the same, so
 * that a half-typed file does not switch everything off. `isSchema` says whether a Prisma schema stands at a path as it is
 * written there.
 */
export function readSettings(file: string, text: string, isSchema: (path: string) => boolean = () => true): Settings {
  const tooDeep = tooDeepAt(text);
  if (tooDeep !== null)
    return { ...defaultSettings, file, problems: [settingsProblem(text, '', tooDeep, 1, 'nests deeper than settings do')] };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const problems = errors.map((error) => settingsProblem(text, '', error.offset, error.length, syntaxMessage(error)));
  if (tree === undefined) return { ...defaultSettings, file, problems };
  const found = [...mismatches(tree, settingsSchema), ...missingSchema(tree, isSchema), ...repeatedNames(tree)];
  for (const { key, node, message } of found) problems.push(settingsProblem(text, key, node.offset, node.length, message));
  const root = objectIn(accepted(tree, new Set(found.map((mismatch) => mismatch.node))));
  const server = objectIn(root.server);
  return {
    file,
    schema: textIn(root.schema),
    server: {
      postgresql: Number(textIn(server.postgresql) ?? defaultSettings.server.postgresql),
      timeZone: textIn(server.timeZone),
    },
    rules: readRules(root.rules),
    baseline: textIn(root.baseline),
    smallTable: { rows: numberIn(objectIn(root.smallTable).rows) ?? defaultSettings.smallTable.rows },
    environments: listIn(root.environments).flatMap((entry) => readEnvironment(entry) ?? []),
    reports: { directory: textIn(objectIn(root.reports).directory) },
    drift: { ignore: textsIn(objectIn(root.drift).ignore) },
    problems,
  };
}

/** A path that leads nowhere would silently make these the settings of another project. */
function missingSchema(tree: Node, isSchema: (path: string) => boolean): readonly Mismatch[] {
  const node = findNodeAtLocation(tree, ['schema']);
  const path = textIn(node?.value);
  if (node === undefined || path === null || isSchema(path)) return [];
  return [{ key: 'schema', node, message: `is "${path}"; expected the path of a Prisma schema, and there is none` }];
}

/** Commands name an environment, and the tree of them too: the first one counts. */
function repeatedNames(tree: Node): readonly Mismatch[] {
  const seen = new Set<string>();
  return (findNodeAtLocation(tree, ['environments'])?.children ?? []).flatMap((node, index) => {
    const name = textIn(findNodeAtLocation(node, ['name'])?.value);
    if (name === null || !seen.has(name)) {
      if (name !== null) seen.add(name);
      return [];
    }
    return [{ key: `environments[${index}].name`, node, message: `is "${name}" again; expected a name of its own` }];
  });
}

/** The data of a JSON tree, without the nodes that were refused. */
function accepted(node: Node, refused: ReadonlySet<Node>): unknown {
  if (node.type === 'array') return (node.children ?? []).filter((item) => !refused.has(item)).map((item) => accepted(item, refused));
  if (node.type !== 'object') return node.value;
  const entries = new Map<string, unknown>();
  for (const property of node.children ?? []) {
    const [name, value] = property.children ?? [];
    if (name === undefined || value === undefined || refused.has(name) || refused.has(value)) continue;
    entries.set(String(name.value), accepted(value, refused));
  }
  return Object.fromEntries(entries);
}

function readRules(value: unknown): ReadonlyMap<string, Severity | 'off'> {
  const rules = new Map<string, Severity | 'off'>();
  for (const [id, text] of Object.entries(objectIn(value))) {
    const severity = [...severities, 'off' as const].find((one) => one === text);
    if (severity !== undefined) rules.set(id, severity);
  }
  return rules;
}

/** Null without a name or kind: no command could mean such an environment. */
function readEnvironment(value: unknown): EnvironmentSettings | null {
  const entry = objectIn(value);
  const name = textIn(entry.name);
  const kind = environmentKinds.find((one) => one === entry.kind);
  if (name === null || kind === undefined) return null;
  const backup = isObject(entry.backup) ? entry.backup : null;
  return {
    name,
    kind,
    url: readUrlSource(objectIn(entry.url)),
    after: textsIn(entry.after),
    backup: backup && {
      command: textIn(backup.command),
      directory: textIn(backup.directory),
      maxAgeHours: numberIn(backup.maxAgeHours),
    },
    lockTimeout: textIn(entry.lockTimeout),
    smokeTest: textIn(entry.smokeTest),
    rehearsal: readRehearsal(objectIn(entry.rehearsal)),
    branches: textsIn(entry.branches),
  };
}

/** Null without a place of the server's URL. */
function readRehearsal({ server, data, onProtectedServer }: JsonObject): RehearsalSettings | null {
  const source = readUrlSource(objectIn(server));
  if (source === null) return null;
  return { server: source, data: data === 'schema' ? 'schema' : 'rows', onProtectedServer: onProtectedServer === true };
}

function readUrlSource(url: JsonObject): UrlSource | null {
  const variable = textIn(url.env);
  if (variable !== null) return { type: 'env', variable };
  const [file, name] = [textIn(url.envFile), textIn(url.name)];
  if (file !== null && name !== null) return { type: 'env-file', file, variable: name };
  return url.secret === true ? { type: 'secret' } : null;
}

function syntaxMessage(error: ParseError): string {
  const words = printParseErrorCode(error.error).replace(/([a-z])([A-Z])/g, '$1 $2');
  return `is not valid JSON here (${words.toLowerCase()})`;
}

/** A problem of the key between these offsets of the file's text. */
export function settingsProblem(text: string, key: string, offset: number, length: number, message: string): SettingsProblem {
  const line = text.slice(0, offset).split('\n').length;
  const subject = key === '' ? 'lockstep.json' : `"${key}"`;
  return {
    key,
    line,
    range: { start: offset, end: offset + length },
    message: `Line ${line}: ${subject} ${message}${message.endsWith('?') ? '' : '.'}`,
  };
}
