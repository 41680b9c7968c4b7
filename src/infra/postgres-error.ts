/** One line that says why there is no database. */
export class DatabaseError extends Error {}
