/** A small strict XML parser: elements, attributes, text and the five entities. Whatever else there is throws. */
export interface Element {
  readonly name: string
  readonly attributes: Record<string, string>
  readonly children: Element[]
  text: string
}

/** What XML 1.0 cannot hold; tab, line feed and carriage return it can. */
function cannotHold(character: string): boolean {
  return /[\p{Cs}\ufffe\uffff]/u.test(character) || (character < ' ' && !'\t\n\r'.includes(character))
}

const TAG = /^<(\/?)([A-Za-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/

export function parseXml(xml: string): Element {
  if ([...xml].some(cannotHold)) throw new Error('a character that XML cannot hold')
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>'
  if (!xml.startsWith(declaration)) throw new Error('no declaration')
  const top: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [top]
  let rest = xml.slice(declaration.length)
  while (rest !== '') {
    const here = open.at(-1)!
    if (!rest.startsWith('<')) {
      const end = rest.indexOf('<')
      const text = end < 0 ? rest : rest.slice(0, end)
      if (text.includes(']]>')) throw new Error('a bare ]]>')
      here.text += unescapeXml(text)
      rest = rest.slice(text.length)
      continue
    }
    const tag = TAG.exec(rest)
    if (tag === null) throw new Error(`not a tag: ${rest.slice(0, 60)}`)
    const [whole, closing, name, attributes, empty] = tag as unknown as [
      string,
      string,
      string,
      string,
      string,
    ]
    rest = rest.slice(whole.length)
    if (closing === '/') {
      if (here.name !== name) throw new Error(`${name} ends where ${here.name} is open`)
      open.pop()
      continue
    }
    const element: Element = { name, attributes: attributesOf(attributes), children: [], text: '' }
    here.children.push(element)
    if (empty === '') open.push(element)
  }
  if (open.length !== 1 || top.children.length !== 1 || top.text.trim() !== '')
    throw new Error('not one element')
  return top.children[0]!
}

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const [, name, value] of text.matchAll(/ ([a-z]+)="([^"]*)"/g)) {
    if (name! in attributes) throw new Error(`${name} stands twice`)
    if (/[\n\t\r]/.test(value!)) throw new Error('white space in an attribute would be lost')
    attributes[name!] = unescapeXml(value!)
  }
  return attributes
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#9': '\t',
  '#10': '\n',
  '#13': '\r',
}

function unescapeXml(text: string): string {
  return text.replaceAll(/&([^;]*);?/g, (whole, name: string) => {
    const character = ENTITIES[name]
    if (character === undefined || !whole.endsWith(';')) throw new Error(`no entity: ${whole}`)
    return character
  })
}
