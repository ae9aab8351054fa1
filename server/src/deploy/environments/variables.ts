import type { UrlSources } from './environment';

/** The variable that stands for the secret of an environment outside of an editor: `LOCKSTEP_PRODUCTION_URL`. */
export function secretVariable(environment: string): string {
  return `LOCKSTEP_${environment.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_URL`;
}

/** For a pipeline or a terminal, which has no secret storage. */
export function sourcesOf(variables: UrlSources['variables']): UrlSources {
  return {
    variables,
    secret: async (environment) => variables[secretVariable(environment)] ?? null,
    secretHelp: (environment) => `Set the variable ${secretVariable(environment)} to the connection URL.`,
  };
}
