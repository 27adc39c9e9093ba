// Holds cards against what Microsoft publishes of Teams' cards as types of TypeScript. The renderer of drawing.mjs holds them against the schema of version 1.5 that it carries.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const here = dirname(fileURLToPath(import.meta.url))

/** What the compiler says of cards that claim to be Teams' IAdaptiveCard, one list a card: unknown members, words and kinds are errors. */
export function typeFaults(cards) {
  const name = i => join(here, `card-${i}.ts`)
  const sources = new Map(cards.map((card, i) => [name(i), `import type { IAdaptiveCard } from '@microsoft/teams.cards'\nexport const card: IAdaptiveCard = ${JSON.stringify(card)}\n`]))
  const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = file => sources.has(file) || fileExists(file)
  host.readFile = file => sources.get(file) ?? readFile(file)
  host.getSourceFile = (file, target, ...more) => (sources.has(file) ? ts.createSourceFile(file, sources.get(file), target) : getSourceFile(file, target, ...more))
  const program = ts.createProgram([...sources.keys()], options, host)
  return cards.map((_, i) => ts.getPreEmitDiagnostics(program, program.getSourceFile(name(i))).map(d => ts.flattenDiagnosticMessageText(d.messageText, ' ')))
}
