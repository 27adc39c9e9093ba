// What the golden files of the message templates say.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { dirname, join } from 'node:path'

const here = dirname(fileURLToPath(import.meta.url))
export const root = join(here, '..', '..')
const goldens = join(root, 'tests', 'Nba.Host.Tests', 'Goldens', 'messages')

/** The messages of a golden file, by what they are about; without those that the template does not make. */
export function messages(name) {
  const all = JSON.parse(readFileSync(join(goldens, `${name}.json`), 'utf8'))
  return Object.entries(all).filter(([, message]) => message).map(([about, message]) => ({ name: `${name} ${about}`, body: message.body }))
}

/** The Adaptive Cards of a golden file, out of their envelopes. */
export function cards(name) {
  return messages(name).map(({ name: said, body }) => {
    if (body.type !== 'message' || body.attachments.length !== 1 || body.attachments[0].contentType !== 'application/vnd.microsoft.card.adaptive')
      throw new Error(`${said} is not one Adaptive Card in a Teams message`)
    return { name: said, card: body.attachments[0].content }
  })
}

/** The Markdown of a message to WeCom or DingTalk. */
export const markdown = body => body.markdown?.content ?? body.markdown?.text ?? body.actionCard.text
