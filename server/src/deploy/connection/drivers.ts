/**
 * Each driver is a bundle of its own, loaded when a database of its provider is first asked: opening a workspace or running a command that
 * needs none costs nothing. With `require`, which runs from the sources as well as from the bundles.
 */
export function postgresDriver(): typeof import('./postgres') {
  return require('./postgres');
}

/** For MySQL and MariaDB. */
export function mysqlDriver(): typeof import('./mysql') {
  return require('./mysql');
}

export function sqliteDriver(): typeof import('./sqlite') {
  return require('./sqlite');
}
