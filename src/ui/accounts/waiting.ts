/** How much waits for an administrator's decision. */
export type Waiting = { pending: number; asking: number }

const counted = (state: keyof Waiting) => ({ state, page: 1, per_page: 1 })

/** What is asked to count them; the server asks the same for the first sight of the navigation. */
export const waitingInputs = { pending: counted('pending'), asking: counted('asking') } as const
