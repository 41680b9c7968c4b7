/** Tells the person at the terminal what goes on, one line a step, in Chinese and English. */
export function teller(stream) {
  return {
    line(text) {
      stream.write(`${text}\n`)
    },
    /** One step: what is done, then how long it took. */
    async step(text, work) {
      const start = Date.now()
      stream.write(`· ${text} … `)
      try {
        const result = await work()
        stream.write(`完成 done (${seconds(start)})\n`)
        return result
      } catch (error) {
        stream.write(`失败 failed (${seconds(start)})\n`)
        throw error
      }
    },
  }
}

const seconds = (start) => `${((Date.now() - start) / 1000).toFixed(1)} s`
