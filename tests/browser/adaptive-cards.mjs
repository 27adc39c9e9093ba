// npm ci && npm test. The goldens of tests/Nba.Host.Tests are what is looked at; pictures go to artifacts/browser.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import markdownIt from 'markdown-it'
import { cards, markdown, messages, root } from './cards.mjs'
import { chromium, drawn } from './drawing.mjs'
import { typeFaults } from './types.mjs'

let [passed, failed, skipped] = [0, 0, 0]

function test(name, check) {
  try {
    check()
    passed++
    console.log(`ok      ${name}`)
  } catch (fault) {
    failed++
    console.log(`FAILED  ${name}\n        ${String(fault.message ?? fault).replaceAll('\n', '\n        ')}`)
  }
}

const skip = (name, why) => (skipped++, console.log(`SKIPPED ${name}: ${why}`))
const ours = link => link.startsWith('https://nba.bank.example/answers/')

const languages = ['teams-zh-CN', 'teams-en']
const everyCard = [...languages, 'hostile-teams'].flatMap(cards)

const types = typeFaults([...everyCard.map(c => c.card), { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'x', sizes: 'Large' }] }, { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'x', size: 'Huge' }] }])
everyCard.forEach(({ name }, i) => test(`${name}: it is what Microsoft publishes of a Teams card`, () => assert.deepEqual(types[i], [])))
test('the types refuse an unknown member and an unknown size', () => types.slice(everyCard.length).forEach(faults => assert.notDeepEqual(faults, [])))

for (const name of [...languages, 'hostile-teams']) {
  const all = cards(name)
  if (!chromium) {
    skip(`${name}: drawn`, 'there is no Chromium; apt-get install -y chromium')
    continue
  }
  const picture = join(root, 'artifacts', 'browser', `${name}.png`)
  const found = drawn(all, picture)
  console.log(`        ${picture}`)
  for (const card of found) {
    test(`${card.name}: the renderer finds no fault`, () => assert.deepEqual(card.faults, []))
    test(`${card.name}: nothing is wider than the card`, () => assert.equal(card.wide, false))
    test(`${card.name}: no link leads elsewhere, and nothing foreign is in it`, () => {
      assert.deepEqual(card.links.filter(l => !ours(l)), [])
      assert.deepEqual(card.foreign, [])
    })
  }
  const of = about => found.find(c => c.name.endsWith(` ${about}`))
  test(`${name}: four buttons answer`, () => assert.equal(of('raised').buttons.length, 4))
  test(`${name}: what is gone is struck out`, () => assert.equal(of('gone').struck.length, 1))
  if (of('digest')) test(`${name}: each entry of a list has its four links`, () => assert.equal(of('digest').links.length, 12))
}
if (chromium) {
  test('the renderer finds fault with a size and an element that there are not', () => {
    const wrong = [{ type: 'TextBlock', text: 'x', size: 'Huge' }, { type: 'NoSuchElement' }].map((element, i) => ({ name: `${i}`, card: { type: 'AdaptiveCard', version: '1.5', body: [element] } }))
    drawn(wrong, join(root, 'artifacts', 'browser', 'wrong.png')).forEach(card => assert.notDeepEqual(card.faults, []))
  })
}

// As a reader of Markdown that knows HTML and makes links of whatever looks like one.
const reader = markdownIt({ html: true, linkify: true, breaks: true })
for (const name of ['wecom-en', 'wecom-zh-CN', 'dingtalk-en', 'dingtalk-zh-CN', 'hostile-wecom', 'hostile-dingtalk']) {
  for (const message of messages(name)) {
    test(`${message.name}: Markdown has no link elsewhere, no picture, and no tag but font`, () => {
      const html = reader.render(markdown(message.body))
      assert.deepEqual([...html.matchAll(/href="([^"]*)"/g)].map(m => m[1]).filter(l => !ours(l)), [])
      assert.deepEqual([...html.matchAll(/<\/?([a-z][a-z0-9]*)/g)].map(m => m[1]).filter(t => !['p', 'br', 'font', 'strong', 'blockquote', 'a', 'h3'].includes(t)), [])
    })
  }
}
test('the reader of Markdown makes links and tags of what is not neutralised', () => {
  const html = reader.render('evil.example www.evil.com https://evil.example [x](https://y) <script>')
  assert.equal([...html.matchAll(/href="/g)].length, 3)
  assert.match(html, /<script>/)
})

console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
