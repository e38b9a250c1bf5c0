import { Sanitizer } from '@jupyterlab/apputils';

import { cleanHtml } from '../../src/trials/clean';

/** Lets everything through, so that the second layer is seen to hold by itself. */
const permissive = { sanitize: (dirty: string) => dirty };

const HOSTILE = {
  script: '<p>kept</p><script>window.hit = 1</script>',
  handler: '<p>kept</p><img src="x" onerror="window.hit = 1"><b onclick="window.hit = 1">b</b>',
  frame: '<p>kept</p><iframe src="https://evil.test" srcdoc="<script>1</script>"></iframe>',
  form: '<p>kept</p><form action="https://evil.test"><input name="a"><button>go</button></form>',
  image: '<p>kept</p><img src="https://evil.test/x.png" srcset="https://evil.test/y.png 2x">',
  relativeImage: '<p>kept</p><img src="/api/terminals">',
  svgImage: '<p>kept</p><img src="data:image/svg+xml,<svg onload=alert(1)>">',
  styleUrl: '<p style="background: url(https://evil.test/x); color: red">kept</p>',
  styleEscape: '<p style="background-image: \\75rl(https://evil.test/x)">kept</p>',
  styleVariable: '<p style="--a: url(https://evil.test); color: var(--a)">kept</p>',
  overlay: '<p style="position: fixed; inset: 0; z-index: 99999">kept</p>',
  styleSheet: '<p>kept</p><style>@import "https://evil.test/x.css"; p { color: red }</style>',
  refresh: '<p>kept</p><meta http-equiv="refresh" content="0; url=https://evil.test">',
  link: '<p>kept</p><link rel="stylesheet" href="https://evil.test/x.css">',
  base: '<base href="https://evil.test"><p>kept</p>',
  svg: '<p>kept</p><svg onload="window.hit = 1"><script>window.hit = 1</script></svg>',
  math: '<p>kept</p><math><mtext><table><mglyph><style><img src=x onerror="hit=1"></style></math>',
  address: '<p>kept</p><a href="javascript:window.hit = 1" ping="https://evil.test">a</a>',
  sameOrigin: '<p>kept</p><a href="/hub/logout" target="_top">a</a>',
  command: '<p>kept</p><a data-commandlinker-command="terminal:create-new" href="#">a</a>',
  clobber: '<p id="jp-main-dock-panel" name="hit" class="jp-Dialog">kept</p>',
  background: '<table background="https://evil.test/x.png"><tr><td>kept</td></tr></table>',
  video: '<p>kept</p><video src="https://evil.test/x.mp4" poster="https://evil.test/y"></video>',
  object: '<p>kept</p><object data="https://evil.test"></object><embed src="https://evil.test">',
  template: '<p>kept</p><template><img src=x onerror="window.hit=1"></template>'
};

const LISTED = /^(align|border|colspan|dir|lang|rowspan|scope|span|valign|style|src|alt)$/;

describe.each([
  ['behind the sanitiser of JupyterLab', new Sanitizer()],
  ['alone', permissive]
])('cleanHtml %s', (_, sanitizer) => {
  it.each(Object.entries(HOSTILE))('makes %s harmless and keeps the text', (_name, html) => {
    const host = document.createElement('div');
    host.append(cleanHtml(html, sanitizer));

    expect(host.textContent).toContain('kept');
    expect(host.innerHTML).not.toMatch(/evil|javascript|onerror|onload|onclick|url\(|fixed|var\(/);
    for (const element of host.querySelectorAll('*')) {
      expect(element.localName).toMatch(/^(p|b|a|img|table|tbody|tr|td)$/);
      for (const { name } of Array.from(element.attributes)) {
        expect(name).toMatch(LISTED);
      }
    }
    expect(host.querySelector('img')).toBeNull();
  });
});

it('keeps a data frame, its alignment and images that are data', () => {
  const html =
    '<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th><th>a</th></tr>' +
    '</thead><tbody><tr><th>0</th><td style="background-color: #ff0000">1</td></tr></tbody></table>' +
    '<img src="data:image/png;base64,AA==" alt="a plot">';
  const host = document.createElement('div');
  host.append(cleanHtml(html, new Sanitizer()));
  expect(host.querySelector('tr')?.style.textAlign).toBe('right');
  expect(host.querySelector('td')?.style.backgroundColor).not.toBe('');
  expect(host.querySelector('img')?.alt).toBe('a plot');
});
