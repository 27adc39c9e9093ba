// Draws cards with Microsoft's renderer in headless Chromium, as Teams looks, and tells what the renderer found.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const modules = join(dirname(fileURLToPath(import.meta.url)), 'node_modules')
const width = 620
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--hide-scrollbars']

export const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync)

// Runs in the page: every card drawn below the other, and what was found about each in a script of JSON.
function draw(cards, hostConfig) {
  const { AdaptiveCard, HostConfig, SerializationContext, Versions } = window.AdaptiveCards
  const marked = window.markdownit({ html: false, linkify: true, breaks: true })
  AdaptiveCard.onProcessMarkdown = (text, result) => Object.assign(result, { outputHtml: marked.render(text), didProcess: true })
  const found = cards.map(({ name, card: json }) => {
    const card = new AdaptiveCard()
    card.hostConfig = new HostConfig(hostConfig)
    const context = new SerializationContext(Versions.v1_5)
    // The renderer's pattern of languages remembers where it ended, and would refuse every second card's.
    AdaptiveCard.langProperty.regEx.lastIndex = 0
    card.parse(json, context)
    const events = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message)
    const faults = card.validateProperties().validationEvents.map(e => e.message)
    const title = document.createElement('h2')
    const frame = document.createElement('div')
    frame.className = 'card'
    title.textContent = name
    document.body.append(title, frame)
    frame.append(card.render())
    const all = selector => [...frame.querySelectorAll(selector)]
    return {
      name, faults: [...events, ...faults], text: frame.textContent, links: all('a').map(a => a.href), foreign: all('script,img,iframe,object,svg').map(e => e.tagName), buttons: all('button').map(b => b.textContent),
      struck: all('s, [style*="line-through"]').map(e => e.textContent), wide: frame.scrollWidth > frame.clientWidth,
    }
  })
  document.getElementById('found').textContent = JSON.stringify({ found, height: document.documentElement.scrollHeight }).replaceAll('<', '\\u003c')
}

/** Draws cards into a picture; answers for each its faults, text, links, buttons, struck-out words and whatever is not of a card. */
export function drawn(cards, picture) {
  const place = mkdtempSync(join(tmpdir(), 'nba-cards-'))
  const run = (...more) => execFileSync(chromium, [...flags, `--user-data-dir=${join(place, 'profile')}`, ...more, `file://${join(place, 'cards.html')}`], { encoding: 'utf8', timeout: 60_000, maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    const hostConfig = JSON.parse(readFileSync(join(modules, 'adaptivecards-designer/lib/hostConfigs/microsoft-teams-light.json'), 'utf8'))
    const asScript = value => JSON.stringify(value).replaceAll('<', '\\u003c')
    writeFileSync(join(place, 'cards.html'), `<!doctype html><meta charset="utf-8">
<style>${readFileSync(join(modules, 'adaptivecards/dist/adaptivecards.css'), 'utf8')}
body{margin:0;padding:16px;background:#f5f5f5;font-family:"Segoe UI","Noto Sans CJK SC",sans-serif}
h2{font-size:12px;font-weight:400;color:#616161;margin:18px 0 6px}
.card{background:#fff;border:1px solid #e0e0e0;border-radius:6px;overflow:hidden}
.card p{margin:0}.card a{color:#4f52b2}
.ac-pushButton{font:inherit;font-size:14px;font-weight:600;min-height:32px;padding:4px 16px;background:#fff;border:1px solid #d1d1d1;border-radius:4px}
.ac-pushButton.style-positive{background:#5b5fc7;border-color:#5b5fc7;color:#fff}</style>
<body><script type="application/json" id="found"></script>
<script>${readFileSync(join(modules, 'markdown-it/dist/markdown-it.min.js'), 'utf8').replaceAll('</script', '<\\/script')}</script>
<script>${readFileSync(join(modules, 'adaptivecards/dist/adaptivecards.min.js'), 'utf8').replaceAll('</script', '<\\/script')}</script>
<script>(${draw})(${asScript(cards)}, ${asScript(hostConfig)})</script>`)
    const page = run(`--window-size=${width},800`, '--dump-dom')
    const { found, height } = JSON.parse(page.match(/id="found">(.*?)<\/script>/s)[1])
    mkdirSync(dirname(picture), { recursive: true })
    run(`--window-size=${width},${height + 100}`, `--screenshot=${picture}`)
    return found
  } finally {
    rmSync(place, { recursive: true, force: true, maxRetries: 5 })
  }
}
