/* What JupyterLab's packages expect of a browser and jsdom lacks. */
const { TextDecoder, TextEncoder } = require('node:util');

class DragEvent extends Event {}

class Observer {
  observe() {}
  disconnect() {}
}

Object.assign(globalThis, {
  TextDecoder,
  TextEncoder,
  DragEvent,
  IntersectionObserver: Observer,
  ResizeObserver: Observer,
  requestIdleCallback: work => globalThis.setTimeout(work),
  matchMedia: () => ({ matches: false, addEventListener() {}, removeEventListener() {} }),
  fetch: () => Promise.reject(new Error('No test of this kind asks a server.')),
  Request: class {},
  Response: class {},
  Headers: class {}
});

if (globalThis.Element) {
  globalThis.Element.prototype.scrollIntoView = () => undefined;
}
