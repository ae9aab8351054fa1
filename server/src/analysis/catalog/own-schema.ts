/**
 * What Lockstep keeps for itself in a database: archives, progress. Prisma manages only the schemas that it is told of, and leaves
 * this one alone, also where it empties a shadow database.
 */
export const ownSchema = 'lockstep';
