/** As much of a schema as a case is about; the datasource and the generator are written around it. */
export interface SchemaCaseText {
  /** Models and enums. */
  readonly schema: string;
  /** Further lines of the datasource. */
  readonly datasource?: string;
  readonly previewFeatures?: readonly string[];
}

export function prismaSchema({ schema, datasource, previewFeatures = [] }: SchemaCaseText): string {
  const features = previewFeatures.map((feature) => `"${feature}"`).join(', ');
  return [
    `datasource db {\n  provider = "postgresql"\n${datasource === undefined ? '' : `  ${datasource}\n`}}`,
    ...(previewFeatures.length === 0
      ? []
      : [`generator client {\n  provider        = "prisma-client-js"\n  previewFeatures = [${features}]\n}`]),
    `${schema}\n`,
  ].join('\n\n');
}
