import { renderText } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';

import type { Output } from '../client/models';
import { cleanHtml } from './clean';

const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const TEXTS = ['text/markdown', 'text/latex', 'application/json', 'text/plain'];

/**
 * Show an output of a trial in a node.
 *
 * Untrusted: text, images as data and cleaned HTML only. Widgets, scripts and everything else fall
 * back to the output's plain text.
 */
export async function renderOutput(
  output: Output,
  host: HTMLElement,
  sanitizer: IRenderMime.ISanitizer
): Promise<void> {
  host.replaceChildren();
  if (output.output_type === 'stream') {
    host.dataset.mimeType = `application/vnd.jupyter.${output.name}`;
    await renderPlain(output.text, host, sanitizer);
    return;
  }
  const { data } = output;
  const image = IMAGES.find(type => data[type]);
  if (image) {
    host.append(imageFrom(`data:${image};base64,${data[image] ?? ''}`, data['text/plain']));
  } else if (data['image/svg+xml']) {
    host.append(imageFrom(svgUrl(data['image/svg+xml']), data['text/plain']));
  } else if (data['text/html']) {
    host.classList.add('jp-RenderedHTMLCommon');
    host.append(cleanHtml(data['text/html'], sanitizer));
  } else {
    const type = TEXTS.find(each => data[each]);
    await renderPlain(type ? (data[type] ?? '') : '', host, sanitizer);
  }
}

/** Show text with its ANSI colours, and nothing in it as a link. */
export async function renderPlain(
  source: string,
  host: HTMLElement,
  sanitizer: IRenderMime.ISanitizer
): Promise<void> {
  host.classList.add('jp-RenderedText');
  const unlinked: IRenderMime.ISanitizer = {
    sanitize: (dirty, options) => sanitizer.sanitize(dirty, options),
    getAutolink: () => false,
    allowNamedProperties: false
  };
  await renderText({ host, source, sanitizer: unlinked });
}

function imageFrom(url: string, description = ''): HTMLImageElement {
  const image = document.createElement('img');
  image.src = url;
  image.alt = description;
  return image;
}

/** An image element runs no script of an SVG and loads nothing that it names. */
function svgUrl(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
