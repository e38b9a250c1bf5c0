import type { TranslationBundle } from '@jupyterlab/translation';

/** A number of bytes in words, by thousands. */
export function bytesText(bytes: number, trans: TranslationBundle): string {
  if (bytes < 1000) {
    return trans._n('%1 byte', '%1 bytes', bytes);
  }
  if (bytes < 1000 ** 2) {
    return trans.__('%1 kB', (bytes / 1000).toFixed(1));
  }
  return trans.__('%1 MB', (bytes / 1000 ** 2).toFixed(1));
}
