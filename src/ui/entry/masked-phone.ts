/** A phone number with its middle hidden, as the directory shows it: 138****6349. */
export const maskedPhone = (phone: string): string =>
  phone.length < 8 ? phone.replace(/./g, '*') : `${phone.slice(0, 3)}****${phone.slice(-4)}`
