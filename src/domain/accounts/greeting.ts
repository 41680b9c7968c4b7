const greeted = /^[\p{Script=Han}\p{Script=Latin}0-9]{1,12}$/u
const letters = /^[\p{L}0-9]+$/u

/**
 * The name by which a message may greet its reader: the user name where it is 1 to 12 letters of Han, Latin or digits.
 * Every other name is left out, so that no stranger's text or address is sent (excourse contract, POST /vertifications/).
 */
export function greetingName(username: string): string | undefined {
  const name = username.trim()
  return greeted.test(name) && letters.test(name) ? name : undefined
}
