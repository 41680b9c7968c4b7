let pressed = false
const waiting: (() => void)[] = []

const release = () => {
  // The click is made in the task of the release; it comes first.
  setTimeout(() => {
    pressed = false
    for (const go of waiting.splice(0)) go()
  })
}

if (typeof window !== 'undefined') {
  const press = () => {
    pressed = true
  }
  window.addEventListener('pointerdown', press, true)
  window.addEventListener('pointerup', release, true)
  window.addEventListener('pointercancel', release, true)
  // The window’s own, never that of a box in it: a press that goes on elsewhere may end unheard.
  window.addEventListener('blur', release)
}

/**
 * Resolves when no pointer is down: at once, or after the click of the press under way. A press leaves the box that had
 * the cursor; what is said beneath that box at once would push the button from under the pointer, and the click be lost.
 */
export const afterPress = (): Promise<void> => (pressed ? new Promise((go) => waiting.push(go)) : Promise.resolve())
