import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';

/** What may stand in HTML from a trial. Tables and text; nothing that loads, runs, links or submits. */
const ELEMENTS = new Set(
  (
    'a abbr b big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em ' +
    'figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span ' +
    'strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr'
  ).split(' ')
);

/** Elements whose text is not for people either. */
const SILENT = new Set(
  'script style title template noscript iframe object embed svg math textarea select'.split(' ')
);

const ATTRIBUTES = new Set('align border colspan dir lang rowspan scope span valign'.split(' '));

const PROPERTIES = new Set(
  (
    'background-color border border-bottom border-collapse border-left border-right border-top color ' +
    'font-style font-weight max-width min-width padding text-align text-decoration vertical-align ' +
    'white-space width'
  ).split(' ')
);

const IMAGE = /^data:image\/(png|jpeg|gif|webp);base64,[a-z0-9+/=\s]*$/i;

/**
 * Clean HTML that comes from a trial, for showing in the page.
 *
 * JupyterLab's sanitiser goes first; then only listed elements, attributes and styles are rebuilt in a
 * document that loads nothing. Links lose their address, images stay only as data.
 */
export function cleanHtml(html: string, sanitizer: IRenderMime.ISanitizer): DocumentFragment {
  const inert = new DOMParser().parseFromString(sanitizer.sanitize(html), 'text/html');
  const fragment = document.createDocumentFragment();
  rebuildChildren(inert.body, fragment);
  return fragment;
}

function rebuildChildren(from: Node, to: Node): void {
  for (const child of Array.from(from.childNodes)) {
    const kept = rebuild(child);
    if (kept) {
      to.appendChild(kept);
    }
  }
}

function rebuild(node: Node): Node | null {
  if (node instanceof Text) {
    return document.createTextNode(node.data);
  }
  if (!isElement(node) || SILENT.has(node.localName)) {
    return null;
  }
  if (!ELEMENTS.has(node.localName)) {
    const fragment = document.createDocumentFragment();
    rebuildChildren(node, fragment);
    return fragment;
  }
  return rebuildElement(node);
}

function rebuildElement(element: Element): Element | null {
  const copy = document.createElement(element.localName);
  for (const { name, value } of Array.from(element.attributes)) {
    if (ATTRIBUTES.has(name)) {
      copy.setAttribute(name, value);
    }
  }
  copyStyle(element, copy);
  if (copy instanceof HTMLImageElement && !copyImage(element, copy)) {
    return null;
  }
  rebuildChildren(element, copy);
  return copy;
}

function copyStyle(from: Element, to: HTMLElement): void {
  const { style } = from as HTMLElement;
  for (const property of Array.from(style)) {
    const value = style.getPropertyValue(property);
    // Only plain words and figures: no url(), image-set(), var() or escapes.
    if (PROPERTIES.has(property) && /^[-\w#%.,\s]*(rgba?\([\d.,%\s/]*\))?$/.test(value)) {
      to.style.setProperty(property, value);
    }
  }
}

function copyImage(from: Element, to: HTMLImageElement): boolean {
  const source = from.getAttribute('src') ?? '';
  if (!IMAGE.test(source)) {
    return false;
  }
  to.src = source;
  to.alt = from.getAttribute('alt') ?? '';
  return true;
}

function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE;
}
