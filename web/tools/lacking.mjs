// Chromium 86（360、奇安信、UOS、麒麟浏览器）没有的写法：源码由 tests/house.test.ts 查，打好的包由 budget.mjs 查。
// 只列用了就坏的；好看不好看的（accent-color、text-underline-offset）没有也照用。

/** [样子, 叫什么]。语法由构建目标降级，这里是降不了的：运行时才有的方法、样式的新写法。 */
export const SCRIPT = [
  [/\.at\(-?\d/, '.at()'],
  [/Object\.hasOwn\b/, 'Object.hasOwn'],
  [/structuredClone\(/, 'structuredClone'],
  [/\.findLast(Index)?\(/, 'findLast'],
  [/\.to(Sorted|Reversed|Spliced)\(/, 'toSorted'],
  [/crypto\.randomUUID/, 'crypto.randomUUID'],
  [/AbortSignal\.(timeout|any)/, 'AbortSignal.timeout'],
  [/Array\.fromAsync|(Object|Map)\.groupBy|Promise\.withResolvers|Set\.prototype\.union/, 'ES2024'],
  [/\bIntl\.Segmenter\b|\.isWellFormed\(|\.hasIndices\b/, 'ES2022 text'],
  [/\.checkVisibility\(|\.showPicker\(|\.togglePopover\(|\.showPopover\(/, 'new DOM methods'],
  [/\bscheduler\.(postTask|yield)\b|\bnavigator\.userAgentData\b|\breportError\(|\bURL\.canParse\b/, 'new window methods'],
  [/['"]scrollend['"]/, 'scrollend'],
]

export const STYLE = [
  [/:has\(|:is\(|:where\(/, 'CSS :is, :where, :has'],
  [/[{;\s]inset:/, 'CSS inset'],
  [/[{;\s]aspect-ratio:/, 'CSS aspect-ratio'],
  [/\b\d+(dvh|svh|lvh|dvw|svw|lvw|cqw|cqh|cqi)\b/, 'new CSS units'],
  [/@container|@layer|@property|@scope|@starting-style/, 'new CSS rules'],
  [/color-mix\(|oklch\(|oklab\(|[:,\s]lab\(/, 'new CSS colours'],
  [/[{;\s](translate|rotate|scale):/, 'CSS translate, rotate, scale'],
  [/overflow(-[xy])?:\s*clip/, 'overflow: clip'],
  [/grid-template-(rows|columns):[^;}]*subgrid/, 'subgrid'],
  [/@media[^{]*[<>]/, 'CSS media ranges'],
  // 简写里带粗细的，87 才认；里面有变量时整条作废，线就没了。
  [/text-decoration:[^;}]*\d(px|em|rem)/, 'thickness in text-decoration'],
]

/** 用了哪几样；不是样式的都当脚本，.vue 里两样都有。 */
export function lacking(name, text) {
  const rules = name.endsWith('.css') ? STYLE : name.endsWith('.vue') ? [...SCRIPT, ...STYLE] : SCRIPT
  return rules.filter(([pattern]) => pattern.test(text)).map(([, word]) => word)
}
