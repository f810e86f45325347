// Comparison: zhlint reads the same text and the same faults.
//
// node bench/beside/zhlint.mjs TEXT FAULTS HOME   (HOME holds node_modules)
// One line of JSON: seconds for the text, findings in it per 10,000 characters (it is clean), recall on the faults.
// A fault counts as found when its paragraph has more findings than before.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [source, faults, home] = process.argv.slice(2)
const require = createRequire(`${home}/package.json`)
const module = await import(pathToFileURL(require.resolve('zhlint')))
const run = module.run ?? module.default.run
// Official documents set no space between Chinese and digits (GB/T 9704): without this every number is a finding.
const options = { rules: { preset: 'default', spaceBetweenMixedwidthContent: false } }

const messages = text => {
  // Lines that stand twice are looked at once: a paragraph that is repeated must not count as found for its old findings.
  const result = run([...new Set(text.split('\n'))].join('\n'), options)
  const said = result.validations ?? result.warnings ?? []
  return said.map(it => it.message).sort()
}

const text = readFileSync(source, 'utf8')
messages(text)
const times = []
for (let round = 0; round < 10; round++) {
  const started = performance.now()
  messages(text)
  times.push((performance.now() - started) / 1000)
}
times.sort((one, other) => one - other)

const kinds = new Map()
for (const line of readFileSync(faults, 'utf8').trim().split('\n')) {
  const { kind, before, after } = JSON.parse(line)
  const [old, now] = [messages(before), messages(after)]
  const found = now.length > old.length
  const score = kinds.get(kind) ?? [0, 0]
  kinds.set(kind, [score[0] + 1, score[1] + (found ? 1 : 0)])
}
const sum = place => [...kinds.values()].reduce((total, it) => total + it[place], 0)
console.log(JSON.stringify({
  figure: 'check.zhlint', unit: 's', median: times[times.length >> 1], low: times[0], high: times[times.length - 1],
  runs: times.length,
  facts: {
    recall: 100 * sum(1) / sum(0),
    alarms: 10000 * messages(text).length / [...text].length,
    found: Object.fromEntries([...kinds].filter(it => it[1][1]).map(([kind, it]) => [kind, `${it[1]}/${it[0]}`])),
  },
}))
