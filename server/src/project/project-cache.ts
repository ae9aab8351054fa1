import type { Catalog } from '../analysis/catalog/catalog';
import { parseCatalog, serializeCatalog } from '../analysis/catalog/serialize';
import { type Finding, type Severity, severities } from '../analysis/finding';
import { type CacheFile, openCacheFile, writeCacheFile } from './cache-file';
import { isObject, type JsonObject, listIn, numberIn, objectIn, textIn, textsIn } from './json';
import type { KnownSchemaReport, Report } from './report';

/** Reports and catalogs of one project, kept from one process to the next. */
export interface ProjectCache {
  readonly report: (key: string) => Report | null;
  readonly catalog: (key: string) => Catalog | null;
  /** Keys of the catalogs that are stored. */
  readonly catalogs: ReadonlySet<string>;
  readonly setReport: (key: string, report: Report) => void;
  /** Of the schema: the latest only. `commit`: the default branch's; it counts where the report needed to ask git. */
  readonly schema: (key: string, commit: string | null) => KnownSchemaReport | null;
  readonly setSchema: (key: string, asked: { readonly commit: string | null } | null, report: KnownSchemaReport) => void;
  /**
   * Writes the reports and these catalogs, if anything is new; null: the one that is stored already. `links`: how many reports a
   * full run of the project has.
   */
  readonly save: (catalogs: ReadonlyMap<string, Catalog | null>, links: number) => void;
}

const reportsSection = 'reports';
const schemaSection = 'schema';
const catalogPrefix = 'catalog ';

/** A cache that lives in memory only where `path` is null. Whatever cannot be read back counts as not there. */
export function openProjectCache(path: string | null, build: string): ProjectCache {
  const open = (): CacheFile | null => (path === null ? null : openCacheFile(path, build));
  let file = open();
  const catalogs = new Set((file?.names ?? []).flatMap((name) => (name.startsWith(catalogPrefix) ? name.slice(catalogPrefix.length) : [])));
  let stored: Map<string, Report> | null = null;
  const fresh = new Map<string, Report>();
  const used = new Map<string, Report>();
  let freshSchema: string | null = null;
  const reports = (): Map<string, Report> => {
    stored ??= readReports(file?.read(reportsSection) ?? null);
    return stored;
  };
  return {
    catalogs,
    report(key) {
      const report = fresh.get(key) ?? reports().get(key) ?? null;
      if (report !== null) used.set(key, report);
      return report;
    },
    catalog(key) {
      const text = file?.read(catalogPrefix + key) ?? null;
      return text === null ? null : parseCatalog(text);
    },
    setReport(key, report) {
      fresh.set(key, report);
      used.set(key, report);
    },
    schema(key, commit) {
      return readSchemaReport(freshSchema ?? file?.read(schemaSection) ?? null, key, commit);
    },
    setSchema(key, asked, report) {
      freshSchema = JSON.stringify({ key, asked, report });
    },
    save(wanted, links) {
      const newCatalogs = [...wanted].some(([key, catalog]) => catalog !== null && !catalogs.has(key));
      if (path === null || (fresh.size === 0 && freshSchema === null && !newCatalogs)) return;
      const others = [...reports()].filter(([key]) => !used.has(key));
      const kept = others.slice(0, Math.max(0, 2 * links - used.size));
      const sections = new Map([[reportsSection, writeReports([...used, ...kept])]]);
      const schema = freshSchema ?? file?.read(schemaSection) ?? null;
      if (schema !== null) sections.set(schemaSection, schema);
      for (const [key, catalog] of wanted) {
        const text = file?.read(catalogPrefix + key) ?? (catalog === null ? null : serializeCatalog(catalog));
        if (text !== null) sections.set(catalogPrefix + key, text);
      }
      writeCacheFile(path, build, sections);
      file = open();
      stored = null;
      fresh.clear();
      freshSchema = null;
      catalogs.clear();
      for (const key of wanted.keys()) if (sections.has(catalogPrefix + key)) catalogs.add(key);
    },
  };
}

/** Findings repeat the same rules and advice over and over: texts are stored once and named by position. */
function writeReports(reports: Iterable<readonly [string, Report]>): string {
  const texts = new Map<string, number>();
  const position = (text: string | null): number => {
    if (text === null) return -1;
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, texts.size);
    return texts.size - 1;
  };
  const rows = [...reports].map(([key, report]) => [
    key,
    report.statements,
    report.unanalysed,
    report.createdTables,
    report.findings.map(({ rule, severity, message, help, span, statement, relation, column }) => [
      position(rule),
      position(severity),
      message,
      position(help),
      span.start,
      span.end,
      statement,
      position(relation),
      position(column),
    ]),
  ]);
  return JSON.stringify({ texts: [...texts.keys()], rows });
}

/** Empty where the text is damaged; a row that is not as written is left out. */
function readReports(text: string | null): Map<string, Report> {
  const reports = new Map<string, Report>();
  const stored = parsed(text);
  const texts = textsIn(stored.texts);
  for (const row of listIn(stored.rows)) {
    const [key, statements, unanalysed, createdTables, findings] = listIn(row);
    if (typeof key !== 'string' || typeof statements !== 'number' || typeof unanalysed !== 'number') continue;
    reports.set(key, {
      statements,
      unanalysed,
      createdTables: textsIn(createdTables),
      findings: listIn(findings).map((finding) => readFinding(listIn(finding), texts)),
    });
  }
  return reports;
}

function readFinding(values: readonly unknown[], texts: readonly string[]): Finding {
  const text = (value: unknown): string | null => (typeof value === 'number' ? (texts[value] ?? null) : null);
  const [rule, severity, message, help, start, end, statement, relation, column] = values;
  return {
    rule: text(rule) ?? '',
    severity: severityIn(text(severity)),
    message: textIn(message) ?? '',
    help: text(help) ?? '',
    span: { start: numberIn(start) ?? 0, end: numberIn(end) ?? 0 },
    statement: numberIn(statement),
    operation: null,
    relation: text(relation),
    column: text(column),
  };
}

/** Null where another schema, or none, is stored. */
function readSchemaReport(text: string | null, key: string, commit: string | null): KnownSchemaReport | null {
  const stored = parsed(text);
  const report = objectIn(stored.report);
  if (stored.key !== key || (isObject(stored.asked) && stored.asked.commit !== commit)) return null;
  return {
    ok: true,
    changes: numberIn(report.changes) ?? 0,
    statements: numbersIn(report.statements),
    unresolved: numbersIn(report.unresolved),
    findings: listIn(report.findings).map((finding) => storedFinding(objectIn(finding))),
  };
}

function numbersIn(value: unknown): readonly number[] {
  return listIn(value).flatMap((item) => numberIn(item) ?? []);
}

function storedFinding(stored: JsonObject): Finding {
  const span = objectIn(stored.span);
  return {
    rule: textIn(stored.rule) ?? '',
    severity: severityIn(stored.severity),
    message: textIn(stored.message) ?? '',
    help: textIn(stored.help) ?? '',
    span: { start: numberIn(span.start) ?? 0, end: numberIn(span.end) ?? 0 },
    statement: numberIn(stored.statement),
    operation: null,
    relation: textIn(stored.relation),
    column: textIn(stored.column),
  };
}

function severityIn(value: unknown): Severity {
  return severities.find((one) => one === value) ?? 'error';
}

function parsed(text: string | null): JsonObject {
  try {
    return objectIn(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}
