/** What is most of a key: letters of its name, addresses, calls a minute, days of life, hours that old secrets work on. */
export const keyLimits = { name: 100, addresses: 50, callsPerMinute: 600_000, days: 3650, overlapHours: 720 } as const
