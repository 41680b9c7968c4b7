/** People or fields changed while an import was being written: it is worked out anew. */
export class Moved extends Error {}
