// 服务端画的二维码：只认矩形和路径，别的元素、属性一概不要，再放进页面。
const ELEMENTS = ['svg', 'g', 'rect', 'path']
const ATTRIBUTES = ['viewBox', 'width', 'height', 'x', 'y', 'd', 'fill', 'transform', 'shape-rendering', 'stroke', 'stroke-width']
const SVG = 'http://www.w3.org/2000/svg'

export function drawing(text: string): SVGElement | null {
  const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement
  return root.localName === 'svg' ? copy(root) : null
}

function copy(from: Element): SVGElement {
  const to = document.createElementNS(SVG, from.localName)
  for (const name of ATTRIBUTES) {
    const value = from.getAttribute(name)
    if (value !== null) to.setAttribute(name, value)
  }
  for (const child of from.children) if (ELEMENTS.includes(child.localName)) to.append(copy(child))
  return to
}
