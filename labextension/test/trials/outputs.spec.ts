import { Sanitizer } from '@jupyterlab/apputils';

import type { Output } from '../../src/client/models';
import { renderOutput } from '../../src/trials/outputs';

async function render(output: Output): Promise<HTMLElement> {
  const host = document.createElement('div');
  await renderOutput(output, host, new Sanitizer());
  return host;
}

function display(data: Record<string, string>): Output {
  return { output_type: 'display_data', data };
}

it('shows markup that was printed as text', async () => {
  const host = await render({
    output_type: 'stream',
    name: 'stdout',
    text: '<script>window.hit = 1</script> https://evil.test'
  });
  expect(host.textContent).toContain('<script>window.hit = 1</script>');
  expect(host.querySelector('script, a')).toBeNull();
});

it('keeps the colours of a terminal', async () => {
  const host = await render({
    output_type: 'stream',
    name: 'stdout',
    text: '\u001b[31mred\u001b[0m'
  });
  expect(host.querySelector('.ansi-red-fg')?.textContent).toBe('red');
});

it('shows an SVG only as an image', async () => {
  const host = await render(display({ 'image/svg+xml': '<svg><script>1</script></svg>' }));
  expect(host.children).toHaveLength(1);
  expect(host.querySelector('img')?.src).toMatch(/^data:image\/svg\+xml,/);
});

it.each(['application/javascript', 'application/vnd.jupyter.widget-view+json', 'text/x-unknown'])(
  'falls back to plain text for %s',
  async type => {
    const host = await render(display({ [type]: 'window.hit = 1', 'text/plain': 'plain' }));
    expect(host.textContent).toBe('plain');
  }
);

it('cannot be led out of an image address', async () => {
  const host = await render(display({ 'image/png': '"><script>1</script>' }));
  expect(host.querySelector('script')).toBeNull();
});
