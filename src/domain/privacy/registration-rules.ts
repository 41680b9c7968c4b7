/** After how many days a registration without a person is erased: after its refusal, or since it came. */
export const registrationDays = { refused: 30, undecided: 180 } as const
