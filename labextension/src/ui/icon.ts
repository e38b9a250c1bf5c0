import { LabIcon } from '@jupyterlab/ui-components';

export const boltIcon = new LabIcon({
  name: 'jupyter-bolt:bolt',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">' +
    '<path class="jp-icon3" fill="#616161" d="M9.2 1 3.5 9h3.7l-.9 6 6.2-8.6H8.6z"/></svg>'
});
